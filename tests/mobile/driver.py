"""Drives the app as a finger would, and takes pictures of it. One window lives for the whole process."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from kivy.animation import Animation
from kivy.base import EventLoop
from kivy.cache import Cache
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import ClearBuffers, ClearColor, Fbo
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from kivy.tests.common import UnitTestTouch
from kivy.uix.scrollview import ScrollView
from kivy.uix.widget import Widget
from PIL import Image

from citizen_mobile.app import CitizenApp
from citizen_mobile.client.tokens import MemoryVault, Vault
from citizen_mobile.config import Config, Tiles
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.theme.tokens import T

WIDTH, HEIGHT = 360, 780  # as conftest.py tells Kivy
PATIENCE = 10.0


class Driver:
    """The app under the hand of a test."""

    def __init__(
        self,
        folder: Path,
        url: str,
        *,
        now: str | None = None,
        first_start: bool = False,
        language: str = "vi",
        vault: Vault | None = None,
    ) -> None:
        # From here the app's sweeper collects. An app before this one, collected while its rules are still told of the
        # palette, would be met half gone; until it is collected each change of colours and sizes paints it too.
        gc.disable()
        gc.collect()
        T.palette, T.scale, L.language = "light", 1.0, language
        fmt.freeze(datetime.fromisoformat(now) if now else None)
        # Never the real tile server: the stub draws tiles of its own, other servers have none.
        tiles = Tiles(url=url.replace("/api/v1/", "/tiles/{z}/{x}/{y}.png"), attribution="© OpenStreetMap")
        self.app = CitizenApp(folder, url, vault=vault or MemoryVault(), shipped=Config(tiles))
        if not first_start:
            self.app.settings.welcomed()
        self.app._run_prepare()
        self.frames(3)

    @property
    def screen(self) -> Any:
        return self.app.screens.current_screen

    def close(self) -> None:
        """End this app; the window stays for the next."""
        self.app.stop()
        for child in list(Window.children):
            Window.remove_widget(child)
        for event in Clock.get_events():
            if event.get_callback() is not Cache._purge_by_timeout:  # the window's own, and it is not begun again
                event.cancel()
        Animation._instances.clear()  # without the clock they would never end, and what they move never be forgotten
        choose.use(None)
        EventLoop.status = "started"
        EventLoop.quit = False
        fmt.freeze(None)

    def frames(self, count: int = 2) -> None:
        for _ in range(count):
            EventLoop.idle()

    def wait(self, what: Callable[[], Any], why: str = "") -> Any:
        """Run frames until `what` holds."""
        end = time.monotonic() + PATIENCE
        while not (found := what()):
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain: {why or what}")
            self.frames(1)
            time.sleep(0.005)
        return found

    def settle(self) -> None:
        """Until no work is under way and nothing moves."""
        quiet = 0
        end = time.monotonic() + PATIENCE
        while quiet < 4 and time.monotonic() < end:
            self.frames(1)
            quiet = quiet + 1 if not self.app.context.under_way else 0
            time.sleep(0.004)

    # --- touching

    def bring(self, widget: Widget) -> None:
        """Scroll until the widget can be touched."""
        for parent in _ancestors(widget):
            if isinstance(parent, ScrollView):
                parent.scroll_to(widget, padding=40, animate=False)
        self.frames(3)

    def tap(self, widget: Widget) -> None:
        """Touch the middle of a widget, and let go."""
        self.bring(widget)
        x, y = widget.to_window(*widget.center)
        assert 0 <= x <= Window.width and 0 <= y <= Window.height, f"{widget} is outside the window at {x}, {y}"
        self.tap_at(x, y)

    def tap_at(self, x: float, y: float) -> None:
        """Touch a place of the window, and let go."""
        touch = UnitTestTouch(x, y)
        touch.touch_down()
        self.frames(2)
        touch.touch_up()
        self.frames(3)

    def tap_text(self, text: str) -> None:
        """Touch what says `text`."""
        self.tap(self.wait(lambda: self.find(text), f"something that says {text!r}"))

    def type_into(self, field: Widget, text: str) -> None:
        """Touch a text field and type."""
        entry = field.ids.entry
        self.tap(entry)
        self.wait(lambda: entry.focus, "the field to take the focus")
        entry.select_all()
        entry.delete_selection()
        for letter in text:
            Window.dispatch("on_textinput", letter)
        self.frames(2)
        entry.focus = False
        self.frames(1)

    def find(self, text: str, root: Widget | None = None) -> Widget | None:
        """The innermost widget on show that says `text` (part of it suffices)."""
        for widget in (root or self.app.root).walk():
            said = getattr(widget, "text", None)
            if isinstance(said, str) and text in said and widget.height > 1 and widget.opacity:
                return widget
        return None

    def says(self, text: str) -> bool:
        return self.find(text) is not None

    # --- pictures

    def picture(self) -> Image.Image:
        """What is on show. A window that was made larger than the surface it began with is drawn beside it."""
        self.frames(2)
        width, height = Window.size
        if width <= WIDTH and height <= HEIGHT:
            raw = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
            return Image.frombytes("RGB", (width, height), bytes(raw)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        return _drawn_aside(width, height)

    def still(self) -> Image.Image:
        """What is on show once it stays the same: pictures of a map may still be coming."""
        before, now = None, self.picture()
        end = time.monotonic() + PATIENCE
        while now != before and time.monotonic() < end:
            before, now = now, self.picture()
        return now


def _drawn_aside(width: int, height: int) -> Image.Image:
    """The window's widgets in a buffer of their own. Off screen SDL never enlarges the surface of a window."""
    canvases = [child.canvas for child in reversed(Window.children)]
    buffer = Fbo(size=(width, height), with_stencilbuffer=True)
    with buffer:
        ClearColor(*Window.clearcolor)
        ClearBuffers()
    for canvas in canvases:
        Window.canvas.remove(canvas)
        buffer.add(canvas)
    buffer.draw()
    raw = buffer.pixels
    for canvas in canvases:
        buffer.remove(canvas)
        Window.canvas.add(canvas)
    picture = Image.frombytes("RGBA", (width, height), raw).convert("RGB")
    return picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def _ancestors(widget: Widget) -> Iterator[Widget]:
    while widget.parent is not None and widget.parent is not widget:
        widget = widget.parent
        yield widget
