"""What is touched is large enough for a thumb, and no two targets share a place."""

from __future__ import annotations

from itertools import combinations

from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.slider import Slider
from kivy.uix.switch import Switch
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget

from citizen_mobile.theme.basics import IconButton
from tests.mobile.driver import Driver
from tests.mobile.gallery.seeing import Box, box_of, on_show, parents, seen_part, visible

SMALLEST = 48  # dp
SLACK = 1.0
TOUCHED = (ButtonBehavior, TextInput, Slider, Switch)

# Signs that people know without a word, each in one place on the screen: back, leave out a text, more text sizes.
KNOWN_WITHOUT_A_WORD = {
    "back",
    "star",
    "close",
    "search",
    "text",
    "account",
    "check",
    "trash",
    "share",
    "settings",
    "refresh",
}


def targets(driver: Driver) -> list[Widget]:
    return [w for w in on_show(driver) if isinstance(w, TOUCHED) and not w.disabled and not seen_part(w).empty]


def small_targets(driver: Driver) -> list[str]:
    """A field's frame counts with its entry: a touch on the frame's edge is a touch beside the text."""
    return [
        f"{_name(widget)} is {widget.width:.0f} × {widget.height:.0f}"
        for widget in targets(driver)
        if min(widget.width, widget.height) < SMALLEST - SLACK
    ]


def overlapping_targets(driver: Driver) -> list[str]:
    """Two targets, neither inside the other, that share more than an edge."""
    found = []
    for one, other in combinations(targets(driver), 2):
        shared = _shared(one, other)
        if shared is not None:
            found.append(f"{_name(one)} and {_name(other)} share {shared.width:.0f} × {shared.height:.0f}")
    return found


def wordless(driver: Driver) -> list[str]:
    """Buttons that have an icon and no word, and are not among the few that need none."""
    return [
        _name(widget)
        for widget in targets(driver)
        if isinstance(widget, IconButton) and widget.name not in KNOWN_WITHOUT_A_WORD
    ]


def _shared(one: Widget, other: Widget) -> Box | None:
    if _related(one, other):
        return None
    shared = seen_part(one).overlap(seen_part(other))
    return shared if min(shared.width, shared.height) > SLACK else None


def _related(one: Widget, other: Widget) -> bool:
    """One stands in the other (a button on a card): the inner one is asked first."""
    return one in parents(other) or other in parents(one)


def _name(widget: Widget) -> str:
    parts = [part for part in widget.walk(restrict=True) if visible(part)]
    words = [str(getattr(part, "text", "") or getattr(part, "hint_text", "")) for part in parts]
    said = next((word for word in words if word), "") or getattr(widget, "name", "")
    box = box_of(widget)
    return f"{type(widget).__name__} {said[:30]!r} at {box.left:.0f},{box.low:.0f}"
