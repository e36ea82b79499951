"""What a service raises when it refuses: plain exceptions with a stable code; `api.problems` makes RFC 9457 of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field of the input."""

    field: str
    code: str
    detail: Text


class DomainError(Exception):
    """A refusal that the caller can act on. `code` is part of the API and never changes its meaning."""

    status = 400

    def __init__(
        self,
        code: str,
        message: Text,
        *,
        status: int | None = None,
        fields: Sequence[FieldError] | Mapping[str, Text] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status or self.status
        self.retry_after = retry_after
        if isinstance(fields, Mapping):
            fields = [FieldError(name, code, text) for name, text in fields.items()]
        self.fields = list(fields or [])

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Unauthenticated(DomainError):
    status = 401


class PermissionDenied(DomainError):
    status = 403


class NotFound(DomainError):
    status = 404


class Conflict(DomainError):
    status = 409


class TooManyRequests(DomainError):
    status = 429
