"""What goes first. A burst of one kind never holds up a more urgent one."""

from __future__ import annotations

from notifications.models import Kind, Notice, Origin

EMERGENCY, PERSONAL, WARNING, ORDINARY = range(4)
_OF_KIND = {Kind.EMERGENCY: EMERGENCY, Kind.PERSONAL: PERSONAL, Kind.WARNING: WARNING}
_QUEUES = {EMERGENCY: "emergency", PERSONAL: "personal"}
NOTICES = "notices"
# What the workers of a queue take from the ledger. Those for notices help with everything, the most urgent first.
TAKES = {"emergency": (EMERGENCY, EMERGENCY), "personal": (PERSONAL, PERSONAL), NOTICES: (EMERGENCY, ORDINARY)}


def priority_of(notice: Notice) -> int:
    """Its place in the order; lower goes first. A trial goes to one person, and so with what is personal."""
    return PERSONAL if notice.origin == Origin.TEST else _OF_KIND.get(Kind(notice.kind), ORDINARY)


def queue_of(priority: int) -> str:
    """The queue whose workers are called for it."""
    return _QUEUES.get(priority, NOTICES)
