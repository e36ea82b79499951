"""What is known about the request (or task) under way, for logs and the audit trail."""

import secrets
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestContext:
    request_id: str = ""
    address: str = ""
    machine_key: str = ""  # public characters of the key, where a machine account asks


NOBODY = RequestContext()
_current: ContextVar[RequestContext] = ContextVar("request_context", default=NOBODY)


def current_request() -> RequestContext:
    return _current.get()


def set_request(context: RequestContext) -> None:
    _current.set(context)


def new_request_id() -> str:
    return secrets.token_hex(8)
