"""Everything that waits to be sent, in the order in which it goes."""

from __future__ import annotations

from kivy.clock import Clock
from kivy.uix.widget import Widget

from citizen_mobile.client.outbox import OutboxItem
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, load_kv
from citizen_mobile.screens.waiting import state_words, waiting_panel
from citizen_mobile.theme.basics import Caption, Soft
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.outbox import OutboxModel

load_kv("outbox")

TICK_S = 5.0  # the waits that are told grow shorter


class OutboxScreen(AppScreen):
    def prepare(self) -> None:
        self.model = OutboxModel(self.app.context)
        self._tick = None
        self._painted: list[tuple[str, str]] = []
        self.model.bind(items=lambda *_: self.paint(), receipts=lambda *_: self.paint())

    def opened(self, **_: object) -> None:
        self.reload()
        self._tick = self._tick or Clock.schedule_interval(lambda _dt: self._tell_anew(), TICK_S)

    def on_leave(self, *args: object) -> None:
        super().on_leave(*args)
        if self._tick is not None:
            self._tick.cancel()
            self._tick = None

    def reload(self) -> None:
        self.model.load()
        self.paint()

    def _tell_anew(self) -> None:
        """Paint again only when the words change: what is being read or touched stays otherwise."""
        self.model.load()
        if self._told() != self._painted:
            self.paint()

    def _told(self) -> list[tuple[str, str]]:
        return [(item.key, state_words(self, self.model, item)) for item in self.model.items]

    def outbox_changed(self, _item: OutboxItem) -> None:
        self.reload()

    def paint(self) -> None:
        self._painted = self._told()
        fill(self.ids.content, self._all() if self.model.items or self.model.receipts else [self._empty()])

    def _all(self) -> list[Widget]:
        parts: list[Widget] = []
        if self.model.items:
            text = L.tr("It goes by itself, in this order, as soon as there is a connection. Nothing is sent twice.")
            parts += [Soft(text=text), button(L.tr("Send all now"), self.model.send_now, icon="send")]
        parts += [waiting_panel(self, self.model, item) for item in self.model.items]
        if self.model.receipts:
            parts.append(Caption(text=L.tr("Receipts of notices: {n}").format(n=self.model.receipts)))
        return parts

    def _empty(self) -> EmptyState:
        text = L.tr("All that you wrote has reached the server.")
        return EmptyState(icon="done", title=L.tr("Nothing waits"), text=text)
