"""What rests in the vault, as one string: whose session this is, and the refresh that has no answer yet."""

from __future__ import annotations

import json
from typing import NamedTuple


class Held(NamedTuple):
    """A session on this device. `key`: the Idempotency-Key under which this refresh token was or will be sent."""

    owner: str
    refresh: str
    key: str = ""

    def written(self) -> str:
        return json.dumps(self._asdict())

    @classmethod
    def read(cls, secret: str | None) -> Held | None:
        """None for what is empty or cannot be read: that person logs in again."""
        if not secret:
            return None
        if not secret.startswith("{"):  # `<owner>|<token>`, as the app wrote it before there were keys
            owner, _, refresh = secret.rpartition("|")
            return cls(owner, refresh)
        try:
            return cls(**json.loads(secret))
        except (ValueError, TypeError):
            return None
