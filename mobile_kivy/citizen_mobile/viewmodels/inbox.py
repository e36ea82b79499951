"""Notices for this person or this device."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from citizen_mobile.client.models import Loaded, NoticeItem
from citizen_mobile.locale.live import L
from citizen_mobile.viewmodels.base import Listing, ignore, nothing


class InboxModel(Listing):
    """Notices for this person or this device."""

    kind = StringProperty("")
    unread = NumericProperty(0)

    def load(self, *, keep: bool = False) -> None:
        kind, language = self.kind, L.language

        def fetch() -> Loaded:
            if not self.known() and not self.api.reader.from_memory:
                self.store.device.register(self.api.notices, language)
            return self.api.notices.inbox(kind=kind)

        self.read_pages(fetch, keep=keep)

    def known(self) -> bool:
        """Whether the server can tell whose inbox is meant: a person's, or this device's."""
        return self.store.tokens.logged_in or self.store.device.device_id is not None

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.notices.inbox(next_url=address))

    def count_unread(self) -> None:
        if not self.known():
            return
        self.context.run(self.api.notices.unread_count, lambda found: setattr(self, "unread", found), ignore)

    def open(self, notice: NoticeItem) -> None:
        """Mark as read, here at once and at the server when it can be reached."""
        if notice.is_read:
            return
        notice.is_read = True
        self.unread = max(0, self.unread - 1)
        self.context.run(lambda: self.api.notices.mark_read(notice.id), nothing, ignore)

    def read_all(self) -> None:
        for notice in self.value or []:
            notice.is_read = True
        self.unread = 0
        self.property("value").dispatch(self)
        self.context.run(self.api.notices.mark_all_read, nothing, ignore)
