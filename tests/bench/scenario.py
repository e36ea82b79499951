"""What one row of the bench asks for."""

import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scenario:
    name: str
    method: str
    path: str
    body: dict[str, object] | None = None
    fresh_key: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def headers_now(self) -> dict[str, str]:
        """What to send this time: a key is new each time."""
        return self.headers | ({"Idempotency-Key": str(uuid.uuid4())} if self.fresh_key else {})
