"""Whom a notice is for, as a formula of topics, and the same formula in PostgreSQL's words.

An expression is a topic, or {"any": […]}, {"all": […]}, {"not": …} of expressions. Devices have an *address*: the
topics that they follow, their language, role and lists, and marks of what they turned off. The database holds the
formula as a tsquery and the address as a tsvector, so that one operator answers both "which devices does this notice
go to" and "which notices does this reader see", in C, with an index on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError
from notifications import topics as topic_names

Expression = str | dict[str, Any]

MAX_DEPTH = 6
MAX_TOPICS = 300
GROUPS = ("any", "all")


def checked(expression: Any) -> Expression:
    """The same expression, if it is one that an officer may use. Raises DomainError `notice_audience_invalid`."""
    _check(expression, depth=1)
    if not 1 <= len(list(_leaves(expression))) <= MAX_TOPICS:
        raise _invalid(_("Name at least one topic, and no more than 300."))
    return expression


def any_of(topics: Iterable[str]) -> Expression:
    """Everybody who follows one of these topics at least."""
    found = sorted(dict.fromkeys(topics))
    return found[0] if len(found) == 1 else {"any": found}


def named(expression: Expression) -> list[str]:
    """Topics one of which everybody has who is meant, units with what merged into them.

    Where the formula also holds for who follows nothing at all ("not in this area"), that is `all`.
    """
    if _holds_for_nobody(expression):
        return [topic_names.ALL]
    wanted = [topic for topic, is_wanted in _leaves(expression) if is_wanted]
    return sorted({part for topic in wanted for part in _parts(topic)})


def mentioned(expression: Expression) -> list[str]:
    """Every topic in it, wanted or not, as it was written."""
    return list(dict.fromkeys(topic for topic, _is_wanted in _leaves(expression)))


def wanted(expression: Expression) -> list[str]:
    """The topics in it that are not under a `not`, as they were written."""
    return list(dict.fromkeys(topic for topic, is_wanted in _leaves(expression) if is_wanted))


def is_for_everybody(expression: Expression) -> bool:
    """Does it name everybody, or hold even for who follows nothing at all ("not in this area")?"""
    return _holds_for_nobody(expression) or topic_names.ALL in wanted(expression)


def query_of(expression: Expression, *, kind: str) -> str:
    """The formula as a tsquery. Turned off kinds and topics count, but for an emergency: that interrupts everybody."""
    can_be_muted = kind != "emergency"
    formula = _formula(expression, is_wanted=True, can_be_muted=can_be_muted)
    return f"{formula} & !{lexeme(topic_names.muted(kind))}" if can_be_muted else formula


def without(query: str, mark: str) -> str:
    """The formula for those only whose address has not this mark."""
    return f"({query}) & !{lexeme(mark)}"


def both(query: str, other: str) -> str:
    """The formula for those who meet both."""
    return f"({query}) & ({other})"


def lexeme(topic: str) -> str:
    """One topic as a formula."""
    quoted = topic.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'"


def _check(expression: Any, *, depth: int) -> None:
    if isinstance(expression, str):
        if not (topic_names.is_public(expression) or topic_names.is_official(expression)):
            raise _invalid(_("“%(topic)s” is not a topic of the list.") % {"topic": expression[:100]})
        return
    if depth > MAX_DEPTH or not isinstance(expression, dict) or len(expression) != 1:
        raise _invalid(_("An audience is a topic, or any, all or not of audiences."))
    ((word, inner),) = expression.items()
    if word == "not":
        _check(inner, depth=depth + 1)
    elif word in GROUPS and isinstance(inner, list) and inner:
        for part in inner:
            _check(part, depth=depth + 1)
    else:
        raise _invalid(_("An audience is a topic, or any, all or not of audiences."))


def _invalid(text: Any) -> DomainError:
    return DomainError("notice_audience_invalid", text, fields={"audience": text})


def _leaves(expression: Expression, *, is_wanted: bool = True) -> Iterable[tuple[str, bool]]:
    if isinstance(expression, str):
        yield expression, is_wanted
        return
    ((word, inner),) = expression.items()
    for part in [inner] if word == "not" else inner:
        yield from _leaves(part, is_wanted=is_wanted != (word == "not"))


def _holds_for_nobody(expression: Expression) -> bool:
    """Does it hold for an address without any topic?"""
    if isinstance(expression, str):
        return False
    ((word, inner),) = expression.items()
    if word == "not":
        return not _holds_for_nobody(inner)
    return (any if word == "any" else all)(_holds_for_nobody(part) for part in inner)


def _formula(expression: Expression, *, is_wanted: bool, can_be_muted: bool) -> str:
    if isinstance(expression, str):
        return _topic_formula(expression, can_be_muted=is_wanted and can_be_muted)
    ((word, inner),) = expression.items()
    if word == "not":
        return "!" + _formula(inner, is_wanted=not is_wanted, can_be_muted=can_be_muted)
    parts = [_formula(part, is_wanted=is_wanted, can_be_muted=can_be_muted) for part in inner]
    return "(" + (" | " if word == "any" else " & ").join(parts) + ")"


def _topic_formula(topic: str, *, can_be_muted: bool) -> str:
    """Who has turned a topic off still follows it: that hides a notice that wants it, never one that excludes it."""
    parts = [lexeme(part) for part in _parts(topic)]
    if can_be_muted and topic_names.is_choosable(topic):
        parts = [f"({lexeme(part)} & !{lexeme(topic_names.muted(part))})" for part in _parts(topic)]
    return parts[0] if len(parts) == 1 else "(" + " | ".join(parts) + ")"


def _parts(topic: str) -> list[str]:
    """The topic, and for a unit those of the units that merged into it: phones may still follow these."""
    kind, _colon, code = topic.partition(":")
    if kind != "area":
        return [topic]
    return [topic, *(topic_names.of_area(old) for old in _merged_into()(code) if old != code)]


@lru_cache(maxsize=1)
def _merged_into() -> Callable[[str], Iterable[str]]:
    """Units are another subject: settings.NOTICES_AREAS_WITHIN names a function code -> codes."""
    path = getattr(settings, "NOTICES_AREAS_WITHIN", "")
    return import_string(path) if path else lambda code: [code]
