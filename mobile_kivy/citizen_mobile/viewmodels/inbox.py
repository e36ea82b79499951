"""Notices for this person or this device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from citizen_mobile.client.models import Loaded, NoticeItem, Page
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.base import Listing, Reading, ignore, nothing
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.undo import Undo


class InboxModel(Listing):
    """The list, its filters, the number of unread ones; what is done to a notice shows at once and can be undone."""

    kind = StringProperty("")
    query = StringProperty("")
    unread_only = BooleanProperty(False)
    archived = BooleanProperty(False)
    unread = NumericProperty(0)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.undo = Undo()

    def load(self, *, keep: bool = False) -> None:
        asked: dict[str, Any] = {
            "kind": self.kind, "q": self.query, "unread": self.unread_only, "archived": self.archived,
        }  # fmt: skip
        language = L.language

        def fetch() -> Loaded[Page[NoticeItem]]:
            if not self.known() and not self.api.reader.from_memory:
                self.store.device.register(self.api.notices, language)
            return self._marked(self.api.notices.inbox(**asked))

        self.read_pages(fetch, keep=keep)

    def load_more(self) -> None:
        self.read_more(lambda address: self._marked(self.api.notices.inbox(next_url=address)))

    def known(self) -> bool:
        """Whether the server can tell whose inbox is meant: a person's, or this device's."""
        return self.store.tokens.logged_in or self.store.device.device_id is not None

    def filtered(self) -> bool:
        return bool(self.kind or self.query or self.unread_only or self.archived)

    def count_unread(self) -> None:
        """The server's number, without those that it does not know as read yet."""
        if not self.known():
            return

        def work() -> int:
            return max(0, self.api.notices.unread_count() - self.store.marks.unsent_reads())

        self.context.run(work, lambda found: setattr(self, "unread", found), ignore)

    # --- what is done to a notice

    def open(self, notice: NoticeItem) -> None:
        """It is read now, here at once and at the server when it can be reached."""
        self.context.run(lambda: self.store.receipts.opened(notice.id), nothing, ignore)
        if not notice.is_read:
            self._show_read({notice.id}, is_read=True)
            self._keep(lambda: self.store.marks.read(notice.id))

    def mark_read(self, notice: NoticeItem) -> None:
        """Without opening it; the server hears of it when the way back is closed, for it knows no way back."""
        if not notice.is_read:
            self._show_read({notice.id}, is_read=True)
            self.undo.offer(
                L.tr("Marked as read."),
                revert=lambda: self._show_read({notice.id}, is_read=False),
                commit=lambda: self._keep(lambda: self.store.marks.read(notice.id)),
            )

    def read_all(self) -> None:
        fresh, before = {notice.id for notice in self.value or [] if not notice.is_read}, self.unread
        if not fresh and not before:
            return
        self._show_read(fresh, is_read=True)
        self.unread = 0

        def revert() -> None:
            self._show_read(fresh, is_read=False)
            self.unread = before

        def commit() -> None:
            self._keep(lambda: self.store.marks.read_all(fresh))

        self.undo.offer(L.tr("All are marked as read."), revert=revert, commit=commit)

    def archive(self, notice: NoticeItem) -> None:
        """Put away, or back into the list where it was put away. Undone it stays read, as the server has it."""
        away, rows = not notice.is_archived, self.value or []
        place = next((index for index, other in enumerate(rows) if other.id == notice.id), 0)
        if not notice.is_read:
            self.unread = max(0, self.unread - 1)
            self._keep(lambda: self.store.marks.read(notice.id))
        self.value = [other for other in rows if other.id != notice.id]
        self._keep(lambda: self.store.marks.archive(notice.id, away=away))

        def revert() -> None:
            rows = [other for other in self.value or [] if other.id != notice.id]
            self.value = [*rows[:place], replace(notice, is_read=True), *rows[place:]]
            self._keep(lambda: self.store.marks.archive(notice.id, away=not away))

        self.undo.offer(L.tr("Put away.") if away else L.tr("Back in the inbox."), revert=revert)

    def forget(self, notice_id: str) -> None:
        """It was recalled: out of the list and out of the copies."""
        self.store.marks.forget(notice_id)
        if self.value is not None:
            self.value = [notice for notice in self.value if notice.id != notice_id]
        self.count_unread()

    def _show_read(self, which: set[str], *, is_read: bool) -> None:
        self.unread = max(0, self.unread + len(which) * (-1 if is_read else 1))
        if self.value is not None:
            rows = self.value
            self.value = [replace(row, is_read=is_read) if row.id in which else row for row in rows]

    # --- below

    def _keep(self, mark: Callable[[], None]) -> None:
        """Marks are written to the disk beside the UI."""
        self.context.run(mark, nothing, ignore)

    def _marked(self, loaded: Loaded[Page[NoticeItem]]) -> Loaded[Page[NoticeItem]]:
        loaded.value.results = self.store.marks.applied(loaded.value.results, archived=self.archived)
        return loaded


class NoticeModel(Reading):
    """One notice, by its id: from a push, or from a list that has it already."""

    def show(self, notice: NoticeItem) -> None:
        self._asked += 1  # an answer that is still under way is about another one
        self.busy, self.error, self.stale_since = False, "", 0
        self.value = notice

    def load(self, notice_id: str) -> None:
        self.read(lambda: self.api.notices.notice(notice_id))
