"""Pushes as the running app sees them: may we, who are we to Firebase, what was opened, what is unread."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Protocol

from citizen_mobile.platform.links import deep_link

# ASK: the system's question can still be shown. DENIED: only the system's settings can change it.
GRANTED, ASK, DENIED, UNSUPPORTED = "granted", "ask", "denied", "unsupported"
CHANNELS = ("emergency", "warning", "personal", "information", "reminder")  # the kinds of notices that are pushed


class Notifications(Protocol):
    """What is posted while the app sleeps is posted by Java (mobile_kivy/android); this is the app's side."""

    def state(self) -> str:
        """GRANTED, ASK, DENIED or UNSUPPORTED."""

    def ask(self, done: Callable[[bool], None]) -> None:
        """Show the system's question; explain why before."""

    def open_settings(self) -> None:
        """The system's page with this app's channels and their sounds."""

    def token(self) -> str:
        """Firebase's name for this installation; "" while there is none."""

    def watch_token(self, changed: Callable[[str], None]) -> None:
        """Hear each new token from now on."""

    def watch_arrivals(self, arrived: Callable[[str], None]) -> None:
        """Hear the id of each notice that arrives while the app runs."""

    def opened_link(self) -> str:
        """The link that started the app, told once; "" when it was started from the launcher."""

    def watch_links(self, opened: Callable[[str], None]) -> None:
        """Hear each link that is opened while the app runs."""

    def cancel(self, tag: str) -> None:
        """Take what was posted under this tag off the screen: it was read in the app."""

    def badge(self, count: int) -> None:
        """The number of unread notices at the app's icon, where the launcher shows one."""

    def name_channels(self, language: str) -> None:
        """Name the channels in the app's language, which need not be the phone's."""


class DesktopNotifications:
    """No pushes; but a link on the command line opens as a tapped notice would."""

    def __init__(self, arguments: Sequence[str] | None = None, token: str | None = None) -> None:
        words = sys.argv[1:] if arguments is None else arguments
        link = next((word for word in words if word.startswith(("daknong://", "https://"))), "")
        self._link = deep_link(link)
        self._token = os.environ.get("DAKNONG_PUSH_TOKEN", "") if token is None else token

    def state(self) -> str:
        return UNSUPPORTED

    def ask(self, done: Callable[[bool], None]) -> None:
        done(False)

    def open_settings(self) -> None:
        """A desktop has no such page."""

    def token(self) -> str:
        return self._token

    def watch_token(self, changed: Callable[[str], None]) -> None:
        """It never changes."""

    def watch_arrivals(self, arrived: Callable[[str], None]) -> None:
        """Nothing arrives but by asking the server."""

    def opened_link(self) -> str:
        link, self._link = self._link, ""
        return link

    def watch_links(self, opened: Callable[[str], None]) -> None:
        """A second start is a second process."""

    def cancel(self, tag: str) -> None:
        """Nothing was posted."""

    def badge(self, count: int) -> None:
        """Desktops differ too much here."""

    def name_channels(self, language: str) -> None:
        """There are none."""
