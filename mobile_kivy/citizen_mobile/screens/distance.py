"""How far away something is, in words."""

from __future__ import annotations

from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L


def said(metres: float) -> str:
    """350 m, 1,2 km, 24 km."""
    return fmt.length(metres, L.language)


def distance(metres: float | None) -> str:
    """850 m, 3,2 km: from here, to ten metres; empty if unknown."""
    if metres is None:
        return ""
    return L.tr("{distance} away").format(distance=said(max(10, round(metres, -1))))
