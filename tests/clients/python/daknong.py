"""What an integrator writes around the generated client: a session that renews itself, and refusals as exceptions."""

from __future__ import annotations

import uuid
from collections.abc import Generator
from typing import TypeVar

import httpx
from daknong_client import AuthenticatedClient, Client
from daknong_client.api.auth import log_in
from daknong_client.models import LoginRequest, Problem, SignedIn

T = TypeVar("T")


class Refused(Exception):
    """The server's answer was a problem (RFC 9457); programs look at `code`, people read `detail`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.detail} (trace {problem.trace_id})")
        self.problem = problem

    @property
    def code(self) -> str:
        return self.problem.code


def expect(kind: type[T], answer: object) -> T:
    """The answer, which is of this kind; Refused if it is a problem."""
    if isinstance(answer, Problem):
        raise Refused(answer)
    if not isinstance(answer, kind):
        raise TypeError(f"{kind.__name__} was expected, not {answer!r}")
    return answer


class Session(httpx.Auth):
    """Sends the access token; when the server refuses it, trades the refresh token for the next pair and tries again.

    A refresh token is good for one use: let one thread use one session.
    """

    requires_response_body = True

    def __init__(self, url: str, signed_in: SignedIn) -> None:
        self.url = url
        self.access, self.refresh = signed_in.access, signed_in.refresh

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self.access}"
        answer = yield request
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            return
        renewed = yield httpx.Request("POST", f"{self.url}/api/v1/auth/refresh/", json={"refresh": self.refresh})
        if renewed.is_success:
            self.access, self.refresh = renewed.json()["access"], renewed.json()["refresh"]
            request.headers["Authorization"] = f"Bearer {self.access}"
            yield request


def sign_in(url: str, identifier: str, password: str) -> tuple[AuthenticatedClient, Session]:
    """A client that acts as this person, and its session."""
    body = LoginRequest(identifier=identifier, password=password, device_name="story in Python")
    session = Session(url, expect(SignedIn, log_in.sync(client=Client(base_url=url), body=body)))
    return AuthenticatedClient(base_url=url, token=session.access, httpx_args={"auth": session}), session


def new_key() -> str:
    """An Idempotency-Key: make one for each new thing, keep it with the draft, send the same one with each retry."""
    return str(uuid.uuid4())
