"""A screen whose content is built in Python: a bar, the banner of old copies, one column that scrolls."""

from __future__ import annotations

from collections.abc import Callable

from kivy.app import App
from kivy.uix.widget import Widget

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, fill, load_kv, show_reading
from citizen_mobile.theme.composites import EmptyState

load_kv("content")


class ContentScreen(AppScreen):
    """`heading` names it; `parts` are its widgets, made again by `paint`."""

    def heading(self, tr: Callable[[str], str]) -> str:
        """The title in the bar."""
        raise NotImplementedError

    def parts(self) -> list[Widget]:
        """What is on show."""
        raise NotImplementedError

    def paint(self) -> None:
        fill(self.ids.content, self.parts())

    def opened(self, **_: object) -> None:
        if not self.came_back:
            self.ids.body.scroll_y = 1
        self.reload()

    def reload(self) -> None:
        self.paint()


class ReadingScreen(ContentScreen):
    """A ContentScreen that shows what its model reads."""

    def paint(self) -> None:
        if self.model.error == "login" and self.model.value is None:
            fill(self.ids.content, [please_log_in(self.login_reason(), self.reload)])
        else:
            show_reading(self.ids.content, self.model, lambda _value: self.parts(), self.reload)

    def login_reason(self) -> str:
        """Why an account is needed here."""
        return L.tr("This page belongs to an account.")


def please_log_in(reason: str, then: Callable[[], None] | None = None) -> EmptyState:
    """What a guest finds on a page that belongs to an account; after the login they are back on it."""
    state = EmptyState(icon="lock", title=L.tr("Please log in"), text=reason, offer=L.tr("Log in"))
    state.bind(on_action=lambda *_: App.get_running_app().go("login", reason=reason, then=then))
    return state
