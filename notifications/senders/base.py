"""What a transport is asked to do, and the few answers that the ledger understands."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """What an answer means for the device and for the notice."""

    ACCEPTED = "accepted"
    RETRY = "retry"  # later: their quota, their trouble, or the way there
    GONE = "gone"  # the device is disabled: Firebase said so explicitly
    SUSPECT = "suspect"  # the token is called invalid: noted, and given up only if it goes on
    FAILED = "failed"  # this device cannot have this message; nobody is disabled
    BAD_MESSAGE = "bad_message"  # the message itself is wrong: the notice stops, nobody is disabled


@dataclass(frozen=True, slots=True)
class Content:
    """A notice as one language's phones get it."""

    notice_id: uuid.UUID
    kind: str
    title: str
    body: str
    link: str
    image_url: str
    ttl_seconds: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way: to which device, with which content."""

    device_id: uuid.UUID
    token: str
    content: Content


@dataclass(frozen=True, slots=True)
class Result:
    """How one message was answered."""

    outcome: Outcome
    reason: str = ""
    detail: str = ""
    retry_after: float | None = None


class Sender(Protocol):
    """Sends messages and answers for each, in order; raises nothing for what a provider may say."""

    def send(self, messages: list[Outgoing]) -> list[Result]:
        """One result a message. Must be called with no database connection held."""
        ...
