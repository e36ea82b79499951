"""Language, text size, contrast, motion, data: live, and remembered."""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.theme.palettes import PALETTES
from citizen_mobile.theme.tokens import SCALES, T
from citizen_mobile.viewmodels.context import Context

SYSTEM = "system"  # colours as the phone has them


class Settings(EventDispatcher):
    """Language, text size, contrast, motion, data: live, and remembered."""

    palette = StringProperty(SYSTEM)
    data_saver = BooleanProperty(False)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._shelf = context.store.keepsakes.settings
        self._context = context
        language, scale = self._shelf.get("language"), self._shelf.get("scale")
        if language in ("vi", "en"):
            L.language = language
        if scale in SCALES:
            T.scale = scale
        T.reduced_motion = bool(self._shelf.get("reduced_motion"))
        self.palette = self._shelf.get("palette") or SYSTEM
        self.follow_palette()
        self.data_saver = bool(self._shelf.get("data_saver"))
        context.store.images.may_fetch = self.pictures_wanted
        if context.store.tiles is not None:
            context.store.tiles.may_fetch = self.pictures_wanted

    def choose_language(self, language: str) -> None:
        L.language = language
        self._shelf.put("language", language)

    def choose_palette(self, palette: str) -> None:
        """One of ours, or `system`."""
        self.palette = palette
        self._shelf.put("palette", palette)
        if palette == SYSTEM:
            T.palette = "light"  # where the phone has no preference
        self.follow_palette()

    def follow_palette(self) -> None:
        """Paint as chosen; done again when the app comes back, since the phone may have turned dark meanwhile."""
        if self.palette in PALETTES:
            T.palette = self.palette
        elif (dark := choose.get().handset.prefers_dark()) is not None:
            T.palette = "dark" if dark else "light"

    def choose_scale(self, scale: float) -> None:
        T.scale = scale
        self._shelf.put("scale", scale)

    def step_scale(self, by: int) -> None:
        """A+ or A-, one step, within the limits."""
        nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - T.scale))
        self.choose_scale(SCALES[max(0, min(len(SCALES) - 1, nearest + by))])

    def choose_motion(self, reduced: bool) -> None:
        T.reduced_motion = reduced
        self._shelf.put("reduced_motion", reduced)

    def choose_data_saver(self, on: bool) -> None:
        self.data_saver = on
        self._shelf.put("data_saver", on)

    def pictures_wanted(self) -> bool:
        """Whether pictures may be fetched now; those that are here already are always shown."""
        return not (self.data_saver and choose.get().handset.on_mobile_data())

    def welcomed(self) -> bool:
        """Whether the first start is over; from now on it is."""
        before = bool(self._shelf.get("welcomed"))
        self._shelf.put("welcomed", True)
        return before
