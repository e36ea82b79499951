"""How often each token was reached: the proof that a campaign left nobody out and told nobody twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Times and tags by turns in one flat tuple: a hundred thousand tokens take some 40 MB.
_Deliveries = tuple[float | str, ...]


@dataclass(slots=True)
class TokenLedger:
    """For every token the messages that came for it, and when those that were accepted came."""

    _arrived: dict[str, int] = field(default_factory=dict)
    _accepted: dict[str, _Deliveries] = field(default_factory=dict)

    def arrived(self, token: str) -> None:
        """One more message came for it."""
        self._arrived[token] = self._arrived.get(token, 0) + 1

    def accepted(self, token: str, at: float, tag: str) -> None:
        """One more message for it was accepted."""
        self._accepted[token] = (*self._accepted.get(token, ()), at, tag)

    def summary(self) -> dict[str, dict[str, int]]:
        """How many tokens messages arrived for n times, and were accepted n times."""
        accepted = Counter(len(deliveries) // 2 for deliveries in self._accepted.values())
        return {"arrived": _by_number(Counter(self._arrived.values())), "accepted": _by_number(accepted)}

    def doubled(self) -> list[dict[str, Any]]:
        """The tokens that accepted more than one message, with all of them."""
        return [_line(token, found) for token, found in self._accepted.items() if len(found) > 2]

    def lines(self) -> Iterator[bytes]:
        """Every token for which anything arrived, a line of JSON each."""
        for token, arrived in self._arrived.items():
            line = _line(token, self._accepted.get(token, ())) | {"arrived": arrived}
            yield json.dumps(line).encode() + b"\n"

    def clear(self) -> None:
        """Forget everything."""
        self._arrived.clear()
        self._accepted.clear()


def _by_number(counts: Counter[int]) -> dict[str, int]:
    return {str(number): tokens for number, tokens in sorted(counts.items())}


def _line(token: str, found: _Deliveries) -> dict[str, Any]:
    deliveries = [{"at": at, "tag": tag} for at, tag in zip(found[::2], found[1::2], strict=True)]
    return {"token": token, "accepted": deliveries}
