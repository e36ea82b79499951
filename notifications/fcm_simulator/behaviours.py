"""How the simulator answers for a token: by its name (`unregistered-7`), or as a test has asked at /behaviour."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from notifications.fcm_simulator.quota import Quota

EVERY_TOKEN = "*"
DEFAULT_RETRY_AFTER = 1
NAMES = (
    "ok", "unregistered", "sender-mismatch", "quota", "unavailable", "internal", "third-party-auth", "invalid-token",
    "invalid-payload", "slow", "garbage", "reset", "stream-reset", "goaway",
)  # fmt: skip
_NAMED = re.compile(rf"({'|'.join(NAMES[1:])})(?:[-:]|\Z)")


@dataclass(slots=True)
class Rule:
    """A behaviour: for ever or for the next `times` messages, until a moment, for each message or with some luck."""

    name: str
    times: int | None = None
    retry_after: int | None = DEFAULT_RETRY_AFTER
    probability: float = 1.0
    until: float | None = None


OK = Rule("ok")
INVALID_TOKEN = Rule("invalid-token")
INVALID_PAYLOAD = Rule("invalid-payload")


@dataclass(slots=True)
class Behaviours:
    """Chooses the behaviour of a token: the quota, a rule for it, then its own name, then the rule for every token."""

    latency_ms: float = 0.0
    slow_ms: float = 10_000.0
    quota: Quota = field(default_factory=Quota)
    rules: dict[str, Rule] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic

    def choose(self, token: str) -> Rule:
        """The rule for this message; a rule that counts is used up by one."""
        wait = self.quota.take()
        if wait:
            return Rule("quota", retry_after=wait)
        exact = self._take(token) if self.rules else None
        if exact is not None:
            return exact
        named = _NAMED.match(token)
        if named is not None:
            return Rule(named[1])
        return (self._take(EVERY_TOKEN) if self.rules else None) or OK

    def seconds(self, rule: Rule) -> float:
        """How long an answer takes under this rule."""
        return (self.slow_ms if rule.name == "slow" else self.latency_ms) / 1000

    def as_json(self) -> dict[str, Any]:
        """What holds now."""
        rules = {token: rule.name for token, rule in self.rules.items()}
        return {"latency_ms": self.latency_ms, "quota_per_minute": self.quota.per_minute, "rules": rules}

    def _take(self, key: str) -> Rule | None:
        rule = self.rules.get(key)
        if rule is None or (rule.probability < 1 and random.random() >= rule.probability):
            return None
        if rule.until is not None and self.clock() >= rule.until:
            del self.rules[key]
            return None
        if rule.times is not None:
            rule.times -= 1
            if not rule.times:
                del self.rules[key]
        return rule

    def change(self, wish: dict[str, Any]) -> str | None:
        """Apply a POST /behaviour, whole or not at all; the reason when it makes no sense."""
        reason = _fault(wish)
        if reason is not None:
            return reason
        if wish.get("reset"):
            self.rules.clear()
            self.latency_ms = 0.0
            self.quota.limit(None)
        self.latency_ms = float(wish.get("latency_ms", self.latency_ms))
        self.slow_ms = float(wish.get("slow_ms", self.slow_ms))
        if "quota_per_minute" in wish:
            self.quota.limit(wish["quota_per_minute"])
        if "behaviour" in wish:
            self._set_rule(wish)
        return None

    def _set_rule(self, wish: dict[str, Any]) -> None:
        token, seconds = wish.get("token", EVERY_TOKEN), wish.get("seconds")
        self.rules.pop(token, None)
        if wish["behaviour"] is not None:
            until = None if seconds is None else self.clock() + seconds
            retry_after = wish.get("retry_after", DEFAULT_RETRY_AFTER)
            probability = wish.get("probability", 1.0)
            self.rules[token] = Rule(wish["behaviour"], wish.get("times"), retry_after, probability, until)


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _number(value: Any, most: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= most


_YEAR_MS = 365 * 24 * 3_600_000.0
# What each wish must be, and the words for one that is not.
_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "latency_ms": (lambda value: _number(value, _YEAR_MS), "a number of milliseconds"),
    "slow_ms": (lambda value: _number(value, _YEAR_MS), "a number of milliseconds"),
    "quota_per_minute": (lambda value: value is None or _whole(value, 1), "a positive number or null"),
    "token": (lambda value: isinstance(value, str), "a string"),
    "behaviour": (lambda value: value is None or value in NAMES, f"null or one of {', '.join(NAMES)}"),
    "times": (lambda value: value is None or _whole(value, 1), "a positive number or null"),
    "retry_after": (lambda value: value is None or _whole(value, 0), "a number of seconds or null"),
    "probability": (lambda value: _number(value, 1), "a number from 0 to 1"),
    "seconds": (lambda value: value is None or _number(value, _YEAR_MS), "a number of seconds or null"),
    "reset": (lambda value: isinstance(value, bool), "true or false"),
    "expire_tokens": (lambda value: isinstance(value, bool), "true or false"),
}


def _fault(wish: dict[str, Any]) -> str | None:
    for name, value in wish.items():
        if name not in _CHECKS:
            return f"there is no {name}; there are {', '.join(_CHECKS)}"
        good, words = _CHECKS[name]
        if not good(value):
            return f"{name} must be {words}"
    return None
