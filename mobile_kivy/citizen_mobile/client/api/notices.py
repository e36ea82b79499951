"""The inbox, what people want to hear of, and this device."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of, page_of
from citizen_mobile.client.models import Loaded, Page

INBOX = "inbox/"


class Notices:
    """The inbox and this device's registration."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def inbox(
        self, *, kind: str = "", q: str = "", unread: bool = False, archived: bool = False, next_url: str = ""
    ) -> Loaded[Page[m.NoticeItem]]:
        if next_url:
            return self._reader.read(next_url, page_of(m.NoticeItem), auth="optional")
        return self._reader.read(
            INBOX,
            page_of(m.NoticeItem),
            auth="optional",
            kind=kind,
            q=q,
            unread=_flag(unread),
            archived=_flag(archived),
        )

    def notice(self, notice_id: str) -> Loaded[m.NoticeItem]:
        """One notice, also one that was put away; 404 when it was recalled or is nobody's here."""
        return self._reader.read(f"inbox/{quote(notice_id)}/", one_of(m.NoticeItem), auth="optional")

    def unread_count(self) -> int:
        return int(self._reader.http.get("inbox/unread-count/", auth="optional").data["unread"])

    def mark_all_read(self) -> None:
        self._reader.http.send("POST", "inbox/read-all/", auth="optional")

    def preferences(self) -> Loaded[m.Preferences]:
        return self._reader.read("notification-preferences/", one_of(m.Preferences), auth="optional")

    def topics(self) -> Loaded[list[m.Topic]]:
        return self._reader.read("topics/", list_of(m.Topic), page_size=100)

    def register_device(self, body: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = self._reader.http.send("POST", "devices/", body, auth="optional").data
        return data

    def change_device(self, device_id: str, body: dict[str, Any]) -> None:
        self._reader.http.send("PATCH", f"devices/{quote(device_id)}/", body, auth="optional")


def _flag(on: bool) -> str:
    return "true" if on else ""
