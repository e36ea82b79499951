"""One thing in the outbox, and the states that it goes through."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citizen_mobile.client.errors import ClientError, FieldError

PENDING = "pending"  # to be sent, now or at `not_before`
SENDING = "sending"  # under way
SENT = "sent"  # the server has it; `result` is its answer
REJECTED = "rejected"  # the server said no for good; to be mended or withdrawn by who wrote it


class TooLate(ClientError):
    """It is being sent, or the server has it."""


class InDoubt(TooLate):
    """An answer was lost: the server may have it. The next contact tells; until then the words stand."""


@dataclass(frozen=True)
class OutboxItem:
    """One thing to send; `reason` says in the server's words why it waits or was refused, `fields` which field why."""

    key: str
    kind: str
    path: str
    body: dict[str, Any]
    state: str
    reason_code: str
    reason: str
    fields: list[FieldError]
    attempts: int
    not_before: float
    created_at: float
    result: dict[str, Any] | None
    writer: str  # the account that wrote it; "" for a guest
    chain: str
    about: str  # key of the report in the outbox that must be accepted first
    in_doubt: bool


@dataclass(frozen=True)
class OutboxPhoto:
    key: str
    file: Path
    remote_id: str | None
    sent_at: float


def item_from(row: Any) -> OutboxItem:
    return OutboxItem(
        key=row["key"],
        kind=row["kind"],
        path=row["path"],
        body=json.loads(row["body"]),
        state=row["state"],
        reason_code=row["reason_code"],
        reason=row["reason"],
        fields=[FieldError(**field) for field in json.loads(row["fields"])],
        attempts=row["attempts"],
        not_before=row["not_before"],
        created_at=row["created_at"],
        result=json.loads(row["result"]) if row["result"] else None,
        writer=row["writer"],
        chain=row["chain"],
        about=row["about"],
        in_doubt=bool(row["in_doubt"]),
    )
