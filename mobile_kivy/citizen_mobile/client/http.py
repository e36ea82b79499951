"""One door to the server: languages, tokens, tries and errors are handled here and nowhere else."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urljoin

import requests

from citizen_mobile.client.answers import Answer, Reply, answer_from, problem, refuse_portal
from citizen_mobile.client.errors import (
    ApiError,
    CaptivePortal,
    NameNotFound,
    NetworkError,
    SessionEnded,
    UnsafeConnection,
)
from citizen_mobile.client.tokens import Pair, Tokens
from citizen_mobile.client.wire import Patience, Wire, exchange

# none: nobody's; guest: this device's, even if somebody is signed in; optional: the person's if there is one, else the
# device's; required: a person's.
Auth = Literal["none", "guest", "optional", "required"]

READING = Patience()
WRITING = Patience(silence=25.0, whole=60.0)
UPLOADING = Patience(silence=90.0, whole=240.0)
PICTURES = Patience(whole=60.0, most=16_000_000)
LARGE = Patience(whole=120.0, most=64_000_000)  # everything that is held about a person

# Another try cannot help within a second.
FINAL = (CaptivePortal, UnsafeConnection, NameNotFound)


class Http:
    """Requests to one server, from any thread, over connections that all threads share."""

    def __init__(
        self,
        base_url: str,
        tokens: Tokens,
        *,
        language: Callable[[], str] = lambda: "vi",
        device_headers: Callable[[], Mapping[str, str]] = dict,
        user_agent: str = "daknong-c-app",
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = base_url.rstrip("/") + "/"
        self.tokens = tokens
        self.language = language
        self.clock_offset = 0.0  # seconds by which the server's clock is ahead of this phone's
        self._device_headers = device_headers
        self._user_agent = user_agent
        self._pause = pause
        self._wire = Wire()

    def get(
        self,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        auth: Auth = "none",
        etag: str = "",
        patience: Patience = READING,
    ) -> Answer:
        """Read; tried twice, because a kept connection may have died while the phone slept."""
        headers = {"If-None-Match": etag} if etag else {}
        try:
            return self._with_token("GET", path, patience, params=params, auth=auth, headers=headers)
        except FINAL:
            raise
        except NetworkError:
            self._pause(0.2 + 0.3 * random.random())
            return self._with_token("GET", path, patience, params=params, auth=auth, headers=headers)

    def send(
        self, method: str, path: str, body: Any = None, *, auth: Auth = "none", key: str = "", owner: str = ""
    ) -> Answer:
        """Write, once. With a `key` (Idempotency-Key) the caller may send the same thing again and again.

        With `owner` only as that account: SessionEnded `other_account` when another is signed in.
        """
        headers = {"Idempotency-Key": key} if key else {}
        more: dict[str, Any] = {}
        if body is not None:
            # Letters as they are: a Vietnamese text escaped to ASCII is twice as long.
            more["data"] = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
            headers["Content-Type"] = "application/json"
        return self._with_token(method, path, WRITING, auth=auth, owner=owner, headers=headers, **more)

    def upload(
        self, path: str, name: str, content: bytes, *, auth: Auth = "optional", key: str = "", owner: str = ""
    ) -> Answer:
        """Send one file as multipart `file`."""
        headers = {"Idempotency-Key": key} if key else {}
        files = {"file": (name, content, _content_type(name))}
        return self._with_token("POST", path, UPLOADING, files=files, auth=auth, owner=owner, headers=headers)

    def fetch_bytes(self, url: str) -> bytes:
        """A picture or another file; relative addresses are the server's."""
        headers = {"User-Agent": self._user_agent, "Accept": "*/*"}
        reply = exchange(self._session(), "GET", urljoin(self.base_url, url), headers, PICTURES)
        refuse_portal(reply)
        if reply.status != 200:
            raise problem(reply, None)
        if reply.kind == "text/html":
            raise CaptivePortal("a page in the place of a picture")
        return reply.content

    def refresh(self, token: str, key: str) -> Pair:
        """Trade a refresh token for a new pair. Sent again with the same key it is the same request."""
        data = self.send("POST", "auth/refresh/", {"refresh": token}, key=key).data
        return Pair(data["access"], data["refresh"])

    def now(self) -> float:
        """The time by the server's clock: a phone's may be wrong by days."""
        return time.time() + self.clock_offset

    def forget_connections(self) -> None:
        """The phone has slept or changed its network."""
        self._wire.forget_connections()

    def _with_token(
        self, method: str, path: str, patience: Patience, *, auth: Auth, headers: dict[str, str], **more: Any
    ) -> Answer:
        owner = more.pop("owner", "")
        if auth != "none":
            headers = {**headers, **self._device_headers()}
        access = self._access(auth, owner)
        if access is None:
            return self._once(method, path, patience, headers=headers, **more)
        try:
            return self._once(method, path, patience, headers={**headers, **_bearer(access)}, **more)
        except ApiError as error:
            if error.status != 401:
                raise
        access = self._renewed(access, auth, owner)
        return self._once(method, path, patience, headers={**headers, **(_bearer(access) if access else {})}, **more)

    def _access(self, auth: Auth, owner: str) -> str | None:
        if auth in ("none", "guest"):
            return None
        try:
            access = self.tokens.access(self.refresh)
        except SessionEnded:
            if auth == "required":
                raise
            return None
        if access is None and auth == "required":
            raise SessionEnded("not_authenticated")
        return self._owned(access, owner)

    def _renewed(self, expired: str, auth: Auth, owner: str) -> str | None:
        try:
            return self._owned(self.tokens.renew(expired, self.refresh), owner)
        except SessionEnded:
            if auth == "required":
                raise
            return None

    def _owned(self, access: str | None, owner: str) -> str | None:
        """The token, if it is this account's. Asked after it was handed out: an owner never comes back unseen."""
        if owner and self.tokens.owner != owner:
            raise SessionEnded("other_account")
        return access

    def _once(self, method: str, path: str, patience: Patience, *, headers: Mapping[str, str], **more: Any) -> Answer:
        url = urljoin(self.base_url, path)
        reply = exchange(self._session(), method, url, {**self._common_headers(), **headers}, patience, **more)
        answer = answer_from(reply)
        self._learn_time(reply)
        return answer

    def _learn_time(self, reply: Reply) -> None:
        said = reply.headers.get("Date")
        if said:
            try:
                self.clock_offset = parsedate_to_datetime(said).timestamp() - time.time()
            except ValueError:
                return

    def _common_headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Accept-Language": self.language(),
            "User-Agent": self._user_agent,
            "X-Request-ID": uuid.uuid4().hex[:16],
        }

    def _session(self) -> requests.Session:
        return self._wire.session()


def _bearer(access: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access}"}


def _content_type(name: str) -> str:
    ending = name.rsplit(".", 1)[-1].lower()
    return {"png": "image/png", "webp": "image/webp"}.get(ending, "image/jpeg")
