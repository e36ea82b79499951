"""What a transport is asked to carry, and the few answers that the ledger understands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from notifications.senders.rendering import Letter


class Outcome(StrEnum):
    """What an answer means for the device and for the notice."""

    ACCEPTED = "accepted"
    RETRY = "retry"  # later: their trouble, or the way there
    QUOTA = "quota"  # later, and everybody slower
    GONE = "gone"  # the device is disabled: Firebase said so explicitly
    SUSPECT = "suspect"  # the token is called invalid: noted, and given up only if it goes on
    FAILED = "failed"  # this device cannot have this message; nobody is disabled
    BAD_MESSAGE = "bad_message"  # the message itself is wrong: the notice stops, nobody is disabled


# The device stays to be done.
UNSETTLED = (Outcome.RETRY, Outcome.QUOTA, Outcome.BAD_MESSAGE)


@dataclass(frozen=True, slots=True)
class Result:
    """How one message was answered."""

    outcome: Outcome
    reason: str = ""
    detail: str = ""
    retry_after: float | None = None


ACCEPTED = Result(Outcome.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way. `ticket` is the sender's own, and comes back with the answer."""

    ticket: Any
    letter: Letter
    token: str
    fid: str


class Transport(Protocol):
    """Carries messages and answers for each; raises nothing for what a provider may say."""

    @property
    def room(self) -> int:
        """How many more messages it takes now."""

    @property
    def in_flight(self) -> int:
        """How many have no answer yet."""

    def prepare(self) -> None:
        """Whatever may take a while before sending, such as a new credential. Called often."""

    def submit(self, outgoing: Outgoing) -> None:
        """Put one on its way. Call `step` to move it."""

    def step(self, seconds: float) -> Iterable[tuple[Any, Result]]:
        """Work for up to so long, or until something has come; the tickets that were answered, with the answers."""

    def close(self) -> None:
        """Cut what is open."""
