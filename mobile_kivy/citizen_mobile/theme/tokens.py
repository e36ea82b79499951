"""The live theme `T`: kv rules bind to it, so a changed palette or text size repaints every screen at once."""

from __future__ import annotations

import re

from kivy.event import EventDispatcher
from kivy.metrics import dp, sp
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty

from citizen_mobile.theme.palettes import LIGHT, PALETTES

# Type, in sp at scale 1. Body is 16 because many readers are elderly.
TYPE = {"display": 25, "title": 20, "heading": 17, "body": 16, "label": 15, "caption": 13.5, "nav": 12}

# The bars hold one line each: their words grow less than the text, as Android and iOS do too.
BAR_SCALE_LIMIT = 1.25
NAV_SCALE_LIMIT = 1.15  # five words side by side on 360 dp
FIELD_SCALE_LIMIT = 1.6  # what is typed stands on one line: a dossier code has to fit

ROLE_IN_MARKUP = re.compile(r"\[color=([a-z]\w+)\]")

LOW = 480  # dp; less is Android's compact height

SCALES = (0.9, 1.0, 1.2, 1.4, 1.6, 2.0)


# One ColorProperty for each role of the palettes.
Colors = type("Colors", (EventDispatcher,), {role: ColorProperty(color) for role, color in LIGHT.items()})


class Theme(Colors):
    """Colours by role, type by role, spacing and shape. One object, `T`."""

    palette = OptionProperty("light", options=list(PALETTES))
    scale = NumericProperty(1.0)
    reduced_motion = BooleanProperty(False)
    low = BooleanProperty(False)  # a phone on its side: what stood below stands beside

    display = NumericProperty()
    title = NumericProperty()
    heading = NumericProperty()
    body = NumericProperty()
    label = NumericProperty()
    caption = NumericProperty()
    field = NumericProperty()
    nav_size = NumericProperty()
    bar_title = NumericProperty()
    bar_height = NumericProperty()
    icon = NumericProperty()
    border = NumericProperty(1)

    xs = NumericProperty(dp(4))
    s = NumericProperty(dp(8))
    m = NumericProperty(dp(12))
    l = NumericProperty(dp(16))  # noqa: E741 - sizes are named as on clothes
    xl = NumericProperty(dp(24))
    radius = NumericProperty(dp(14))
    radius_small = NumericProperty(dp(10))
    touch = NumericProperty(dp(48))
    measure = NumericProperty(dp(640))  # about 75 letters of body text, with the room beside them

    def __init__(self) -> None:
        super().__init__()
        self._paint()
        self._measure()
        self.bind(palette=lambda *_: self._paint(), scale=lambda *_: self._measure())

    def fit(self, window: EventDispatcher) -> None:
        """Follow a window's size."""
        window.bind(size=self._fit)
        self._fit(window, window.size)

    def _fit(self, _window: EventDispatcher, size: tuple[float, float]) -> None:
        self.low = size[1] < dp(LOW) and size[0] > size[1]

    def hex(self, role: str) -> str:
        """A role's colour as `#RRGGBB`, for bracket markup."""
        return PALETTES[self.palette][role]

    def in_colors(self, text: str, palette: str) -> str:
        """Bracket markup whose colours are roles (`[color=accent]`), in the colours of a palette; kv binds to it."""
        roles = PALETTES[palette]
        return ROLE_IN_MARKUP.sub(lambda found: f"[color={roles[found[1]]}]", text)

    def _paint(self) -> None:
        for role, color in PALETTES[self.palette].items():
            setattr(self, role, color)
        self.border = dp(2) if self.palette == "high" else max(1, dp(1))

    def _measure(self) -> None:
        for role in ("display", "title", "heading", "body", "label", "caption"):
            setattr(self, role, sp(TYPE[role]) * self.scale)
        self.field = sp(TYPE["body"]) * min(self.scale, FIELD_SCALE_LIMIT)
        bar = min(self.scale, BAR_SCALE_LIMIT)
        self.nav_size = sp(TYPE["nav"]) * min(bar, NAV_SCALE_LIMIT)
        self.bar_title = sp(TYPE["title"] - 1) * bar
        self.bar_height = dp(56) * (1 + (bar - 1) / 2)
        self.icon = dp(24) * (1 + (min(self.scale, 1.6) - 1) / 2)


T = Theme()
