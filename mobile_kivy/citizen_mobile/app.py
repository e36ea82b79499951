"""The application: one window, a stack of screens, the bottom bar, and the client below."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from kivy.animation import Animation
from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.event import EventDispatcher
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.screenmanager import NoTransition, ScreenManager

from citizen_mobile import config
from citizen_mobile.client.outbox import PENDING, REJECTED, SENT, OutboxItem, kind_of
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import Vault
from citizen_mobile.locale.live import L
from citizen_mobile.navigation import Navigator
from citizen_mobile.platform import choose
from citizen_mobile.pushes import Pushes
from citizen_mobile.screens import TABS, WHOLE_WINDOW, make
from citizen_mobile.screens.base import AppScreen
from citizen_mobile.sweeping import Sweeper
from citizen_mobile.theme.basics import ART
from citizen_mobile.theme.composites import NavBar, Toast
from citizen_mobile.theme.pictures import textures
from citizen_mobile.theme.tokens import T
from citizen_mobile.upkeep import Upkeep
from citizen_mobile.viewmodels.arrivals import Arrivals
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.inbox import InboxModel
from citizen_mobile.viewmodels.person import Person
from citizen_mobile.viewmodels.settings import Settings


class CitizenApp(App):
    """DAKNONG-C on a screen."""

    title = "DAKNONG-C"
    use_kivy_settings = False
    art = ART
    most_screens = 10  # kept beside the five places and the way back: each is some MB, and repainted with the settings

    def __init__(
        self,
        folder: Path,
        base_url: str,
        *,
        vault: Vault | None = None,
        shipped: config.Config | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.shipped = shipped or config.load()
        platform = choose.get()
        self.store = Store(
            folder,
            base_url,
            language=lambda: L.language,
            vault=vault or platform.open_vault(folder),
            platform=platform.name,
            push_token=platform.notifications.token,
            tiles=self.shipped.tiles,
            on_session_ended=lambda code: self.context.post(partial(self._session_ended, code)),
            on_outbox_change=lambda item: self.context.post(partial(self._outbox_changed, item)),
        )
        self.context = Context(self.store)
        self.settings = Settings(self.context)
        self.person = Person(self.context)
        self.unread = InboxModel(self.context)
        self.upkeep = Upkeep(self.context, self.person, self.unread)
        self.arrivals = Arrivals(self.context, self.unread)
        self.sweeper = Sweeper()
        self._seen: list[str] = []
        self.navigator = Navigator(self._show, lambda url: choose.get().phone.open_link(url))

    def build(self) -> FloatLayout:
        Clock.max_iteration = 30  # a changed size runs through that many nested layouts; none is drawn half laid out
        Window.clearcolor = T.bg
        T.bind(bg=lambda _theme, color: setattr(Window, "clearcolor", color))
        # The field that is typed into stays visible above the keyboard.
        Window.softinput_mode = "below_target"
        Window.bind(on_keyboard=self._key)
        self.screens = ScreenManager(transition=NoTransition())
        self.nav = NavBar()
        self.unread.bind(unread=self.nav.setter("unread"))
        self.pushes = Pushes(self)
        self.main = BoxLayout(orientation="vertical")
        self.main.add_widget(self.pushes.slot)
        self.main.add_widget(self.screens)
        self.frame = BoxLayout()
        T.bind(low=self._arrange)
        T.fit(Window)
        self._arrange(T, T.low)
        root = FloatLayout()
        root.add_widget(self.frame)
        return root

    def _arrange(self, _theme: EventDispatcher, low: bool) -> None:
        """The five places stand below; in a low window beside."""
        self.frame.clear_widgets()
        self.frame.orientation = "horizontal" if low else "vertical"
        for part in (self.nav, self.main) if low else (self.main, self.nav):
            self.frame.add_widget(part)

    def on_start(self) -> None:
        self.sweeper.start()
        self.open_tab("home")
        if not self.settings.welcomed():
            self.go("welcome")
        self.upkeep.start()
        L.bind(language=self._language_chosen)
        self.pushes.start()
        if self.store.damaged:
            self.toast(L.tr("Some data on this phone was damaged. What could be read was kept."))

    def on_pause(self) -> bool:
        """Android puts the app to sleep and may end it there: what waited to become final does so now."""
        self.unread.undo.settle()
        return True

    def on_resume(self) -> None:
        """Connections did not outlive the sleep, much may wait, and the phone may have turned dark or light."""
        self.upkeep.woken()
        self.settings.follow_palette()

    def on_stop(self) -> None:
        self.unread.undo.settle()
        L.unbind(language=self._language_chosen)
        self.upkeep.stop()
        for screen in self.screens.screens:
            screen.forget()
        self.context.close()
        self.store.close()
        textures.clear()
        self.sweeper.stop()

    # --- going about

    def open_tab(self, name: str) -> None:
        """A place of the bottom bar: the way back from it is the home page."""
        self.navigator.open_tab(name)

    def go(self, name: str, **params: Any) -> None:
        """Open a screen on top of this one."""
        self.navigator.go(name, **params)

    def replace(self, name: str, **params: Any) -> None:
        """Open a screen in place of this one: a way back to it would make no sense."""
        self.navigator.replace(name, **params)

    def back(self) -> bool:
        """One screen back; False on the home page, where Android leaves the app."""
        return self.navigator.back()

    def open_link(self, link: str) -> None:
        """A link of the app or to a web page, from a notice or from outside (routes.py)."""
        self.navigator.open_link(link)

    def toast(self, text: str) -> None:
        """Say something shortly, over the bottom bar."""
        word = Toast(text=text)
        self.root.add_widget(word)
        word.pos_hint = {"center_x": 0.5, "y": 0.11}
        gone = Animation(opacity=1, duration=2.6) + Animation(opacity=0, duration=0.0 if T.reduced_motion else 0.3)
        gone.bind(on_complete=lambda *_: self.root.remove_widget(word))
        gone.start(word)

    def _show(self, name: str, params: dict[str, Any]) -> None:
        screen = self._screen(name)
        came_back = params.pop("came_back", False)
        if self.screens.current != name:
            self.screens.current = name
        self.nav.current, self.nav.shown = self.navigator.tab, name not in WHOLE_WINDOW
        screen.came_back = came_back
        screen.opened(**params)

    def _screen(self, name: str) -> AppScreen:
        """The screen of this name, made when it is not kept; those last seen long ago are given up for it."""
        self._seen = [*(seen for seen in self._seen if seen != name), name]
        if not self.screens.has_screen(name):
            self.screens.add_widget(make(name))
        # The one that is being left too: it has still to hear that it is.
        wanted = {*self.navigator.names, *TABS, *self._seen[-self.most_screens :], self.screens.current}
        for screen in [screen for screen in self.screens.screens if screen.name not in wanted]:
            screen.forget()
            self.screens.remove_widget(screen)
        return self.screens.get_screen(name)

    def _key(self, _window: Any, key: int, *_: Any) -> bool:
        return self.back() if key == 27 else False

    # --- what comes from below

    def _language_chosen(self, *_: Any) -> None:
        self.upkeep.language_chosen()
        self.pushes.name_channels()

    def _session_ended(self, code: str) -> None:
        self.person.left()
        if code == "not_authenticated":
            return
        if any(self.store.outbox.held_by(item) == "login" for item in self.store.outbox.visible(PENDING)):
            self.toast(L.tr("Your session has ended. Log in again, and what you wrote will be sent."))
        else:
            self.toast(L.tr("Your session has ended. Please log in again."))

    def _outbox_changed(self, item: OutboxItem) -> None:
        if item.kind == "report" and item.state == SENT:
            self.pushes.offer()
        if item.state == SENT and item.kind != "report" and not kind_of(item.kind).quiet:
            self.toast(L.tr("Sent."))
        if item.state == REJECTED and item.kind != "report":
            self.toast(item.reason or L.tr("The server did not accept it."))
        screen = self.screens.current_screen
        if hasattr(screen, "outbox_changed"):
            screen.outbox_changed(item)
