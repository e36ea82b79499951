"""What is known about the request (or task) under way, for logs and the audit trail."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def request_under_way(context: RequestContext) -> Iterator[None]:
    """Until the block ends: what the thread does next, a task or a command, is no part of this request."""
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)


def new_request_id() -> str:
    return secrets.token_hex(8)
