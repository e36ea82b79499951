"""What was read or put away on this device, until the server knows. Each mark is safe to say twice."""

from __future__ import annotations

from collections.abc import Iterable

from citizen_mobile.client.api.notices import Notices
from citizen_mobile.client.errors import ApiError
from citizen_mobile.client.keepsakes import Shelf
from citizen_mobile.client.models import NoticeItem

READ, ARCHIVED = "read", "archived"


class Marks:
    """Marks by notice: shown here at once, told to the server when it can be reached."""

    def __init__(self, shelf: Shelf, notices: Notices) -> None:
        self._shelf = shelf
        self._notices = notices

    def read(self, notice_id: str) -> None:
        self._put(notice_id, READ, True)
        self._notices.remember(notice_id, is_read=True)

    def archive(self, notice_id: str, *, away: bool) -> None:
        """Put away, which also reads it, or back into the list."""
        self._put(notice_id, ARCHIVED, away)

    def forget(self, notice_id: str) -> None:
        """The notice was recalled: there is nothing left to say of it."""
        self._shelf.drop(notice_id)
        self._notices.forget(notice_id)

    def send(self) -> None:
        """Tell what is not told; blocks. A network that is away raises, and what is left waits for the next time."""
        for notice_id, marks in self._shelf.all().items():
            try:
                self._tell(notice_id, marks)
            except ApiError as error:
                if error.status >= 500 or error.status == 429:
                    raise
            if self._shelf.get(notice_id) == marks:
                self._shelf.drop(notice_id)

    def applied(self, notices: Iterable[NoticeItem], *, archived: bool) -> list[NoticeItem]:
        """A list of the server's as it will be once it knows our marks."""
        marks = self._shelf.all()
        shown = []
        for notice in notices:
            known = marks.get(notice.id, {})
            notice.is_archived = known.get(ARCHIVED, notice.is_archived)
            notice.is_read = notice.is_read or bool(known.get(READ)) or notice.is_archived
            if notice.is_archived == archived:
                shown.append(notice)
        return shown

    def _put(self, notice_id: str, name: str, value: bool) -> None:
        self._shelf.put(notice_id, {**self._shelf.get(notice_id, {}), name: value})

    def _tell(self, notice_id: str, marks: dict[str, bool]) -> None:
        if marks.get(READ):
            self._notices.mark_read(notice_id)
        if ARCHIVED in marks:
            (self._notices.archive if marks[ARCHIVED] else self._notices.restore)(notice_id)
