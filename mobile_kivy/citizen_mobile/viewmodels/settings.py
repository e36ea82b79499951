"""Language, text size, contrast: live, and remembered."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.theme.palettes import PALETTES
from citizen_mobile.theme.tokens import SCALES, T
from citizen_mobile.viewmodels.context import Context


class Settings:
    """Language, text size, contrast: live, and remembered."""

    def __init__(self, context: Context) -> None:
        self._shelf = context.store.keepsakes.settings
        self._context = context
        language, palette = self._shelf.get("language"), self._shelf.get("palette")
        scale = self._shelf.get("scale")
        if language in ("vi", "en"):
            L.language = language
        if palette in PALETTES:
            T.palette = palette
        if scale in SCALES:
            T.scale = scale
        T.reduced_motion = bool(self._shelf.get("reduced_motion"))

    def choose_language(self, language: str) -> None:
        L.language = language
        self._shelf.put("language", language)

    def choose_palette(self, palette: str) -> None:
        T.palette = palette
        self._shelf.put("palette", palette)

    def choose_scale(self, scale: float) -> None:
        T.scale = scale
        self._shelf.put("scale", scale)

    def step_scale(self, by: int) -> None:
        """A+ or A-, one step, within the limits."""
        nearest = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - T.scale))
        self.choose_scale(SCALES[max(0, min(len(SCALES) - 1, nearest + by))])

    def clear_copies(self) -> None:
        """Drop everything that can be had again from the server. Drafts, the outbox and settings stay."""
        self._context.store.cache.clear()
        self._context.store.images.clear()
        if self._context.store.tiles is not None:
            self._context.store.tiles.clear()
