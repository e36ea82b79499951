"""What is on show: the widgets that a person can see, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kivy.core.window import Window
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget

from tests.mobile.driver import Driver


@dataclass(frozen=True)
class Box:
    """A rectangle of the window, y upwards."""

    left: float
    low: float
    right: float
    high: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.high - self.low

    def overlap(self, other: Box) -> Box:
        return Box(
            max(self.left, other.left),
            max(self.low, other.low),
            min(self.right, other.right),
            min(self.high, other.high),
        )

    @property
    def empty(self) -> bool:
        return self.width <= 0 or self.height <= 0

    def pixels(self) -> tuple[int, int, int, int]:
        """For Pillow: left, upper, right, lower, downwards and inside the window."""
        wide, tall = Window.size
        upper, lower = tall - self.high, tall - self.low
        return (max(0, int(self.left)), max(0, int(upper)), min(wide, round(self.right)), min(tall, round(lower)))


def box_of(widget: Widget) -> Box:
    left, low = widget.to_window(widget.x, widget.y)
    return Box(left, low, left + widget.width, low + widget.height)


def parents(widget: Widget) -> Iterator[Widget]:
    while widget.parent is not None and widget.parent is not widget:
        widget = widget.parent
        yield widget


def visible(widget: Widget) -> bool:
    """Has a size and is not made transparent, nor is what it stands in."""
    return all(
        part.opacity and part.height > 0 and part.width > 0 for part in (widget, *parents(widget)) if part.parent
    )


def on_show(driver: Driver) -> list[Widget]:
    """All widgets in sight, those of pop-ups too."""
    return [widget for root in Window.children for widget in root.walk() if visible(widget)]


def in_strip(widget: Widget) -> bool:
    """Inside of what scrolls sideways, where an end out of sight is no fault."""
    return any(isinstance(parent, ScrollView) and parent.do_scroll_x for parent in parents(widget))


def seen_part(widget: Widget) -> Box:
    """What of a widget is within the window and within what scrolls around it."""
    box = box_of(widget).overlap(Box(0, 0, *Window.size))
    for parent in parents(widget):
        if isinstance(parent, ScrollView):
            box = box.overlap(box_of(parent))
    return box
