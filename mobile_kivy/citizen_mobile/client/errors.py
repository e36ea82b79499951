"""What can go wrong between the app and the server, as types that a screen can tell apart."""

from __future__ import annotations

from dataclasses import dataclass, field


class ClientError(Exception):
    """The base of everything that the client layer raises on purpose."""


class NetworkError(ClientError):
    """The server was not reached, or its answer did not arrive whole. Trying again is safe for anything idempotent."""


class CaptivePortal(NetworkError):
    """Something between us and the server answered in its place (a Wi-Fi login page, a proxy's error page)."""


class NotSent(NetworkError):
    """There was no connection, so nothing of the request can have reached the server."""


class NameNotFound(NotSent):
    """The server's name was not found: no network, or one whose name service does not answer."""


class UnsafeConnection(NotSent):
    """TLS failed: what answers cannot prove to be our server. `clock`: the phone's date may be the reason."""

    def __init__(self, detail: str, *, clock: bool = False) -> None:
        super().__init__(detail)
        self.clock = clock


class TooSlow(NetworkError):
    """The answer was not here in time."""


class TooLarge(ClientError):
    """The answer is larger than anything that our server sends."""


class StorageError(ClientError):
    """The phone could not keep something; `full` when its memory has no room left."""

    def __init__(self, detail: str, *, full: bool = False) -> None:
        super().__init__(detail)
        self.full = full


class SessionEnded(ClientError):
    """The login is over; `code` says why (`token_expired`, `session_revoked`, `account_disabled`, …)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class FieldError:
    """One refused field of a form."""

    field: str
    code: str
    detail: str


@dataclass(eq=False)
class ApiError(ClientError):
    """The server understood and said no (RFC 9457 problem+json)."""

    status: int
    code: str
    detail: str
    fields: list[FieldError] = field(default_factory=list)
    retry_after: float | None = None
    trace_id: str = ""

    def __str__(self) -> str:
        return f"{self.status} {self.code}: {self.detail}"

    def field_text(self, name: str) -> str:
        """The sentence for one form field, or an empty string."""
        return next((error.detail for error in self.fields if error.field == name), "")
