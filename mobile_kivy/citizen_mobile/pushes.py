"""Pushes and links from outside, between the platform and the app: what starts it, what comes while it is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.metrics import dp

from citizen_mobile.client.models import NoticeItem
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.asking import may_offer
from citizen_mobile.screens.inbox import KIND_NAMES
from citizen_mobile.screens.status import notice_look
from citizen_mobile.theme.basics import Column
from citizen_mobile.theme.overlays import Banner

BANNER_SECONDS = 8.0


class Pushes:
    """The platform's callbacks come on any thread; from here on all is on the UI thread."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.slot = Column()  # stands at the top of the window; without a banner it takes no room
        self._gone = Clock.create_trigger(lambda _dt: self.take_away(), BANNER_SECONDS)
        app.arrivals.bind(notice=lambda _arrivals, notice: self._arrived(notice))
        app.unread.bind(unread=lambda _inbox, count: choose.get().notifications.badge(int(count)))

    def start(self) -> None:
        """Open the link that started the app, if one did; then hear what comes."""
        notifications, post = choose.get().notifications, self.app.context.post
        self.name_channels()
        link = notifications.opened_link()
        if link:
            self.app.open_link(link)
        notifications.watch_links(lambda opened: post(lambda: self.app.open_link(opened)))
        notifications.watch_arrivals(lambda notice_id: post(lambda: self.app.arrivals.arrived(notice_id)))

    def name_channels(self) -> None:
        choose.get().notifications.name_channels(L.language)

    def offer(self) -> None:
        """A first report was sent: its answer would be worth a push. The preferences explain and ask."""
        if may_offer(self.app):
            banner = Banner(
                icon="bell", tone="info", kind=L.tr("Notices"), text=L.tr("Hear at once when you are answered")
            )
            self._show(banner, lambda: self.app.go("preferences"), stays=False)

    def take_away(self) -> None:
        """The banner goes."""
        self._gone.cancel()
        self.slot.clear_widgets()
        self.slot.padding = 0

    def _arrived(self, notice: NoticeItem | None) -> None:
        self.take_away()
        if notice is None or notice.is_read:
            return
        tone, icon = notice_look(notice.kind)
        banner = Banner(icon=icon, tone=tone, kind=L.tr(KIND_NAMES.get(notice.kind, "Information")), text=notice.title)
        opens = lambda: self.app.go("notice", notice_id=notice.id, notice=notice)  # noqa: E731
        self._show(banner, opens, stays=notice.kind == "emergency")

    def _show(self, banner: Banner, opens: Callable[[], None], *, stays: bool) -> None:
        """Above the screen, which makes room: nothing is covered. An emergency stays until it is seen to."""
        self.take_away()
        banner.bind(on_close=lambda *_: self.take_away())
        banner.bind(on_release=lambda *_: (self.take_away(), opens()))
        self.slot.padding = dp(8)
        self.slot.add_widget(banner)
        if not stays:
            self._gone()
