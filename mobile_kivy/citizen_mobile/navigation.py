"""The stack of screens: where the person is, where back leads, what a link opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from citizen_mobile.routes import UNKNOWN, Route, route_of
from citizen_mobile.screens import TAB_OF, TABS

Show = Callable[[str, dict[str, Any]], None]


class Navigator:
    """Knows no widgets: `show` puts a screen on show, `browse` opens a web page."""

    def __init__(self, show: Show, browse: Callable[[str], None]) -> None:
        self._show = show
        self._browse = browse
        self._stack: list[tuple[str, dict[str, Any]]] = []

    @property
    def names(self) -> set[str]:
        """The screens that back leads to, and the one on show."""
        return {name for name, _params in self._stack}

    @property
    def tab(self) -> str:
        """The place of the bottom bar that the screen on show belongs to."""
        places = (TAB_OF.get(name, name) for name, _params in reversed(self._stack))
        return next((place for place in places if place in TABS), "home")

    def open_tab(self, name: str, **params: Any) -> None:
        """A place of the bottom bar: the way back from it is the home page."""
        self._stack = [("home", {})] if name != "home" else []
        self.go(name, **params)

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

    def open_link(self, link: str) -> Route:
        """Open what a link names, on top of what is on show, so that nothing half-written is lost.

        What we do not know opens the inbox, which says so.
        """
        route = route_of(link)
        if route.web:
            self._browse(route.web)
        elif route == UNKNOWN:
            self.open_tab("inbox", unknown_link=True)
        elif route.screen in TABS:
            self.open_tab(route.screen)
        elif not self._stands(route):
            self.go(route.screen, **route.params)
        return route

    def _stands(self, route: Route) -> bool:
        """Whether this is on show already: a second tap on a notice needs no second way back."""
        return bool(self._stack) and self._stack[-1] == (route.screen, dict(route.params))
