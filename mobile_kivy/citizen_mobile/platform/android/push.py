"""Notices that are pushed: what Java posts while no Python runs, seen from the running app."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.platform.android.java import activity, hear, hear_once, ours
from citizen_mobile.platform.links import deep_link


class AndroidNotifications:
    """Firebase's token, the permission, and the links of tapped notices."""

    def __init__(self) -> None:
        self._push = ours("Push")
        self._links = ours("Links")
        self._channels = ours("Channels")

    def state(self) -> str:
        state: str = self._push.state(activity())
        return state

    def ask(self, done: Callable[[bool], None]) -> None:
        self._push.ask(activity(), hear_once(lambda answer: done(answer == "granted")))

    def open_settings(self) -> None:
        self._push.openSettings(activity())

    def token(self) -> str:
        token: str = self._push.token(activity())
        return token

    def watch_token(self, changed: Callable[[str], None]) -> None:
        self._push.watchToken(activity(), hear(changed))

    def watch_arrivals(self, arrived: Callable[[str], None]) -> None:
        self._push.watchArrivals(hear(arrived))

    def opened_link(self) -> str:
        return deep_link(self._links.first())

    def watch_links(self, opened: Callable[[str], None]) -> None:
        self._links.watch(hear(lambda link: opened(deep_link(link))))

    def cancel(self, tag: str) -> None:
        self._push.cancel(activity(), tag)

    def badge(self, count: int) -> None:
        self._push.badge(activity(), count)

    def name_channels(self, language: str) -> None:
        self._channels.name(activity(), language)
