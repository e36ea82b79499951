"""Audiences as strings. Some anybody may follow; the others are addresses, which only the server hands out."""

import re
import uuid

ALL = "all"
# `report:` and `dossier:` are followed by the server on somebody's behalf; a phone that asks for them is not obeyed.
_PUBLIC = re.compile(r"\A(all|(area|category):[A-Za-z0-9][A-Za-z0-9._-]{0,79})\Z")
_PRIVATE = re.compile(r"\A(user|report|dossier):[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
MAX_LENGTH = 100


def is_public(topic: str) -> bool:
    """May anybody follow it, and an officer address it?"""
    return bool(_PUBLIC.match(topic))


def is_private(topic: str) -> bool:
    """Does it address one person or the followers of one thing?"""
    return bool(_PRIVATE.match(topic))


def of_user(user_id: uuid.UUID | str) -> str:
    """The topic that addresses one person."""
    return f"user:{user_id}"


def of_area(code: str) -> str:
    """The topic of one administrative unit."""
    return f"area:{code}"
