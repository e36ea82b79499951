"""The inbox: what was sent to me, to my area, to everyone."""

from __future__ import annotations

from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile.client.models import NoticeItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.status import notice_look
from citizen_mobile.theme.basics import Card, Chip
from citizen_mobile.theme.composites import EmptyState

load_kv("inbox")

KINDS = [
    ("", "All"),
    ("emergency", "Emergency"),
    ("warning", "Warnings"),
    ("personal", "For you"),
    ("reminder", "Reminders"),
    ("information", "Information"),
]


class NoticeCard(Card):
    title = StringProperty("")
    body = StringProperty("")
    meta = StringProperty("")
    icon = StringProperty("info")
    tone = StringProperty("info")
    is_read = BooleanProperty(False)


class InboxScreen(AppScreen):
    def prepare(self) -> None:
        self.model = self.app.unread
        follow(self.model, self.paint)
        self.paint_kinds()

    def opened(self, **_: object) -> None:
        self.model.load(keep=self.model.value is not None)
        self.model.count_unread()

    def reload(self) -> None:
        self.paint_kinds()
        self.model.load()

    def choose(self, kind: str) -> None:
        self.model.kind = kind
        self.paint_kinds()
        self.model.load()

    def paint_kinds(self) -> None:
        chips = [Chip(value=kind, text=L.tr(name), active=kind == self.model.kind) for kind, name in KINDS]
        for chip in chips:
            chip.bind(on_release=lambda touched: self.choose(touched.value))
        fill(self.ids.kinds, chips)

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, self._cards, self.model.load)

    def _cards(self, notices: list) -> list:
        if not notices:
            text = L.tr("Warnings, answers to your reports and news of your commune arrive here.")
            return [EmptyState(icon="gong", title=L.tr("Nothing new"), text=text)]
        cards = [self._card(notice) for notice in notices]
        if self.model.more:
            cards.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        return cards

    def _card(self, notice: NoticeItem):
        tone, icon = notice_look(notice.kind)
        names = dict(KINDS)
        card = NoticeCard(
            title=notice.title,
            body=notice.body if len(notice.body) < 140 else notice.body[:137].rstrip() + "…",
            meta=f"{L.tr(names.get(notice.kind, 'Information'))}  ·  {fmt.age(notice.sent_at, L.tr)}",
            icon=icon,
            tone=tone,
            is_read=notice.is_read,
        )
        return tapped(card, lambda: self._open(notice))

    def _open(self, notice: NoticeItem) -> None:
        self.model.open(notice)
        self.go("notice", notice=notice)
