"""The map widget: moved by one finger, zoomed by two, by the wheel, by a double tap or by its buttons' methods."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kivy.app import App
from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, PopMatrix, PushMatrix, Rectangle, ScissorPop, ScissorPush, Translate
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.widget import Widget

from citizen_mobile.map.ground import Name, Paper, ScaleBar
from citizen_mobile.map.markers import Marker, MarkerLayer
from citizen_mobile.map.projection import TILE, Box, View, degrees_of, world_of
from citizen_mobile.map.tile_layer import TileLayer
from citizen_mobile.theme.tokens import T

# Đắk Nông as a whole, on a phone held upright.
PROVINCE = (12.22, 107.69, 9.0)
SMALLEST_ZOOM = 5.0
REST_S = 0.35  # so long after the last move the map is at rest
TAP_REACH = dp(8)
FLING_KEEPS = 0.9  # of its speed, each frame
MAP_MARGIN = dp(56)


class SlippyMap(Widget):
    """`on_rest` tells that the map lies still on a new place; `on_marker` and `on_ground` what was tapped."""

    has_pictures = BooleanProperty(False)
    lifted = NumericProperty(0)  # how far the scale stands above the lower edge, over a card

    __events__ = ("on_rest", "on_marker", "on_ground")

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        app = App.get_running_app()
        tiles = app.shipped.tiles
        self._largest = float(tiles.largest_zoom)
        x, y = world_of(*PROVINCE[:2])
        # A tile is drawn as large as its pixels would be on an ordinary screen, or its letters could not be read.
        self.view = View(x, y, PROVINCE[2], 1, 1, dp(TILE))
        self._tiles = TileLayer(app.context, app.store.tiles, tiles.largest_zoom, self._tile_arrived)
        self._paper, self._bar, self._marks = Paper(), ScaleBar(), MarkerLayer()
        self._draw_later = Clock.create_trigger(lambda _dt: self._draw(), -1)
        self._rest_later = Clock.create_trigger(lambda _dt: self.dispatch("on_rest"), REST_S)
        self._touches: list = []
        self._speed = (0.0, 0.0)
        self._flight = None
        self._stack_up()
        self.bind(size=self._resized, pos=self._resized, lifted=lambda *_: self._draw_later())
        T.bind(palette=self._repaint, scale=self._repaint)  # weakly: T outlives every map

    # --- looking

    def look_at(self, latitude: float, longitude: float, zoom: float | None = None) -> None:
        """Put a place in the middle."""
        x, y = world_of(latitude, longitude)
        self._show(replace(self.view, x=x, y=y, zoom=self._within(self.view.zoom if zoom is None else zoom)))

    def fit(self, box: Box) -> None:
        """Show a whole box, with a margin for its markers."""
        west, south, east, north = box
        left, top = world_of(north, west)
        right, bottom = world_of(south, east)
        wide, high = max(1.0, self.view.width - 2 * MAP_MARGIN), max(1.0, self.view.height - 2 * MAP_MARGIN)
        scale = min(wide / max(right - left, 1e-7), high / max(bottom - top, 1e-7))
        zoom = self._within(min(self._largest - 1, math.log2(scale / self.view.unit)))
        self._show(replace(self.view, x=(left + right) / 2, y=(top + bottom) / 2, zoom=zoom))

    def zoom_by(self, steps: float, around: tuple[float, float] | None = None) -> None:
        """Nearer (positive) or farther; the place `around` (pixels in the map) stays where it is."""
        left, up = around or (self.view.width / 2, self.view.height / 2)
        x, y = self.view.world_at(left, up)
        view = replace(self.view, zoom=self._within(self.view.zoom + steps))
        now_x, now_y = view.world_at(left, up)
        self._show(replace(view, x=view.x + x - now_x, y=view.y + y - now_y))

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        return degrees_of(self.view.x, self.view.y)

    def mark(self, markers: Iterable[Marker]) -> None:
        self._marks.show(markers)
        self._draw_later()

    def name(self, names: Sequence[Name]) -> None:
        """The names that stand on the paper while there are no pictures."""
        self._paper.names = names
        self._draw_later()

    def rest(self) -> None:
        """The map leaves the screen: its pictures' memory is given back."""
        self._tiles.forget()
        self._stop_flight()

    def wake(self) -> None:
        """The map is on the screen again."""
        self._draw_later()

    def forget(self) -> None:
        """The app ends."""
        T.funbind("palette", self._repaint)
        T.funbind("scale", self._repaint)
        self.rest()

    # --- what a screen may do about it

    def on_rest(self) -> None:
        """The map lies still."""

    def on_marker(self, marker: Marker) -> None:
        """A marker was tapped."""

    def on_ground(self) -> None:
        """The map was tapped where nothing stands."""

    # --- fingers

    def on_touch_down(self, touch) -> bool:
        if not self.collide_point(*touch.pos) or self.disabled:
            return False
        if touch.is_mouse_scrolling:
            self.zoom_by(0.5 if touch.button == "scrolldown" else -0.5, self._inside(touch.pos))
            return True
        self._stop_flight()
        touch.grab(self)
        self._touches.append(touch)
        touch.ud["map_moved"] = len(self._touches) > 1
        touch.ud["map_at"] = touch.pos
        return True

    def on_touch_move(self, touch) -> bool:
        if touch.grab_current is not self:
            return super().on_touch_move(touch)
        if abs(touch.x - touch.ox) + abs(touch.y - touch.oy) > TAP_REACH:
            touch.ud["map_moved"] = True
        before, touch.ud["map_at"] = touch.ud["map_at"], touch.pos
        if len(self._touches) == 2:
            self._pinch(touch, before)
        elif touch.ud["map_moved"]:
            self._drag(touch.dx, touch.dy)
            self._speed = (touch.dx, touch.dy)
        return True

    def on_touch_up(self, touch) -> bool:
        if touch.grab_current is not self:
            return super().on_touch_up(touch)
        touch.ungrab(self)
        self._touches.remove(touch)
        for other in self._touches:
            other.ud["map_moved"] = True
        if not touch.ud["map_moved"]:
            self._tapped(touch)
        elif not self._touches:
            self._fling()
        return True

    def _tapped(self, touch) -> None:
        marker = self._marks.at(self.view, *self._inside(touch.pos))
        if marker is not None:
            self.dispatch("on_marker", marker)
        elif touch.is_double_tap:
            self.zoom_by(1, self._inside(touch.pos))
        else:
            self.dispatch("on_ground")

    def _drag(self, right: float, up: float) -> None:
        view = self.view
        self._show(replace(view, x=view.x - right / view.scale, y=view.y + up / view.scale))

    def _pinch(self, touch, before: tuple[float, float]) -> None:
        # Where the other finger is in our own coordinates: its `pos` is the window's while this one is handed on.
        other = next(finger for finger in self._touches if finger is not touch).ud["map_at"]
        was, now = math.dist(before, other), math.dist(touch.pos, other)
        middle = ((touch.x + other[0]) / 2, (touch.y + other[1]) / 2)
        self._drag((touch.x - before[0]) / 2, (touch.y - before[1]) / 2)
        if was > 1 and now > 1:
            self.zoom_by(math.log2(now / was), self._inside(middle))

    def _fling(self) -> None:
        if not T.reduced_motion and max(abs(self._speed[0]), abs(self._speed[1])) > dp(4):
            self._flight = Clock.schedule_interval(self._fly, 0)

    def _fly(self, _dt: float) -> bool:
        right, up = self._speed
        self._drag(right, up)
        self._speed = (right * FLING_KEEPS, up * FLING_KEEPS)
        return max(abs(right), abs(up)) > 0.5

    def _stop_flight(self) -> None:
        if self._flight is not None:
            self._flight.cancel()
            self._flight = None
        self._speed = (0.0, 0.0)

    def _inside(self, pos: tuple[float, float]) -> tuple[float, float]:
        return pos[0] - self.x, pos[1] - self.y

    # --- drawing

    def _stack_up(self) -> None:
        self._colour, self._sheet = Color(*T.surface_alt), Rectangle()
        self._scissor, self._move = ScissorPush(), Translate(0, 0)
        stack = InstructionGroup()
        below = (self._scissor, PushMatrix(), self._move, self._colour, self._sheet)
        for part in (*below, self._tiles, self._paper, self._marks, self._bar, PopMatrix(), ScissorPop()):
            stack.add(part)
        self.canvas.add(stack)

    def _resized(self, *_) -> None:
        self._show(replace(self.view, width=max(1.0, self.width), height=max(1.0, self.height)))

    def _show(self, view: View) -> None:
        half = view.height / 2 / view.scale
        self.view = replace(view, x=min(1.0, max(0.0, view.x)), y=min(1 - half, max(half, view.y)))
        self._draw_later()
        self._rest_later.cancel()
        self._rest_later()

    def _within(self, zoom: float) -> float:
        return max(SMALLEST_ZOOM, min(self._largest, zoom))

    def _tile_arrived(self) -> None:
        self._draw_later()

    def _repaint(self, *_) -> None:
        self._colour.rgba = T.surface_alt
        self._marks.repaint()
        self._draw_later()

    def _draw(self) -> None:
        self._move.x, self._move.y = self.pos
        left, low = self.to_window(*self.pos)
        self._scissor.x, self._scissor.y = int(left), int(low)
        self._scissor.width, self._scissor.height = int(self.width), int(self.height)
        self._sheet.size = self.size
        self._tiles.follow(self.view)
        self.has_pictures = self._tiles.drawn > 0
        self._paper.draw(self.view, pictures=self.has_pictures)
        self._marks.follow(self.view)
        self._bar.draw(self.view, dp(14), dp(14) + self.lifted)
