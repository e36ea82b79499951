"""How far away something is, in words."""

from __future__ import annotations

from citizen_mobile.locale.live import L


def distance(metres: float | None) -> str:
    """850 m, 3,2 km: from here; empty if unknown."""
    if metres is None:
        return ""
    if metres < 950:
        return L.tr("{n} m away").format(n=f"{max(10, round(metres, -1)):.0f}")
    kilometres = f"{metres / 1000:.1f}" if metres < 10_000 else f"{metres / 1000:.0f}"
    return L.tr("{n} km away").format(n=kilometres.replace(".", ",") if L.language == "vi" else kilometres)
