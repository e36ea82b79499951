"""How the simulator answers for a token: by its name (`unregistered-7`), or as a test has asked at /behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from notifications.fcm_simulator.messages import GOOGLE_RPC, Response, bad_request, fcm_error, google_error
from notifications.fcm_simulator.validation import invalid_token

EVERY_TOKEN = "*"
DEFAULT_RETRY_AFTER = 1
# Behaviours that end in Google's words; the rest (ok, slow, garbage, reset) are told apart by the application.
NAMES = (
    "ok", "unregistered", "sender-mismatch", "quota", "unavailable", "internal", "third-party-auth",
    "invalid-token", "invalid-payload", "slow", "garbage", "reset",
)  # fmt: skip


@dataclass(slots=True)
class Rule:
    """A behaviour set by a test, for ever or for the next `times` messages."""

    name: str
    times: int | None = None
    retry_after: int = DEFAULT_RETRY_AFTER


@dataclass(slots=True)
class Behaviours:
    """Chooses the behaviour of a token: a rule for it, then its own name, then the rule for every token."""

    latency_ms: float = 0.0
    slow_ms: float = 10_000.0
    rules: dict[str, Rule] = field(default_factory=dict)

    def choose(self, token: str) -> Rule:
        """The rule for this message; a rule that counts is used up by one."""
        exact = self._take(token)
        if exact is not None:
            return exact
        named = next((name for name in NAMES if token == name or token.startswith((f"{name}-", f"{name}:"))), None)
        if named is not None and named != "ok":
            return Rule(named)
        return self._take(EVERY_TOKEN) or Rule("ok")

    def _take(self, key: str) -> Rule | None:
        rule = self.rules.get(key)
        if rule is None or rule.times is None:
            return rule
        if rule.times <= 1:
            del self.rules[key]
        rule.times -= 1
        return rule

    def change(self, wish: dict[str, Any]) -> str | None:
        """Apply a POST /behaviour; the reason when it makes no sense."""
        if wish.get("reset"):
            self.rules.clear()
            self.latency_ms = 0.0
        for name in ("latency_ms", "slow_ms"):
            value = wish.get(name, 0)
            if not isinstance(value, (int, float)) or value < 0:
                return f"{name} must be a number of milliseconds"
            if name in wish:
                setattr(self, name, float(value))
        return self._change_rule(wish) if "behaviour" in wish else None

    def _change_rule(self, wish: dict[str, Any]) -> str | None:
        token, name, times = wish.get("token", EVERY_TOKEN), wish["behaviour"], wish.get("times")
        if name is None:
            self.rules.pop(token, None)
            return None
        if name not in NAMES or not (times is None or (isinstance(times, int) and times > 0)):
            return f"behaviour must be one of {', '.join(NAMES)}; times a positive number"
        self.rules[token] = Rule(name, times, int(wish.get("retry_after", DEFAULT_RETRY_AFTER)))
        return None


def refusal(rule: Rule) -> Response | None:
    """Google's answer for a behaviour that refuses the message; None for the others."""
    match rule.name:
        case "unregistered":
            return google_error(
                404, "NOT_FOUND", "Requested entity was not found.", details=[fcm_error("UNREGISTERED")]
            )
        case "sender-mismatch":
            return google_error(
                403, "PERMISSION_DENIED", "SenderId mismatch", details=[fcm_error("SENDER_ID_MISMATCH")]
            )
        case "quota":
            quota = {
                "@type": f"{GOOGLE_RPC}QuotaFailure",
                "violations": [{"subject": "project", "description": "rate"}],
            }
            details: list[dict[str, Any]] = [fcm_error("QUOTA_EXCEEDED"), quota]
            text = "Quota exceeded for quota metric 'Sends' and limit 'Sends per minute' of service 'fcm'."
            return google_error(429, "RESOURCE_EXHAUSTED", text, details=details, retry_after=rule.retry_after)
        case "unavailable":
            text = "The service is currently unavailable."
            return google_error(
                503, "UNAVAILABLE", text, details=[fcm_error("UNAVAILABLE")], retry_after=rule.retry_after
            )
        case "internal":
            return google_error(500, "INTERNAL", "Internal error encountered.", details=[fcm_error("INTERNAL")])
        case "third-party-auth":
            return google_error(
                401,
                "UNAUTHENTICATED",
                "Auth error from APNS or Web Push",
                details=[fcm_error("THIRD_PARTY_AUTH_ERROR")],
            )
        case "invalid-token":
            return invalid_token()
        case "invalid-payload":
            violation = [("message.android.notification", "Invalid value (simulated)")]
            return google_error(400, "INVALID_ARGUMENT", "Invalid value (simulated)", details=[bad_request(violation)])
        case _:
            return None
