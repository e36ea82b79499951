"""The twelve looks of a screen, and how the app takes one on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from kivy.core.window import Window
from kivy.uix.scrollview import ScrollView

from tests.mobile.driver import HEIGHT, WIDTH, Driver, T

PALETTES, SCALES, LANGUAGES = ("light", "dark", "high"), (1.0, 2.0), ("vi", "en")
TALLEST = 8000  # dp; a longer screen is checked so far
FRAMES_TO_SETTLE = 3  # a changed text size runs through label, column and scroll in as many


@dataclass(frozen=True)
class Look:
    palette: str
    scale: float

    def __str__(self) -> str:
        return f"{self.palette} {self.scale:g}×"


# The columns of a sheet: small text in the three palettes, then large.
LOOKS = [Look(palette, scale) for scale, palette in product(SCALES, PALETTES)]


def wear(driver: Driver, look: Look) -> None:
    """The screen on show takes the look on, as it does when the settings are changed."""
    T.palette = look.palette
    if T.scale != look.scale:
        T.scale = look.scale
        driver.frames(FRAMES_TO_SETTLE)
        to_the_top(driver)


def without_bars(driver: Driver) -> None:
    """Scroll bars fade with the time, which is no part of a look."""
    for widget in driver.app.root.walk():
        if isinstance(widget, ScrollView):
            widget.bar_width = 0


def to_the_top(driver: Driver) -> None:
    for widget in driver.app.root.walk():
        if isinstance(widget, ScrollView) and widget.do_scroll_y and widget.scroll_y != 1:
            widget.scroll_y = 1
    driver.frames(1)


def stretch(driver: Driver) -> int:
    """Make the window as high as all that scrolls, so that nothing is out of sight; the height."""
    for _ in range(4):  # a list of cards learns its height as its cards are built
        hidden = max(
            (_beyond(widget) for widget in driver.app.root.walk() if isinstance(widget, ScrollView)), default=0
        )
        if hidden < 1 or Window.height >= TALLEST:
            break
        Window.size = (Window.width, min(TALLEST, int(Window.height + hidden + 1)))
        driver.frames(FRAMES_TO_SETTLE)
    to_the_top(driver)
    return int(Window.height)


def shrink(driver: Driver, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
    """Back to a phone's window."""
    if tuple(Window.size) != size:
        Window.size = size
        driver.frames(FRAMES_TO_SETTLE)
        to_the_top(driver)


def _beyond(pane: ScrollView) -> float:
    if not pane.do_scroll_y or pane._viewport is None or not pane.height:
        return 0.0
    return max(0.0, float(pane.viewport_size[1] - pane.height))
