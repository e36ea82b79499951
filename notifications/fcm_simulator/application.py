"""The simulator's routes: what is asked, what is answered. No protocol and no sockets here."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from importlib import resources
from typing import Any

from notifications.fcm_simulator import validation
from notifications.fcm_simulator.behaviours import Behaviours, Rule, refusal
from notifications.fcm_simulator.journal import KEEP, Journal
from notifications.fcm_simulator.messages import ConnectionReset, Request, Response, google_error, json_response
from notifications.fcm_simulator.oauth import TokenIssuer

_SEND = re.compile(r"\A/v1/projects/([^/:]+)/messages:send\Z")
# The page is all of one piece: inline style and script, pictures from anywhere a notice may point to.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src *"
)


class Simulator:
    """One Firebase project, its tokens' behaviours and the log of what was sent to it."""

    def __init__(self, *, project_id: str, issuer: TokenIssuer, behaviours: Behaviours) -> None:
        self.project_id = project_id
        self.issuer = issuer
        self.behaviours = behaviours
        self.journal = Journal()

    async def handle(self, request: Request) -> Response:
        """Answer one request; raises ConnectionReset when the answer is none."""
        if _SEND.match(request.path) and request.method == "POST":
            return await self.send(request)
        match request.method, request.path:
            case "POST", "/token":
                return self.issuer.token(request)
            case "GET", "/":
                return _page()
            case "GET", "/healthz":
                return json_response(200, {"status": "ok", "project_id": self.project_id})
            case "GET", "/log":
                return self._log(request)
            case "DELETE", "/log":
                self.journal.clear()
                return Response(204, b"")
            case "POST", "/behaviour":
                return self._behaviour(request)
        return google_error(404, "NOT_FOUND", "Requested entity was not found.")

    async def send(self, request: Request) -> Response:
        """projects.messages.send, in Google's order: who asks, is the message good, what does the token say."""
        refused = self.issuer.refusal(request)
        if refused is not None:
            return refused
        if _SEND.match(request.path).group(1) != self.project_id:  # type: ignore[union-attr]  # matched by the route
            return google_error(403, "PERMISSION_DENIED", "The caller does not have permission on this project.")
        body, refused = validation.parse(request)
        if refused is not None:
            self.journal.add(target="", outcome="invalid-payload", status=400, message=_readable(request.body))
            return refused
        return await self._deliver(body["message"], validate_only=bool(body.get("validate_only")))

    async def _deliver(self, message: dict[str, Any], *, validate_only: bool) -> Response:
        token = validation.target(message)
        rule = self.behaviours.choose(token)
        by_token = "token" in message or "fid" in message
        if by_token and not validation.token_is_wellformed(token):
            rule = Rule("invalid-token")
        await self._wait(rule)
        answer = refusal(rule) or self._accepted(rule)
        if not validate_only:
            self.journal.add(target=token, outcome=rule.name, status=answer.status, message=message)
        if rule.name == "reset":
            raise ConnectionReset
        return answer

    async def _wait(self, rule: Rule) -> None:
        delay = self.behaviours.slow_ms if rule.name == "slow" else self.behaviours.latency_ms
        if delay:
            await asyncio.sleep(delay / 1000)

    def _accepted(self, rule: Rule) -> Response:
        if rule.name == "garbage":
            return Response(200, b"<html>502 from a proxy on the way</html>", content_type="text/html")
        return json_response(200, {"name": f"projects/{self.project_id}/messages/{uuid.uuid4().hex}"})

    def _log(self, request: Request) -> Response:
        query = request.query
        try:
            after, limit = int(query.get("after", 0)), int(query.get("limit", KEEP))
        except ValueError:
            return google_error(400, "INVALID_ARGUMENT", "after and limit must be numbers.")
        found = self.journal.read(token=query.get("token"), outcome=query.get("outcome"), after=after, limit=limit)
        return json_response(200, found, Cache_Control="no-store")

    def _behaviour(self, request: Request) -> Response:
        wish = _readable(request.body)
        if wish.get("expire_tokens"):
            self.issuer.expire_all()
        reason = self.behaviours.change(wish)
        if reason is not None:
            return google_error(400, "INVALID_ARGUMENT", reason)
        rules = {token: rule.name for token, rule in self.behaviours.rules.items()}
        return json_response(200, {"latency_ms": self.behaviours.latency_ms, "rules": rules})


def _readable(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _page() -> Response:
    html = resources.files(__package__).joinpath("page.html").read_bytes()
    headers = {"Content-Security-Policy": _PAGE_POLICY, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
    return Response(200, html, content_type="text/html; charset=UTF-8", headers=headers)
