"""What can go wrong between the app and the server, as types that a screen can tell apart."""

from __future__ import annotations

from dataclasses import dataclass, field


class ClientError(Exception):
    """The base of everything that the client layer raises on purpose."""


class NetworkError(ClientError):
    """The server was not reached, or its answer did not arrive whole. Trying again is safe for anything idempotent."""


class CaptivePortal(NetworkError):
    """Something between us and the server answered in its place (a Wi-Fi login page, a proxy's error page)."""


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
