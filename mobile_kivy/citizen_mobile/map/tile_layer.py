"""The map's pictures: which are needed, which are here, how they lie under a matrix that follows the finger."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from kivy.core.image import Image as CoreImage
from kivy.graphics import Color, InstructionGroup, PopMatrix, PushMatrix, Rectangle, Scale, Translate
from kivy.graphics.texture import Texture

from citizen_mobile.client.tiles import Place, TileStore
from citizen_mobile.map.projection import View
from citizen_mobile.theme.pictures import decoded
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.context import Context

# The tile servers' usage policies ask for no more than two connections; and the app's other questions need workers too.
AT_ONCE = 2
MOST_TEXTURES = 64  # of 256 KB each
ANCESTORS = 4  # a coarser piece stands in for one that is not here yet, up to so many levels above
TRY_AGAIN_S = 20.0
DIMMED = (0.72, 0.72, 0.72)  # day-bright pictures would dazzle in a dark app


class TileLayer(InstructionGroup):
    """Draws the tiles of a view. Moving within what is drawn changes two numbers; only new tiles change rectangles."""

    def __init__(
        self, context: Context, store: TileStore | None, largest_zoom: int, arrived: Callable[[], None]
    ) -> None:
        super().__init__()
        self.store = store
        self.drawn = 0  # how many places show a picture
        self._context = context
        self._largest = largest_zoom
        self._arrived = arrived
        self._textures: OrderedDict[Place, Texture] = OrderedDict()
        self._failed: dict[Place, float] = {}
        self._under_way: set[Place] = set()
        self._wanted: list[Place] = []
        self._shown: frozenset[Place] | None = None
        self._anchor = (0.0, 0.0)
        self._move, self._scale = Translate(0, 0), Scale(1, 1, 1)
        self._rectangles = InstructionGroup()
        self._light = Color(1, 1, 1)
        for part in (PushMatrix(), self._move, self._scale, self._light, self._rectangles, PopMatrix()):
            self.add(part)

    def follow(self, view: View) -> None:
        """Show this view."""
        if self.store is None or view.width < 2:
            return
        level = max(0, min(self._largest, round(view.zoom)))
        self._wanted = view.tiles(level)
        if self._shown != frozenset(self._wanted):
            self._build(view, level)
        self._place(view, level)
        self._ask()

    def again(self) -> None:
        """A tile came: draw anew at the next `follow`."""
        self._shown = None

    def forget(self) -> None:
        """The map is left: nothing more is asked for, and the memory is given back."""
        self._wanted, self._shown = [], None
        self._textures.clear()
        self._rectangles.clear()
        self.drawn = 0

    def _place(self, view: View, level: int) -> None:
        self._light.rgb = (1, 1, 1) if T.palette == "light" else DIMMED
        self._move.x, self._move.y = view.screen_of(*self._anchor)
        factor = 2.0 ** (view.zoom - level)
        self._scale.x = self._scale.y = factor

    def _build(self, view: View, level: int) -> None:
        self._shown, self._anchor = frozenset(self._wanted), (view.x, view.y)
        self._rectangles.clear()
        self.drawn = 0
        for place in self._wanted:
            texture, part = self._picture(place)
            if texture is not None:
                self.drawn += 1
                self._rectangles.add(self._rectangle(place, texture, part, view.unit))

    def _rectangle(self, place: Place, texture: Texture, part: list[float], unit: float) -> Rectangle:
        level, column, row = place
        many = 2**level
        left, down = (column / many - self._anchor[0]) * many * unit, (self._anchor[1] - (row + 1) / many) * many * unit
        return Rectangle(pos=(left, down), size=(unit, unit), texture=texture, tex_coords=part)

    def _picture(self, place: Place) -> tuple[Texture | None, list[float]]:
        """The tile, or the part of a coarser one that covers it, with the texture coordinates of that part."""
        level, column, row = place
        for up in range(ANCESTORS + 1):
            texture = self._textures.get((level - up, column >> up, row >> up))
            if texture is not None:
                self._textures.move_to_end((level - up, column >> up, row >> up))
                return texture, _part(texture, column, row, up)
        return None, []

    def _ask(self) -> None:
        for place in self._wanted:
            if len(self._under_way) >= AT_ONCE:
                return
            if place in self._textures or place in self._under_way or self._failing(place):
                continue
            self._under_way.add(place)
            self._context.run(
                lambda asked=place: self._load(asked),
                lambda picture, asked=place: self._came(asked, picture),
                lambda _error, asked=place: self._fell(asked),
            )

    def _load(self, place: Place) -> CoreImage | None:
        """In a worker: fetched and unpacked; only the upload waits for the UI thread."""
        return decoded(self.store.load(place))

    def _came(self, place: Place, picture: CoreImage | None) -> None:
        self._under_way.discard(place)
        if picture is None:
            self._fell(place)
            return
        self._textures[place] = picture.texture
        while len(self._textures) > MOST_TEXTURES:
            self._textures.popitem(last=False)
        self.again()
        self._arrived()

    def _fell(self, place: Place) -> None:
        self._under_way.discard(place)
        self._failed[place] = time.monotonic()
        self._arrived()

    def _failing(self, place: Place) -> bool:
        return time.monotonic() - self._failed.get(place, -TRY_AGAIN_S) < TRY_AGAIN_S


def _part(texture: Texture, column: int, row: int, up: int) -> list[float]:
    """Texture coordinates of the part that a tile is of one `up` levels above."""
    many = 2**up
    x, y = column % many, row % many
    left, width = texture.uvpos[0] + texture.uvsize[0] * x / many, texture.uvsize[0] / many
    # A texture's first row is the picture's upper edge when its height runs downwards (uvsize is then negative).
    low, height = texture.uvpos[1] + texture.uvsize[1] * (many - 1 - y) / many, texture.uvsize[1] / many
    return [left, low, left + width, low, left + width, low + height, left, low + height]
