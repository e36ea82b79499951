"""What was read or put away on this device: here at once, at the server when the outbox reaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from citizen_mobile.client.api.notices import INBOX, Notices
from citizen_mobile.client.cache import Cache
from citizen_mobile.client.errors import NetworkError
from citizen_mobile.client.models import NoticeItem
from citizen_mobile.client.outbox import PENDING, SENDING, Outbox, OutboxItem


class Marks:
    """Marks by notice, in the outbox until the server has them, and in the copies from the first moment."""

    def __init__(self, outbox: Outbox, notices: Notices, cache: Cache, ring: Callable[[], None]) -> None:
        self._outbox = outbox
        self._notices = notices
        self._cache = cache
        self._ring = ring

    def read(self, *notice_ids: str) -> None:
        for notice_id in notice_ids:
            self._outbox.add("read", f"inbox/{notice_id}/read/", {})
            self._remember(notice_id, is_read=True)
        self._ring()

    def read_all(self, notice_ids: Iterable[str]) -> None:
        """One call; without a network each by itself later, so that what comes in between stays unread. Blocks."""
        try:
            self._notices.mark_all_read()
        except NetworkError:
            self.read(*notice_ids)
        for notice_id in notice_ids:
            self._remember(notice_id, is_read=True)

    def archive(self, notice_id: str, *, away: bool) -> None:
        """Put away, or back into the list."""
        self._outbox.add("archive" if away else "unarchive", f"inbox/{notice_id}/archive/", {})
        self._remember(notice_id, is_archived=away)
        self._ring()

    def forget(self, notice_id: str) -> None:
        """It was recalled: out of the copies kept on this device."""

        def without(body: Any) -> Any:
            return {**body, "results": [row for row in body["results"] if row["id"] != notice_id]}

        self._cache.drop(f"{INBOX}{notice_id}/")
        self._cache.mend(INBOX, without)

    def unsent_reads(self) -> int:
        """How many notices the server still takes for unread."""
        return sum(item.kind == "read" for item in self._mine())

    def applied(self, notices: Iterable[NoticeItem], *, archived: bool) -> list[NoticeItem]:
        """A list of the server's as it will be once it knows our marks."""
        read, away = self._unsent()
        shown = []
        for notice in notices:
            notice.is_archived = away.get(notice.id, notice.is_archived)
            notice.is_read = notice.is_read or notice.id in read or notice.is_archived
            if notice.is_archived == archived:
                shown.append(notice)
        return shown

    def _unsent(self) -> tuple[set[str], dict[str, bool]]:
        """The read ones, and whether each of the others is put away; the last word counts."""
        read: set[str] = set()
        away: dict[str, bool] = {}
        for item in filter(self._outbox.mine, self._outbox.items(PENDING, SENDING)):
            if item.kind == "read":
                read.add(item.path.split("/")[1])
            if item.kind in ("archive", "unarchive"):
                away[item.path.split("/")[1]] = item.kind == "archive"
        return read, away

    def _mine(self) -> list[OutboxItem]:
        return [item for item in self._outbox.items(PENDING, SENDING) if self._outbox.mine(item)]

    def _remember(self, notice_id: str, **marks: bool) -> None:
        """In the copies too, so that a list without a network is right."""

        def marked(body: Any) -> Any:
            return {**body, "results": [{**row, **marks} if row["id"] == notice_id else row for row in body["results"]]}

        self._cache.mend(INBOX, marked)
