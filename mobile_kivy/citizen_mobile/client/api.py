"""The server's endpoints as typed functions. Each blocks: call it from a worker, never from the UI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from citizen_mobile.client import models as m
from citizen_mobile.client.cache import Cache
from citizen_mobile.client.decode import decode, decode_list
from citizen_mobile.client.errors import ApiError, ClientError, NetworkError
from citizen_mobile.client.http import Auth, Http
from citizen_mobile.client.models import Loaded, Page
from citizen_mobile.client.tokens import Pair

T = TypeVar("T")
Shape = Callable[[Any], T]

# Kept for logging out: answers to a logged-in person are dropped with the session.
PRIVATE = "me"


class NotRemembered(ClientError):
    """Asked for the copy alone, and there is none."""


class Reader:
    """GETs with memory: fresh when the network allows, else the last good copy with its age."""

    def __init__(self, http: Http, cache: Cache) -> None:
        self.http = http
        self.cache = cache
        self._thread = threading.local()

    @contextmanager
    def memory_only(self) -> Iterator[None]:
        """Inside, this thread's reads give the copy at once and never touch the network (NotRemembered without one)."""
        self._thread.memory_only = True
        try:
            yield
        finally:
            self._thread.memory_only = False

    @property
    def from_memory(self) -> bool:
        """Whether this thread is inside `memory_only`."""
        return getattr(self._thread, "memory_only", False)

    def read(self, path: str, shape: Shape[T], *, auth: Auth = "none", **params: Any) -> Loaded[T]:
        """Ask the server, with the ETag of the copy; a server that is away or broken leaves us the copy."""
        asked = {name: _plain(value) for name, value in params.items() if value not in (None, "", [])}
        key = self._key(path, asked)
        copy = self.cache.get(key)
        if self.from_memory:
            if copy is None:
                raise NotRemembered(key)
            return Loaded(shape(copy.body), copy.stored_at, stale=True)
        try:
            answer = self.http.get(path, params=asked, auth=auth, etag=copy.etag if copy else "")
        except (NetworkError, ApiError) as error:
            if copy is None or (isinstance(error, ApiError) and error.status < 500):
                raise
            return Loaded(shape(copy.body), copy.stored_at, stale=True)
        if answer.status == 304 and copy is not None:
            self.cache.touch(key)
            return Loaded(shape(copy.body), copy.stored_at)
        kept = self.cache.put(key, answer.data, etag=answer.etag, owner="" if auth == "none" else PRIVATE)
        return Loaded(shape(answer.data), kept.stored_at)

    def _key(self, path: str, params: dict[str, str]) -> str:
        return f"{self.http.language()} {path}?{urlencode(sorted(params.items()))}"


class News:
    """Articles and their categories."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def articles(
        self, *, category: str = "", q: str = "", page_size: int | None = None, next_url: str = ""
    ) -> Loaded[Page[m.ArticleItem]]:
        if next_url:
            return self._reader.read(next_url, _page(m.ArticleItem))
        return self._reader.read("news/articles/", _page(m.ArticleItem), category=category, q=q, page_size=page_size)

    def article(self, slug: str) -> Loaded[m.Article]:
        return self._reader.read(f"news/articles/{quote(slug)}/", _one(m.Article))

    def categories(self) -> Loaded[list[m.NewsCategory]]:
        return self._reader.read("news/categories/", _list(m.NewsCategory))


class Services:
    """The procedure catalogue and dossiers."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def procedures(
        self, *, q: str = "", field: str = "", life_event: str = "", level: str = "", next_url: str = ""
    ) -> Loaded[Page[m.ProcedureItem]]:
        if next_url:
            return self._reader.read(next_url, _page(m.ProcedureItem))
        return self._reader.read(
            "procedures/", _page(m.ProcedureItem), q=q, field=field, life_event=life_event, level=level
        )

    def procedure(self, code: str) -> Loaded[m.Procedure]:
        return self._reader.read(f"procedures/{quote(code)}/", _one(m.Procedure))

    def fields(self) -> Loaded[list[m.ProcedureField]]:
        return self._reader.read("procedure-fields/", _list(m.ProcedureField))

    def life_events(self) -> Loaded[list[m.LifeEvent]]:
        return self._reader.read("life-events/", _list(m.LifeEvent))

    def dossier_lookup(self, code: str, factor: str) -> m.Dossier:
        """Never cached: the second factor is asked each time on a shared phone."""
        body = {"code": code, "factor": factor}
        return decode(m.Dossier, self._reader.http.send("POST", "dossiers/lookup/", body, auth="optional").data)

    def dossier_follow(self, code: str, factor: str) -> None:
        self._reader.http.send("POST", "dossiers/follow/", {"code": code, "factor": factor}, auth="required")

    def my_dossiers(self) -> Loaded[Page[m.Dossier]]:
        return self._reader.read("me/dossiers/", _page(m.Dossier), auth="required")

    def my_dossier(self, code: str) -> Loaded[m.Dossier]:
        return self._reader.read(f"me/dossiers/{quote(code)}/", _one(m.Dossier), auth="required")


