"""What was read or put away on this device: shown at once, told to the server through the outbox."""

from __future__ import annotations

from collections.abc import Iterable

from citizen_mobile.client.api.notices import Notices
from citizen_mobile.client.models import NoticeItem
from citizen_mobile.client.outbox import PENDING, SENDING, Outbox, OutboxItem, Sender

MARKS = ("read", "archive", "unarchive")


class Marks:
    """Marks by notice; each is safe to say twice."""

    def __init__(self, outbox: Outbox, sender: Sender, notices: Notices) -> None:
        self._outbox, self._sender, self._notices = outbox, sender, notices

    def read(self, notice_id: str) -> None:
        self._outbox.add("read", _path(notice_id, "read"), {})
        self._notices.remember(notice_id, is_read=True)

    def archive(self, notice_id: str, *, away: bool) -> None:
        """Put away, which also reads it, or back into the list: the last word counts."""
        self._outbox.add("archive" if away else "unarchive", _path(notice_id, "archive"), {})

    def forget(self, notice_id: str) -> None:
        """The notice was recalled: there is nothing left to say of it."""
        for item in self._waiting():
            if item.path.split("/")[1] == notice_id:
                self._outbox.withdraw(item.key)
        self._notices.forget(notice_id)

    def send(self) -> None:
        """Tell what is not told, before the server is asked what is unread; at most these, never a report's photos."""
        self._sender.send_now(MARKS)

    def applied(self, notices: Iterable[NoticeItem], *, archived: bool) -> list[NoticeItem]:
        """A list of the server's as it will be once it knows our marks."""
        said = {(item.path.split("/")[1], item.kind) for item in self._waiting()}
        shown = []
        for notice in notices:
            away, back = (notice.id, "archive") in said, (notice.id, "unarchive") in said
            notice.is_archived = (notice.is_archived or away) and not back
            notice.is_read = notice.is_read or (notice.id, "read") in said or notice.is_archived
            if notice.is_archived == archived:
                shown.append(notice)
        return shown

    def _waiting(self) -> list[OutboxItem]:
        return [item for item in self._outbox.items(PENDING, SENDING) if item.kind in MARKS and self._outbox.mine(item)]


def _path(notice_id: str, what: str) -> str:
    return f"inbox/{notice_id}/{what}/"
