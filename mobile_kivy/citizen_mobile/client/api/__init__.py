"""The server's endpoints as typed functions. Each blocks: call it from a worker, never from the UI thread."""

from __future__ import annotations

from citizen_mobile.client.api.account import Account
from citizen_mobile.client.api.directory import Directory
from citizen_mobile.client.api.feedback import Feedback
from citizen_mobile.client.api.news import News
from citizen_mobile.client.api.notices import Notices
from citizen_mobile.client.api.reader import KeptCopies, Reader
from citizen_mobile.client.api.services import Services
from citizen_mobile.client.cache import Cache
from citizen_mobile.client.http import Http


class Api:
    """All endpoints, by subject."""

    def __init__(self, http: Http, cache: Cache, kept: KeptCopies | None = None) -> None:
        self.http = http
        self.reader = Reader(http, cache, kept)
        self.news = News(self.reader)
        self.services = Services(self.reader)
        self.feedback = Feedback(self.reader)
        self.directory = Directory(self.reader)
        self.notices = Notices(self.reader)
        self.account = Account(self.reader)
