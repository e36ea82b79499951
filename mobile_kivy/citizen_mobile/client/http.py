"""One door to the server: languages, timeouts, tokens and errors are handled here and nowhere else."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin

import requests

from citizen_mobile.client.errors import ApiError, CaptivePortal, FieldError, NetworkError, SessionEnded
from citizen_mobile.client.tokens import Pair, Tokens

Auth = Literal["none", "optional", "required"]

CONNECT_TIMEOUT = 6.0
READ_TIMEOUT = 20.0
UPLOAD_TIMEOUT = 90.0


@dataclass(frozen=True)
class Answer:
    """A reply as the rest of the client sees it; `data` is None for 204 and 304."""

    status: int
    data: Any
    etag: str = ""


class Http:
    """Requests to one server, from any thread; each thread has connections of its own."""

    def __init__(
        self,
        base_url: str,
        tokens: Tokens,
        *,
        language: Callable[[], str] = lambda: "vi",
        device_headers: Callable[[], Mapping[str, str]] = dict,
        user_agent: str = "daknong-c-app",
    ) -> None:
        self.base_url = base_url.rstrip("/") + "/"
        self.tokens = tokens
        self.language = language
        self._device_headers = device_headers
        self._user_agent = user_agent
        self._local = threading.local()

    def get(self, path: str, *, params: Mapping[str, Any] | None = None, auth: Auth = "none", etag: str = "") -> Answer:
        """Read; tried twice, because a kept connection may have died while the phone slept."""
        headers = {"If-None-Match": etag} if etag else {}
        try:
            return self._with_token("GET", path, params=params, auth=auth, headers=headers)
        except CaptivePortal:
            raise
        except NetworkError:
            return self._with_token("GET", path, params=params, auth=auth, headers=headers)

    def send(self, method: str, path: str, body: Any = None, *, auth: Auth = "none", key: str = "") -> Answer:
        """Write. With a `key` (Idempotency-Key) the caller may send the same thing again and again."""
        headers = {"Idempotency-Key": key} if key else {}
        return self._with_token(method, path, json=body, auth=auth, headers=headers)

    def upload(self, path: str, name: str, content: bytes, *, auth: Auth = "optional", key: str = "") -> Answer:
        """Send one file as multipart `file`."""
        headers = {"Idempotency-Key": key} if key else {}
        files = {"file": (name, content, _content_type(name))}
        return self._with_token("POST", path, files=files, auth=auth, headers=headers, read_timeout=UPLOAD_TIMEOUT)

    def fetch_bytes(self, url: str) -> bytes:
        """A picture or another file; relative addresses are the server's."""
        full = urljoin(self.base_url, url)
        try:
            # Tile servers refuse clients that do not say who they are.
            headers = {"User-Agent": self._user_agent}
            reply = self._session().get(full, headers=headers, timeout=(CONNECT_TIMEOUT, READ_TIMEOUT))
        except requests.RequestException as error:
            raise NetworkError(str(error)) from error
        if reply.status_code != 200:
            raise ApiError(reply.status_code, "file_unavailable", reply.reason or "")
        return reply.content

    def refresh(self, token: str) -> Pair:
        """Trade a refresh token for a new pair."""
        data = self._once("POST", "auth/refresh/", json={"refresh": token}).data
        return Pair(data["access"], data["refresh"])

    def _with_token(self, method: str, path: str, *, auth: Auth, headers: dict[str, str], **more: Any) -> Answer:
        access = self._access(auth)
        if access is None:
            return self._once(method, path, headers=headers, **more)
        try:
            return self._once(method, path, headers={**headers, "Authorization": f"Bearer {access}"}, **more)
        except ApiError as error:
            if error.status != 401:
                raise
        access = self._renewed(access, auth)
        if access:
            headers = {**headers, "Authorization": f"Bearer {access}"}
        return self._once(method, path, headers=headers, **more)

    def _access(self, auth: Auth) -> str | None:
        if auth == "none":
            return None
        try:
            access = self.tokens.access(self.refresh)
        except SessionEnded:
            if auth == "required":
                raise
            return None
        if access is None and auth == "required":
            raise SessionEnded("not_authenticated")
        return access

    def _renewed(self, expired: str, auth: Auth) -> str:
        try:
            return self.tokens.renew(expired, self.refresh)
        except SessionEnded:
            if auth == "required":
                raise
            return ""

    def _once(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        read_timeout: float = READ_TIMEOUT,
        **more: Any,
    ) -> Answer:
        try:
            reply = self._session().request(
                method,
                urljoin(self.base_url, path),
                headers={**self._common_headers(), **(headers or {})},
                timeout=(CONNECT_TIMEOUT, read_timeout),
                # The API never redirects: a redirect is a Wi-Fi login page.
                allow_redirects=False,
                **more,
            )
        except requests.RequestException as error:
            raise NetworkError(str(error)) from error
        return _answer(reply)

    def _common_headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Accept-Language": self.language(),
            "User-Agent": self._user_agent,
            "X-Request-ID": uuid.uuid4().hex,
            **self._device_headers(),
        }

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
        return session


def _answer(reply: requests.Response) -> Answer:
    if reply.status_code in (204, 304):
        return Answer(reply.status_code, None, reply.headers.get("ETag", ""))
    if 300 <= reply.status_code < 400:
        raise CaptivePortal(f"redirected to {reply.headers.get('Location', '')}")
    data = _json(reply)
    if reply.status_code >= 400:
        raise _problem(reply, data)
    return Answer(reply.status_code, data, reply.headers.get("ETag", ""))


def _json(reply: requests.Response) -> Any:
    kind = reply.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if not kind.endswith("json"):
        # A web page with 200 is a captive portal's; with 5xx it is a proxy's. Neither is our server speaking.
        raise CaptivePortal(f"{reply.status_code} with {kind or 'no content type'}")
    try:
        return reply.json()
    except ValueError as error:
        raise NetworkError("the answer is not whole") from error


def _problem(reply: requests.Response, data: Any) -> ApiError:
    body = data if isinstance(data, dict) else {}
    fields = [
        FieldError(str(row.get("field") or row.get("attr") or ""), str(row.get("code", "")), str(row.get("detail", "")))
        for row in body.get("errors") or []
        if isinstance(row, dict)
    ]
    return ApiError(
        status=reply.status_code,
        code=str(body.get("code") or f"http_{reply.status_code}"),
        detail=str(body.get("detail") or body.get("title") or ""),
        fields=fields,
        retry_after=_seconds(reply.headers.get("Retry-After")),
        trace_id=str(body.get("trace_id") or ""),
    )


def _seconds(value: str | None) -> float | None:
    return float(value) if value and value.isdigit() else None


def _content_type(name: str) -> str:
    ending = name.rsplit(".", 1)[-1].lower()
    return {"png": "image/png", "webp": "image/webp"}.get(ending, "image/jpeg")
