"""The application: one window, a stack of screens, the bottom bar, and the client below."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from kivy.animation import Animation
from kivy.app import App
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.screenmanager import NoTransition, ScreenManager

from citizen_mobile import config
from citizen_mobile.client.outbox import REJECTED, SENT, OutboxItem
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import Vault
from citizen_mobile.locale.live import L
from citizen_mobile.screens import TAB_OF, TABS, make
from citizen_mobile.theme.basics import ART
from citizen_mobile.theme.composites import NavBar, Toast
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.inbox import InboxModel
from citizen_mobile.viewmodels.my_reports import remember_guest_report
from citizen_mobile.viewmodels.person import Person
from citizen_mobile.viewmodels.settings import Settings

UNREAD_EVERY = 60.0


class CitizenApp(App):
    """DAKNONG-C on a screen."""

    title = "DAKNONG-C"
    use_kivy_settings = False
    art = ART

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
        self.store = Store(
            folder,
            base_url,
            language=lambda: L.language,
            vault=vault,
            tiles=self.shipped.tiles,
            on_session_ended=lambda code: self.context.post(partial(self._session_ended, code)),
            on_outbox_change=lambda item: self.context.post(partial(self._outbox_changed, item)),
        )
        self.context = Context(self.store)
        for item in self.store.outbox.items(SENT):  # the app may have died before it heard of them
            remember_guest_report(self.store, item)
        self.settings = Settings(self.context)
        self.person = Person(self.context)
        self.unread = InboxModel(self.context)
        self._stack: list[tuple[str, dict[str, Any]]] = []

    def build(self) -> FloatLayout:
        Window.clearcolor = T.bg
        T.bind(bg=lambda _theme, color: setattr(Window, "clearcolor", color))
        # The field that is typed into stays visible above the keyboard.
        Window.softinput_mode = "below_target"
        Window.bind(on_keyboard=self._key)
        self.screens = ScreenManager(transition=NoTransition())
        self.nav = NavBar()
        self.unread.bind(unread=self.nav.setter("unread"))
        column = BoxLayout(orientation="vertical")
        column.add_widget(self.screens)
        column.add_widget(self.nav)
        root = FloatLayout()
        root.add_widget(column)
        return root

    def on_start(self) -> None:
        self.open_tab("home")
        self.store.sender.start()
        self.store.sender.ring()
        Clock.schedule_once(lambda _dt: self._register_device(), 0)
        Clock.schedule_interval(lambda _dt: self.unread.count_unread(), UNREAD_EVERY)
        L.bind(language=self._language_chosen)

    def on_stop(self) -> None:
        L.unbind(language=self._language_chosen)
        for screen in self.screens.screens:
            screen.forget()
        self.context.close()
        self.store.close()

    # --- going about

    def open_tab(self, name: str) -> None:
        """A place of the bottom bar: the way back from it is the home page."""
        self._stack = [("home", {})] if name != "home" else []
        self.go(name)

    def go(self, name: str, **params: Any) -> None:
        """Open a screen on top of this one."""
        self._stack.append((name, params))
        self._show(name, params)

    def replace(self, name: str, **params: Any) -> None:
        """Open a screen in place of this one: a way back to it would make no sense."""
        if self._stack:
            self._stack.pop()
        self.go(name, **params)

    def back(self) -> bool:
        """One screen back; False on the home page, where Android leaves the app."""
        if len(self._stack) < 2:
            return False
        self._stack.pop()
        name, params = self._stack[-1]
        self._show(name, {**params, "came_back": True})
        return True

    def open_link(self, link: str) -> None:
        """A deep link (`daknong://article/<slug>`), from a notice or from outside. An unknown one opens the inbox."""
        kind, _, name = link.removeprefix("daknong://").partition("/")
        ways = {
            "article": ("article", "slug"),
            "procedure": ("procedure", "code"),
            "dossier": ("dossier", "code"),
            "report": ("report_detail", "code"),
            "public-report": ("public_report", "address"),
        }
        if link.startswith("daknong://") and kind in ways and name:
            screen, param = ways[kind]
            self.go(screen, **{param: name.strip("/")})
        else:
            self.open_tab("inbox")

    def toast(self, text: str) -> None:
        """Say something shortly, over the bottom bar."""
        word = Toast(text=text)
        self.root.add_widget(word)
        word.pos_hint = {"center_x": 0.5, "y": 0.11}
        gone = Animation(opacity=1, duration=2.6) + Animation(opacity=0, duration=0.0 if T.reduced_motion else 0.3)
        gone.bind(on_complete=lambda *_: self.root.remove_widget(word))
        gone.start(word)

    def _show(self, name: str, params: dict[str, Any]) -> None:
        if not self.screens.has_screen(name):
            self.screens.add_widget(make(name))
        screen = self.screens.get_screen(name)
        came_back = params.pop("came_back", False)
        if self.screens.current != name:
            self.screens.current = name
        self.nav.current = self._tab()
        screen.came_back = came_back
        screen.opened(**params)

    def _tab(self) -> str:
        """The place of the bottom bar that the screen on show belongs to."""
        return next(
            (TAB_OF.get(name, name) for name, _ in reversed(self._stack) if TAB_OF.get(name, name) in TABS), "home"
        )

    def _key(self, _window: Any, key: int, *_: Any) -> bool:
        return self.back() if key == 27 else False

    # --- what comes from below

    def _register_device(self) -> None:
        language = L.language
        self.context.run(
            lambda: self.store.device.register(self.store.api.notices, language),
            lambda _nothing: self.unread.count_unread(),
            lambda _error: None,
        )

    def _language_chosen(self, *_: Any) -> None:
        self._register_device()

    def _session_ended(self, code: str) -> None:
        self.person.left()
        if code != "not_authenticated":
            self.toast(L.tr("Your session has ended. Please log in again."))

    def _outbox_changed(self, item: OutboxItem) -> None:
        remember_guest_report(self.store, item)
        if item.state == SENT and item.kind != "report":
            self.toast(L.tr("Sent."))
        if item.state == REJECTED and item.kind != "report":
            self.toast(item.reason or L.tr("The server did not accept it."))
        screen = self.screens.current_screen
        if hasattr(screen, "outbox_changed"):
            screen.outbox_changed(item)
