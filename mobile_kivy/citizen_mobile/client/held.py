"""What rests in the vault, as one string: whose session this is, and which ones the server has still to end."""

from __future__ import annotations

import json
from typing import NamedTuple


class Held(NamedTuple):
    """A session on this device. `key`: the Idempotency-Key under which this refresh token was or will be sent."""

    owner: str
    refresh: str
    key: str = ""


class Contents(NamedTuple):
    """`leaving`: refresh tokens of those who logged out here, kept to tell the server of it and for nothing else."""

    held: Held | None = None
    leaving: tuple[str, ...] = ()

    def written(self) -> str:
        return json.dumps(self._asdict())

    @classmethod
    def read(cls, secret: str | None) -> Contents:
        """Empty for what is empty or cannot be read: that person logs in again."""
        if not secret:
            return cls()
        if not secret.startswith("{"):  # `<owner>|<token>`, as the app wrote it when it held no more
            owner, _, refresh = secret.rpartition("|")
            return cls(Held(owner, refresh))
        try:
            said = json.loads(secret)
            return cls(Held(*said["held"]) if said["held"] else None, tuple(said["leaving"]))
        except (ValueError, TypeError, KeyError):
            return cls()
