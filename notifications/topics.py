"""Audiences as strings. Some anybody may follow; the others are addresses, which only the server hands out."""

import re
import uuid

ALL = "all"
# `report:` and `dossier:` are followed by the server on somebody's behalf; a phone that asks for them is not obeyed.
_PUBLIC = re.compile(r"\A(all|(area|category):[A-Za-z0-9][A-Za-z0-9._-]{0,79})\Z")
# Whom only officers address, in an audience: a role, a language, a list of people.
_OFFICIAL = re.compile(r"\A(role:(guest|citizen|officer|administrator)|lang:(vi|en)|list:[0-9a-f-]{36})\Z")
_PRIVATE = re.compile(r"\A(user|report|dossier):[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
ROLES = ("guest", "citizen", "officer", "administrator")
MAX_LENGTH = 100


def is_public(topic: str) -> bool:
    """May anybody follow it, and an officer address it?"""
    return bool(_PUBLIC.match(topic))


def is_choosable(topic: str) -> bool:
    """Something that a person follows or not, and can turn off."""
    return topic != ALL and is_public(topic)


def is_official(topic: str) -> bool:
    """May an officer address it, though nobody can follow it of their own will?"""
    return bool(_OFFICIAL.match(topic))


def is_private(topic: str) -> bool:
    """Does it address one person or the followers of one thing?"""
    return bool(_PRIVATE.match(topic))


def of_user(user_id: uuid.UUID | str) -> str:
    """The topic that addresses one person."""
    return f"user:{user_id}"


def of_area(code: str) -> str:
    """The topic of one administrative unit."""
    return f"area:{code}"


def of_role(role: str) -> str:
    """The topic of everybody with this role; a device of nobody has the role `guest`."""
    return f"role:{role}"


def of_language(language: str) -> str:
    """The topic of everybody who reads this language."""
    return f"lang:{language}"


def of_list(list_id: uuid.UUID | str) -> str:
    """The topic of the people on an uploaded list."""
    return f"list:{list_id}"


def muted(what: str) -> str:
    """The mark of an address that does not want a kind (`information`) or a topic (`area:24611`)."""
    return f"mute:{what}"


# The mark of an address that gets information once a day.
DIGEST = "digest"
