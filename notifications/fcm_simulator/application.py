"""The simulator's routes: what is asked, what is answered. No protocol and no sockets here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from notifications.fcm_simulator.answers import Acceptance, answer_for
from notifications.fcm_simulator.behaviours import INVALID_TOKEN, Behaviours, Rule
from notifications.fcm_simulator.contents import Contents
from notifications.fcm_simulator.journal import KEEP, NO_ANSWER, Journal
from notifications.fcm_simulator.messages import (
    Reply,
    RequestHead,
    Response,
    google_error,
    json_head,
    json_response,
    plain_response,
)
from notifications.fcm_simulator.oauth import TokenIssuer
from notifications.fcm_simulator.traffic import Traffic
from notifications.fcm_simulator.validation import Content, Refused, token_is_wellformed
from notifications.fcm_simulator.wheel import Wheel

# The page is all of one piece: inline style and script, pictures from anywhere a notice may point to.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src *"
)
_Route = Callable[[RequestHead, bytes], Response]


@dataclass(slots=True)
class Simulator:
    """One Firebase project, its tokens' behaviours and the log of what was sent to it."""

    project_id: str
    issuer: TokenIssuer
    behaviours: Behaviours
    journal: Journal
    wheel: Wheel
    traffic: Traffic = field(default_factory=Traffic)
    contents: Contents = field(default_factory=Contents)
    _acceptance: Acceptance = field(init=False)
    _send_path: str = field(init=False)
    _routes: dict[tuple[str, str], _Route] = field(init=False)

    def __post_init__(self) -> None:
        self._acceptance = Acceptance(self.project_id)
        self._send_path = f"/v1/projects/{self.project_id}/messages:send"
        self._routes = {
            ("POST", "/token"): lambda head, body: self.issuer.token(body),
            ("GET", "/"): lambda head, body: _page(),
            ("GET", "/healthz"): lambda head, body: self._health(),
            ("GET", "/log"): lambda head, body: self._log(head.query),
            ("DELETE", "/log"): lambda head, body: self._clear(),
            ("GET", "/counts"): lambda head, body: self._counts(),
            ("GET", "/tokens"): lambda head, body: self._tokens(head.query),
            ("POST", "/behaviour"): lambda head, body: self._behaviour(body),
        }

    def receive(self, head: RequestHead, body: bytes, reply: Reply) -> None:
        """Answer one request, at once or when its time has come."""
        if head.path == self._send_path and head.method == "POST":
            return self._send(head, body, reply)
        if head.method == "HEAD":  # nothing here has one, and no protocol may send it a body
            return reply.answer(Response(json_head(404), b""))
        route = self._routes.get((head.method, head.path))
        return reply.answer(route(head, body) if route else self._elsewhere(head))

    def _elsewhere(self, head: RequestHead) -> Response:
        another_project = head.path.startswith("/v1/projects/") and head.path.endswith("/messages:send")
        if not another_project or head.method != "POST":
            return google_error(404, "NOT_FOUND", "Requested entity was not found.")
        text = "The caller does not have permission on this project."
        return self.issuer.refusal(head) or google_error(403, "PERMISSION_DENIED", text)

    def _send(self, head: RequestHead, body: bytes, reply: Reply) -> None:
        """projects.messages.send, in Google's order: who asks, is the message good, what does the token say."""
        refused = self.issuer.refusal(head)
        if refused is not None:
            return reply.answer(refused)
        try:
            content, target = self.contents.read(body)
        except Refused as bad:
            self.journal.add_unread(status=400, message=bad.message)
            return reply.answer(bad.answer)
        rule = self.behaviours.choose(target)
        if content.target_kind in ("token", "fid") and not token_is_wellformed(target):
            rule = INVALID_TOKEN
        seconds = self.behaviours.seconds(rule)
        if seconds:
            return self.wheel.after(seconds, self._finish, rule, content, target, reply)
        return self._finish(rule, content, target, reply)

    def _finish(self, rule: Rule, content: Content, target: str, reply: Reply) -> None:
        """Note and answer. A sender that has left meanwhile did send it: Google would deliver it all the same."""
        name = rule.name
        response = answer_for(name, rule.retry_after) or self._acceptance.next()
        status = NO_ANSWER if name in ("reset", "stream-reset") else response.head.status
        if not content.validate_only:
            self.journal.add(target=target, outcome=name, status=status, content=content)
        match name:
            case "reset":
                reply.reset_connection()
            case "stream-reset":
                reply.reset_stream()
            case "goaway":
                reply.answer_and_leave(response)
            case _:
                reply.answer(response)

    def _health(self) -> Response:
        return json_response(200, {"status": "ok", "project_id": self.project_id})

    def _log(self, query: dict[str, str]) -> Response:
        try:
            after, limit = int(query.get("after", 0)), int(query.get("limit", KEEP))
        except ValueError:
            return google_error(400, "INVALID_ARGUMENT", "after and limit must be numbers.")
        found = self.journal.read(token=query.get("token"), outcome=query.get("outcome"), after=after, limit=limit)
        return json_response(200, found)

    def _clear(self) -> Response:
        self.journal.clear()
        self.traffic.clear()
        return plain_response(204, b"", "text/plain")

    def _counts(self) -> Response:
        in_flight = {"in_flight": self.wheel.waiting()}
        return json_response(200, self.journal.counts() | self.traffic.counts() | in_flight)

    def _tokens(self, query: dict[str, str]) -> Response:
        tokens = self.journal.tokens
        if tokens is None:
            return google_error(400, "FAILED_PRECONDITION", "Tokens are not counted: start with --count-tokens.")
        match query.get("list"):
            case None:
                return json_response(200, tokens.summary())
            case "doubled":
                return json_response(200, {"doubled": tokens.doubled()})
            case "all":
                return plain_response(200, b"".join(tokens.lines()), "application/x-ndjson")
        return google_error(400, "INVALID_ARGUMENT", "list must be doubled or all.")

    def _behaviour(self, body: bytes) -> Response:
        wish = _readable(body)
        reason = "a JSON object is needed" if wish is None else self.behaviours.change(wish)
        if wish is None or reason is not None:
            return google_error(400, "INVALID_ARGUMENT", reason or "")
        if wish.get("expire_tokens"):
            self.issuer.expire_all()
        return json_response(200, self.behaviours.as_json())


def _readable(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _page() -> Response:
    html = resources.files(__package__).joinpath("page.html").read_bytes()
    headers = (("content-security-policy", _PAGE_POLICY), ("cache-control", "no-store"), ("x-frame-options", "DENY"))
    return plain_response(200, html, "text/html; charset=UTF-8", *headers)
