"""What one row of the bench asks for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    name: str
    method: str
    path: str
    body: dict[str, object] | None = None
    fresh_key: bool = False
