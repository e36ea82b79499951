"""The walk itself: one seeded action after another, as a careless thumb on a bad day."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.tests.common import UnitTestTouch
from kivy.uix.scrollview import ScrollView
from kivy.uix.textinput import TextInput

from citizen_mobile.platform import choose
from citizen_mobile.platform.camera import DesktopCamera
from citizen_mobile.platform.phone import Phone
from citizen_mobile.platform.speech import DesktopSpeech
from tests.faults import FaultProxy
from tests.mobile.driver import HEIGHT, WIDTH, Driver, L, T
from tests.mobile.gallery.seeing import on_show, seen_part
from tests.mobile.gallery.targets import targets
from tests.mobile.monkey.ledger import Ledger, waiting
from tests.mobile.monkey.weather import Weather
from tests.mobile.stub_server import Stub
from tests.mobile.stubs.account import PASSWORD

WINDOWS = [(WIDTH, HEIGHT), (HEIGHT, WIDTH), (800, 1280), (WIDTH, HEIGHT)]
TEXTS = ["khai sinh", "Đường Tôn Đức Thắng có ổ gà", "", "0912345678", "a" * 400, "👍 <b>[i]%s{n}", "123456", "\n\n  "]
QUIET = 25.0  # seconds that the outbox gets at the end


class Walker:
    """An app, a network and a hand. `step` does one action; at the end `finish` has the outbox emptied."""

    def __init__(self, folder: Path, stub: Stub, proxy: FaultProxy, seed: int) -> None:
        self.dice = random.Random(seed)
        self.weather, self.ledger, self.done = Weather(proxy, seed), Ledger(), Counter[str]()
        self._folder, self._url, self._seed = folder, f"{proxy.url}/api/v1/", seed
        choose.use(_harmless())
        self.driver = self._start()
        self.stub = stub

    def step(self) -> str:
        """One action; its name, for the log of a failure."""
        name = self.dice.choices(list(ACTIONS), [share for share, _action in ACTIONS.values()])[0]
        self.done[name] += 1
        ACTIONS[name][1](self)
        self.driver.frames(self.dice.choice((1, 2, 6)))
        return name

    def finish(self) -> list[str]:
        """What the ledger says when the sun shines again and the one who wrote has logged in."""
        self.weather.clear_up()
        Window.size = WINDOWS[0]
        self.log_in()
        end = time.monotonic() + QUIET
        while waiting(self.driver) and time.monotonic() < end:
            self.driver.frames(2)
            self.driver.app.store.sender.wake()
            time.sleep(0.05)
        return self.ledger.wrongs(self.driver, self.stub)

    def close(self) -> None:
        self.driver.close()
        choose.use(None)
        Window.size = WINDOWS[0]
        T.palette, T.scale, L.language = "light", 1.0, "vi"

    # --- what a hand does

    def tap(self) -> None:
        found = targets(self.driver)
        if found:
            box = seen_part(self.dice.choice(found))
            self._touch([((box.left + box.right) / 2, (box.low + box.high) / 2)])

    def poke(self) -> None:
        """Anywhere, twice, quickly."""
        place = (self.dice.uniform(0, Window.width), self.dice.uniform(0, Window.height))
        self._touch([place])
        self._touch([place])

    def scroll(self) -> None:
        panes = [w for w in on_show(self.driver) if isinstance(w, ScrollView) and not seen_part(w).empty]
        if panes:
            box = seen_part(self.dice.choice(panes))
            x, y = (box.left + box.right) / 2, (box.low + box.high) / 2
            way = self.dice.uniform(-1, 1) * box.height
            self._touch([(x, y + way * part / 6) for part in range(7)])

    def write(self) -> None:
        fields = [w for w in targets(self.driver) if isinstance(w, TextInput)]
        if fields:
            field = self.dice.choice(fields)
            field.focus = True
            self.driver.frames(1)
            for letter in self.dice.choice(TEXTS)[:60]:
                Window.dispatch("on_textinput", letter)
            field.focus = False

    def back(self) -> None:
        """From the home page it would leave the app, which is what `restart` is for."""
        if self.driver.screen.name != "home":
            Window.dispatch("on_keyboard", 27, 0, None, [])

    def turn(self) -> None:
        Window.size = self.dice.choice(WINDOWS)

    def sleep_and_wake(self) -> None:
        self.driver.app.dispatch("on_pause")
        self.driver.frames(1)
        self.driver.app.dispatch("on_resume")

    def restart(self) -> None:
        """As when Android has taken the app out of memory."""
        self.driver.close()
        self.driver = self._start()

    def change_looks(self) -> None:
        T.palette, T.scale = self.dice.choice(["light", "dark", "high"]), self.dice.choice([1.0, 1.4, 2.0])
        L.language = self.dice.choice(["vi", "en"])

    def change_weather(self) -> None:
        self.weather.change()

    def log_in(self) -> None:
        if not self.driver.app.person.logged_in:
            self.driver.app.go("login")
            self.driver.screen.model.log_in("0912345678", PASSWORD)

    def report(self) -> None:
        """A whole report, which random taps would hardly ever finish."""
        self.driver.app.go("report")
        model = self.driver.screen.model  # now: a tap before may still lead elsewhere in the next frame
        self.driver.frames(2)
        model.clear()
        model.category = "duong-sa"
        model.text = f"Ổ gà số {self.done['report']} của lần đi {self._seed}, đã có hai người ngã xe ở đây."
        model.place_text = "Trước số 128 Tôn Đức Thắng"
        model.submit()

    def _touch(self, way: list[tuple[float, float]]) -> None:
        touch = UnitTestTouch(*way[0])
        touch.touch_down()
        for x, y in way[1:]:
            EventLoop.idle()
            touch.touch_move(x, y)
        EventLoop.idle()
        touch.touch_up()

    def _start(self) -> Driver:
        driver = Driver(self._folder, self._url)
        self.ledger.watch(driver.app.store.outbox)
        return driver


def _harmless() -> choose.Platform:
    """A desktop that opens no browser, no dialog and says nothing aloud."""
    quiet = choose.Platform()
    return replace(quiet, phone=Phone(lambda _uri: True), camera=DesktopCamera(""), speech=DesktopSpeech("/bin/true"))


ACTIONS: dict[str, tuple[float, Callable[[Walker], None]]] = {
    "tap": (40, Walker.tap),
    "poke": (6, Walker.poke),
    "scroll": (14, Walker.scroll),
    "write": (8, Walker.write),
    "back": (8, Walker.back),
    "turn": (3, Walker.turn),
    "sleep and wake": (2, Walker.sleep_and_wake),
    "restart": (0.7, Walker.restart),
    "change looks": (3, Walker.change_looks),
    "change weather": (6, Walker.change_weather),
    "log in": (1, Walker.log_in),
    "report": (2, Walker.report),
}
