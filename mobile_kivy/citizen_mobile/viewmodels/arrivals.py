"""Notices that come while the app is open."""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.properties import ObjectProperty

from citizen_mobile.client.errors import ApiError, ClientError
from citizen_mobile.client.models import Loaded, NoticeItem
from citizen_mobile.viewmodels.base import ignore, nothing
from citizen_mobile.viewmodels.context import Context
from citizen_mobile.viewmodels.inbox import InboxModel


class Arrivals(EventDispatcher):
    """`notice` is the last one that came; a recall takes one away again."""

    notice = ObjectProperty(None, allownone=True)

    def __init__(self, context: Context, inbox: InboxModel) -> None:
        super().__init__()
        self.context = context
        self.inbox = inbox

    def arrived(self, notice_id: str) -> None:
        """The platform heard of a notice, or of its recall: the server says which. On the UI thread."""
        notices = self.context.store.api.notices
        self.context.run(lambda: notices.notice(notice_id), self._show, lambda error: self._not_shown(notice_id, error))

    def _show(self, loaded: Loaded[NoticeItem]) -> None:
        self.notice = loaded.value
        self.context.run(lambda: self.context.store.receipts.delivered(loaded.value.id), nothing, ignore)
        self.inbox.count_unread()
        if self.inbox.value is not None:
            self.inbox.load(keep=True)

    def _not_shown(self, notice_id: str, error: ClientError) -> None:
        """A notice that the inbox does not have any more was recalled; any other failure leaves all as it is."""
        if isinstance(error, ApiError) and error.status == 404:
            if self.notice is not None and self.notice.id == notice_id:
                self.notice = None
            self.inbox.forget(notice_id)
