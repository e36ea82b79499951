"""What an example is made of: requests, one after the other, where each may need something from those before it.

The same steps are asked in the process (tests/examples/walk.py, which records the answers) and told as a sample for
bash (tests/examples/curl.py, which tests/e2e/test_samples.py pastes). `$name` in a value is what an earlier step kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Json = Any
NAME = re.compile(r"\$([a-z_]+)")

# Values that a sample makes up anew each time it is pasted: how bash makes them, and what the recorded example says.
MADE_UP = {
    "new_phone": ("098$(python3 -c 'import random; print(random.randrange(10**6, 10**7))')", "0987650123"),
    "template_name": (
        "\"Cắt điện theo lịch $(python3 -c 'import random; print(random.randrange(10**6))')\"",
        "Cắt điện theo lịch",
    ),
    "install_id": ("$(python3 -c 'import uuid; print(uuid.uuid4())')", "3f0c9b5e-6d2a-4c1f-9b7e-2a51c08d4e77"),
}


@dataclass(frozen=True)
class Step:
    """One request. `who` is a demo account, or `newcomer`: an account made for this sample alone; empty: a guest."""

    ask: str  # "POST /api/v1/me/reports/{code}/withdraw/", as the document has it
    who: str = ""
    args: dict[str, str] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: Json = None
    headers: dict[str, str] = field(default_factory=dict)
    keyed: bool = False  # sends an Idempotency-Key
    file: str = ""  # the picture that goes up as `file`, in a multipart body
    keep: dict[str, str] = field(default_factory=dict)  # name → how Python finds it in `d`, the answer

    @property
    def method(self) -> str:
        return self.ask.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.ask.partition(" ")[2]


@dataclass(frozen=True)
class Example:
    """An operation with what must have happened before, and a request of the same kind that is refused."""

    steps: tuple[Step, ...]
    # Laid over the last step's body and query: then the answer is 400 `validation_error`.
    wrong_body: dict[str, Any] | None = None
    wrong_query: dict[str, Any] | None = None
    # More parameters worth an example than one request has.
    parameters: dict[str, Any] = field(default_factory=dict)
    # What else is promised: name of the answer → steps of its own.
    others: tuple[tuple[Step, ...], ...] = ()

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def operation(self) -> str:
        return self.last.ask


def filled(value: Json, known: dict[str, str]) -> Json:
    """`value` with each `$name` in it replaced by what is known under this name."""
    if isinstance(value, str):
        return NAME.sub(lambda found: known[found[1]], value)
    if isinstance(value, dict):
        return {name: filled(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(item, known) for item in value]
    return value


def names_in(value: Json) -> set[str]:
    """Every `$name` in `value`."""
    if isinstance(value, str):
        return set(NAME.findall(value))
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for item in inner for name in names_in(item)}
