"""What all screens share: how they are opened, how they show a viewmodel's state, how they load their .kv once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kivy.app import App
from kivy.event import EventDispatcher
from kivy.lang import Builder
from kivy.properties import ObjectProperty
from kivy.uix.screenmanager import Screen
from kivy.uix.widget import Widget

from citizen_mobile.locale.live import L
from citizen_mobile.theme import composites
from citizen_mobile.theme.basics import Btn, Line, Panel, RowsPanel

HERE = Path(__file__).resolve().parent

_loaded: set[str] = set()


def load_kv(name: str) -> None:
    """Load a screen's rules, once a process: loaded twice, every child would appear twice."""
    if name not in _loaded:
        _loaded.add(name)
        Builder.load_file(str(HERE / f"{name}.kv"))


class AppScreen(Screen):
    """A screen. `model` is its viewmodel; `show` paints it and is called whenever the language changes."""

    model = ObjectProperty(None, allownone=True, rebind=True)  # kv follows `root.model.x`

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.app = App.get_running_app()
        self._visible = False
        self._heard: list[tuple[EventDispatcher, dict[str, Callable[..., Any]]]] = []
        L.fbind("tr", self._language_changed)
        self.prepare()

    def prepare(self) -> None:
        """Make the viewmodel and bind to it; once."""

    def opened(self, **params: Any) -> None:
        """The person came here."""

    def reload(self) -> None:
        """The language changed while the screen is on show: ask again, in the new one."""

    def on_pre_enter(self, *_: Any) -> None:
        self._visible = True

    def on_leave(self, *_: Any) -> None:
        self._visible = False

    def _language_changed(self, *_: Any) -> None:
        if self._visible:
            self.reload()

    def hear(self, shared: EventDispatcher, **callbacks: Callable[..., Any]) -> None:
        """Bind to what all screens share, as long as this one is kept: bound for good, it would never be freed."""
        shared.bind(**callbacks)
        self._heard.append((shared, callbacks))

    def forget(self) -> None:
        """The app ends, or nobody comes back to this screen: hear no more of anything that outlives it."""
        L.funbind("tr", self._language_changed)
        for shared, callbacks in self._heard:
            shared.unbind(**callbacks)

    def tr(self, text: str) -> str:
        return L.tr(text)

    def go(self, name: str, **params: Any) -> None:
        self.app.go(name, **params)


def fill(box: Widget, widgets: Iterable[Widget]) -> None:
    """Replace the children of a box."""
    box.clear_widgets()
    for widget in widgets:
        box.add_widget(widget)


def rows_panel(rows: Iterable[Widget]) -> Panel:
    """Rows in one panel, with lines between."""
    panel = RowsPanel()
    for index, row in enumerate(rows):
        if index:
            panel.add_widget(Line())
        panel.add_widget(row)
    return panel


def button(text: str, on_release: Callable[..., Any], **kwargs: Any) -> Btn:
    made = Btn(text=text, **kwargs)
    made.bind(on_release=lambda *_: on_release())
    return made


def show_reading(box: Widget, model: Any, paint: Callable[[Any], Iterable[Widget]], retry: Callable[[], None]) -> None:
    """Fill a box from a reading viewmodel: content, or grey shapes, or the error with a way to try again."""
    if model.value is not None:
        fill(box, paint(model.value))
    elif model.error:
        fill(box, [composites.error_state(model.error, model.error_detail, L.tr, retry)])
    elif model.busy:
        fill(box, [composites.Skeleton()])


def show_listing(
    state: Widget,
    cards: Any,
    model: Any,
    empty: Callable[[], Widget],
    retry: Callable[[], None],
    rows: list[Any] | None = None,
) -> None:
    """Rows on a CardList; in their place grey shapes, the error with a way to try again, or what emptiness means."""
    cards.rows = (model.value or []) if rows is None else rows
    if cards.rows:
        fill(state, [])
    elif model.value is not None:
        fill(state, [empty()])
    elif model.error:
        fill(state, [composites.error_state(model.error, model.error_detail, L.tr, retry)])
    elif model.busy:
        fill(state, [composites.Skeleton()])


def follow(model: Any, paint: Callable[[], None]) -> None:
    """Paint again when the value or the state of a reading viewmodel changes, once a frame."""
    from kivy.clock import Clock

    trigger = Clock.create_trigger(lambda _dt: paint(), 0)
    for name in ("value", "error", "busy"):
        model.fbind(name, lambda *_: trigger())
