"""The inbox: what was sent to me, to my area, to everyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from citizen_mobile.client.models import NoticeItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.asking import push_offer
from citizen_mobile.screens.base import AppScreen, fill, follow, load_kv, show_listing
from citizen_mobile.screens.cards import shortened
from citizen_mobile.screens.status import notice_look
from citizen_mobile.theme import overlays, pulling
from citizen_mobile.theme.basics import Chip, Column
from citizen_mobile.theme.composites import EmptyState, Note
from citizen_mobile.theme.lists import CardList

__all__ = ["KINDS", "InboxScreen", "overlays", "pulling"]  # widgets of the last two stand in inbox.kv
load_kv("inbox")

KINDS = [
    ("", "All"),
    ("emergency", "Emergency"),
    ("warning", "Warnings"),
    ("personal", "For you"),
    ("reminder", "Reminders"),
    ("information", "Information"),
]
KIND_NAMES = dict(KINDS)


@dataclass(frozen=True)
class Line:
    """A notice in the list; the first of a day has the day over it."""

    notice: NoticeItem
    day: str


class NoticeCard(Column):
    """A notice, to be opened by a tap; marked as read or put away by its buttons."""

    day = StringProperty("")
    title = StringProperty("")
    body = StringProperty("")
    meta = StringProperty("")
    icon = StringProperty("info")
    tone = StringProperty("info")
    is_read = BooleanProperty(False)
    is_archived = BooleanProperty(False)
    notice = ObjectProperty(None, allownone=True)
    __events__ = ("on_release", "on_archive", "on_mark_read")

    def on_release(self) -> None:
        """It was tapped."""

    def on_archive(self) -> None:
        """Put it away, or back."""

    def on_mark_read(self) -> None:
        """It need not be opened."""


class InboxScreen(AppScreen):
    def prepare(self) -> None:
        self.model = self.app.unread
        self.unknown_link = False
        self.cards = CardList(make=self._new_card, show=show_notice, spacing=8)
        self.cards.bind(on_open=lambda _list, line: self._open(line.notice), on_end=lambda *_: self.model.load_more())
        self.ids.list.add_widget(self.cards)
        follow(self.model, self.paint)
        self.model.undo.bind(words=lambda _undo, words: setattr(self.ids.undo, "words", words))
        self.hear(self.app.person, logged_in=lambda *_: self.other_person())
        self.paint_filters()

    def other_person(self) -> None:
        """What one person was sent is not shown to the next for a moment either."""
        self.model.undo.settle()
        self.model.value = None

    def opened(self, unknown_link: bool = False, **_: object) -> None:
        self.unknown_link = unknown_link
        if not self.came_back and self.model.filtered():
            self.show_all()  # one who comes here anew looks for what is new
        self.paint_head()
        self.model.load(keep=self.model.value is not None)
        self.model.count_unread()

    def reload(self) -> None:
        self.paint_filters()
        self.paint_head()
        self.model.load()

    def on_leave(self, *args: object) -> None:
        super().on_leave(*args)
        self.model.undo.settle()

    # --- filters

    def choose(self, kind: str) -> None:
        self.model.kind = kind
        self._filter()

    def search(self, query: str) -> None:
        self.model.query = query
        self._filter()

    def show_unread(self) -> None:
        self.model.unread_only, self.model.archived = not self.model.unread_only, False
        self._filter()

    def show_archived(self) -> None:
        self.model.archived, self.model.unread_only = not self.model.archived, False
        self._filter()

    def show_all(self) -> None:
        self.model.kind, self.model.query = "", ""
        self.model.unread_only = self.model.archived = False
        self.ids.search.set_quietly("")
        self._filter()

    def _filter(self) -> None:
        self.model.undo.settle()
        self.paint_filters()
        self.ids.body.scroll_y = 1
        self.model.load()

    def paint_filters(self) -> None:
        model = self.model
        everything, *kinds = [
            self._chip(L.tr(name), kind == model.kind, lambda kind=kind: self.choose(kind)) for kind, name in KINDS
        ]
        chips = [
            everything,
            self._chip(L.tr("Unread"), model.unread_only, self.show_unread),
            *kinds,
            self._chip(L.tr("Archive"), model.archived, self.show_archived),
        ]
        fill(self.ids.kinds, chips)

    def _chip(self, text: str, active: bool, act) -> Chip:
        chip = Chip(text=text, active=active)
        chip.bind(on_release=lambda *_: act())
        return chip

    # --- painting

    def paint_head(self) -> None:
        """What stands over the list: a link that we do not know, and whether pushes may come."""
        words = L.tr("This link leads nowhere in this app. Here are your notices.")
        parts = [Note(tone="wait", icon="question", text=words)] if self.unknown_link else []
        fill(self.ids.head, [*parts, *push_offer(self.app, self.paint_head)])

    def paint(self) -> None:
        self.ids.read_all.disabled = not any(not notice.is_read for notice in self.model.value or [])
        rows = by_day(self.model.value or [])
        show_listing(self.ids.state, self.cards, self.model, self._nothing, self.model.load, rows)

    def _nothing(self) -> EmptyState:
        if self.model.filtered():
            text = L.tr("No notice fits what you chose.")
            state = EmptyState(icon="search", title=L.tr("Nothing found"), text=text, offer=L.tr("Show all"))
            state.bind(on_action=lambda *_: self.show_all())
            return state
        text = L.tr("Warnings, answers to your reports and news of your commune arrive here.")
        state = EmptyState(icon="gong", title=L.tr("Nothing new"), text=text, offer=L.tr("Choose what to hear of"))
        state.bind(on_action=lambda *_: self.go("preferences"))
        return state

    def _new_card(self) -> NoticeCard:
        card = NoticeCard()
        card.bind(
            on_archive=lambda touched: self.model.archive(touched.notice),
            on_mark_read=lambda touched: self.model.mark_read(touched.notice),
        )
        return card

    def _open(self, notice: NoticeItem) -> None:
        self.go("notice", notice_id=notice.id, notice=notice)


def show_notice(card: NoticeCard, line: Line) -> None:
    """Paint a notice on a card, new or used before."""
    notice = line.notice
    card.notice, card.day = notice, line.day
    card.tone, card.icon = notice_look(notice.kind)
    card.title = notice.title
    card.body = shortened(notice.body.replace("\n", " "), 130)
    card.meta = f"{L.tr(KIND_NAMES.get(notice.kind, 'Information'))}  ·  {fmt.age(notice.sent_at, L.tr)}"
    card.is_read, card.is_archived = notice.is_read, notice.is_archived


def by_day(notices: list[NoticeItem]) -> list[Line]:
    """The list with its days: today, yesterday, then dates."""
    lines, last = [], ""
    for notice in notices:
        day = _day(notice)
        lines.append(Line(notice, day if day != last else ""))
        last = day
    return lines


def _day(notice: NoticeItem) -> str:
    if notice.sent_at is None:
        return ""
    today, sent = fmt.now().date(), fmt.local(notice.sent_at).date()
    words = {today: L.tr("Today"), today - timedelta(days=1): L.tr("Yesterday")}
    return words.get(sent) or fmt.day(notice.sent_at)


def clear_from_shade(notice: NoticeItem) -> None:
    """It was read in the app: the phone need not show it any more."""
    choose.get().notifications.cancel(notice.tag)
