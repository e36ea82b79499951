"""Whom an audience means on a map, and whether it means the public at all. Units are another subject: a hook knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from notifications import audiences, topics
from notifications.audiences import Expression
from notifications.models import Notice

Outline = tuple[tuple[float, float], ...]
_AREA = topics.of_area("")
_CLOSED = ("role:officer", "role:administrator", "list:")


@dataclass(frozen=True, slots=True)
class CapArea:
    """One unit: its names, the codes that it has (its own first), and outlines of (latitude, longitude)."""

    name: str
    name_en: str
    codes: tuple[str, ...]
    outlines: tuple[Outline, ...] = ()


def audience_of(notice: Notice) -> Expression:
    """The formula; rows from before there were formulas have topics alone."""
    return notice.audience or audiences.any_of(notice.topics)


def is_public(expression: Expression, *, is_wanted: bool = True) -> bool:
    """Can it hold for somebody who is neither an official nor on a list? Else it is nothing for a loudspeaker."""
    if isinstance(expression, str):
        return not (is_wanted and expression.startswith(_CLOSED))
    ((word, inner),) = expression.items()
    if word == "not":
        return is_public(inner, is_wanted=not is_wanted)
    # Not (a and b) is: not a, or not b.
    holds = any if (word == "any") == is_wanted else all
    return holds(is_public(part, is_wanted=is_wanted) for part in inner)


def areas_of(expression: Expression) -> tuple[CapArea, ...]:
    """The units that it wants, the whole province for `all`; what it excludes is taken out of them."""
    wanted = audiences.wanted(expression)
    codes = _codes(wanted)
    if audiences.is_for_everybody(expression):
        codes = [settings.NOTICES_WHOLE_AREA]
    excluded = _codes(topic for topic in audiences.mentioned(expression) if topic not in wanted)
    return tuple(_area(unit) for unit in _units()(codes, excluded)) if codes else ()


def whole_area_names() -> tuple[str, str]:
    """The province in both languages."""
    for unit in _units()([settings.NOTICES_WHOLE_AREA], []):
        return unit["name"], unit["name_en"]
    return settings.NOTICES_WHOLE_AREA, settings.NOTICES_WHOLE_AREA


def _codes(found: Iterable[str]) -> list[str]:
    return [topic.removeprefix(_AREA) for topic in found if topic.startswith(_AREA)]


def _area(unit: Mapping[str, Any]) -> CapArea:
    return CapArea(unit["name"], unit["name_en"], tuple(unit["codes"]), tuple(unit["outlines"]))


def _units() -> Callable[[list[str], list[str]], Iterable[Mapping[str, Any]]]:
    """settings.NOTICES_ALERT_AREAS names a function (codes, excluded codes) -> [{name, name_en, codes, outlines}]."""
    path = getattr(settings, "NOTICES_ALERT_AREAS", "")
    return import_string(path) if path else _by_code_alone


def _by_code_alone(codes: list[str], excluded: list[str]) -> list[dict[str, Any]]:
    return [{"name": code, "name_en": code, "codes": [code], "outlines": []} for code in codes if code not in excluded]