class Feedback:
    """Reports. Writing goes through the outbox, not through here."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def categories(self) -> Loaded[list[m.ReportCategory]]:
        return self._reader.read("report-categories/", _list(m.ReportCategory), page_size=100)

    def mine(self, *, next_url: str = "") -> Loaded[Page[m.Report]]:
        if next_url:
            return self._reader.read(next_url, _page(m.Report), auth="required")
        return self._reader.read("me/reports/", _page(m.Report), auth="required")

    def report(self, code: str) -> Loaded[m.Report]:
        return self._reader.read(f"me/reports/{quote(code)}/", _one(m.Report), auth="required")

    def track(self, code: str, secret: str) -> m.Report:
        body = {"code": code, "secret": secret}
        return decode(m.Report, self._reader.http.send("POST", "reports/track/", body).data)


class Directory:
    """Areas, emergency numbers and places."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def areas(self) -> Loaded[list[m.Area]]:
        return self._reader.read("areas/", _list(m.Area), current="true", page_size=100)

    def emergency_numbers(self) -> Loaded[list[m.EmergencyNumber]]:
        return self._reader.read("emergency-numbers/", _list(m.EmergencyNumber))

    def places(self, *, q: str = "", category: str = "", next_url: str = "") -> Loaded[Page[m.PlaceItem]]:
        if next_url:
            return self._reader.read(next_url, _page(m.PlaceItem))
        return self._reader.read("places/", _page(m.PlaceItem), q=q, category=category)

    def place(self, slug: str) -> Loaded[m.Place]:
        return self._reader.read(f"places/{quote(slug)}/", _one(m.Place))


class Notices:
    """The inbox and this device's registration."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def inbox(self, *, kind: str = "", unread: bool = False, next_url: str = "") -> Loaded[Page[m.NoticeItem]]:
        if next_url:
            return self._reader.read(next_url, _page(m.NoticeItem), auth="optional")
        return self._reader.read(
            "inbox/", _page(m.NoticeItem), auth="optional", kind=kind, unread="true" if unread else ""
        )

    def unread_count(self) -> int:
        return int(self._reader.http.get("inbox/unread-count/", auth="optional").data["unread"])

    def mark_read(self, notice_id: str) -> None:
        self._reader.http.send("POST", f"inbox/{quote(notice_id)}/read/", auth="optional")

    def mark_all_read(self) -> None:
        self._reader.http.send("POST", "inbox/read-all/", auth="optional")

    def topics(self) -> Loaded[list[m.Topic]]:
        return self._reader.read("topics/", _list(m.Topic), page_size=100)

    def register_device(self, body: dict[str, Any]) -> dict[str, Any]:
        data: dict[str, Any] = self._reader.http.send("POST", "devices/", body, auth="optional").data
        return data

    def change_device(self, device_id: str, body: dict[str, Any]) -> None:
        self._reader.http.send("PATCH", f"devices/{quote(device_id)}/", body, auth="optional")


class Account:
    """Registration, login and who I am."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._http = reader.http

    def send_code(self, phone: str, purpose: str) -> m.OtpSent:
        return decode(m.OtpSent, self._http.send("POST", "auth/otp/", {"phone": phone, "purpose": purpose}).data)

    def register(self, *, phone: str, code: str, password: str, full_name: str, language: str) -> m.User:
        body = {"phone": phone, "code": code, "password": password, "full_name": full_name, "language": language}
        return self._begin("auth/register/", body)

    def login(self, identifier: str, password: str, device_name: str) -> m.User:
        body = {"identifier": identifier, "password": password, "device_name": device_name}
        return self._begin("auth/login/", body)

    def reset_password(self, phone: str, code: str, new_password: str) -> None:
        self._http.send("POST", "auth/password-reset/", {"phone": phone, "code": code, "new_password": new_password})

    def logout(self) -> None:
        """End the session here at once, and at the server if it can be reached."""
        token = self._http.tokens.refresh_token
        self._http.tokens.clear()
        self._reader.cache.forget_private()
        if token:
            self._http.send("POST", "auth/logout/", {"refresh": token})

    def me(self) -> Loaded[m.User]:
        return self._reader.read("me/", _one(m.User), auth="required")

    def sessions(self) -> Loaded[list[m.LoginSession]]:
        return self._reader.read("me/sessions/", _list(m.LoginSession), auth="required")

    def _begin(self, path: str, body: dict[str, Any]) -> m.User:
        data = self._http.send("POST", path, body).data
        self._reader.cache.forget_private()
        self._http.tokens.store(Pair(data["access"], data["refresh"]))
        return decode(m.User, data["user"])


class Api:
    """All endpoints, by subject."""

    def __init__(self, http: Http, cache: Cache) -> None:
        self.http = http
        self.reader = Reader(http, cache)
        self.news = News(self.reader)
        self.services = Services(self.reader)
        self.feedback = Feedback(self.reader)
        self.directory = Directory(self.reader)
        self.notices = Notices(self.reader)
        self.account = Account(self.reader)


def _one(cls: type[T]) -> Shape[T]:
    return lambda data: decode(cls, data)


def _list(cls: type[T]) -> Shape[list[T]]:
    return lambda data: decode_list(cls, data)


def _page(cls: type[T]) -> Shape[Page[T]]:
    def shape(data: Any) -> Page[T]:
        following = data.get("next") if isinstance(data, dict) else None
        return Page(decode_list(cls, data), following)

    return shape


def _plain(value: Any) -> str:
    return str(value)
