"""Who is logged in."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.account import USER
from tests.mobile.content.basics import NOW
from tests.mobile.content.reports import REPORT
from tests.mobile.stubs.replies import Action, Reply, Route, always, problem

CODE, PASSWORD = "123456", "mat-khau-tot"
ANSWERED_AGAIN_FOR = 6 * 3600.0  # seconds, as backend.accounts.repeated_refresh says


def _login(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if body["password"] != PASSWORD:
        return problem(401, "invalid_credentials", "Số điện thoại hoặc mật khẩu không đúng.")
    if body.get("end_other_sessions"):
        handler.stub.sessions = [row for row in handler.stub.sessions if row["current"]]
    return 200, {**_begin(handler.stub), "user": handler.stub.account}


def _register(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if body["code"] != CODE:
        wrong = {"field": "code", "code": "invalid", "detail": "Mã không đúng."}
        return problem(400, "validation_error", "Có trường chưa đúng.", wrong)
    return 201, {**_begin(handler.stub), "user": {**USER, "full_name": body["full_name"]}}


def _begin(stub: Any) -> dict[str, str]:
    """A session of its own, in which nothing has ended yet."""
    stub.session, stub.ended = stub.session + 1, ""
    return _pair(stub)


def _pair(stub: Any) -> dict[str, str]:
    stub.refresh_generation += 1
    stub.access = f"access-{stub.refresh_generation}"
    stub.rotation = ("", None)
    refresh = f"refresh-{stub.refresh_generation}"
    stub.session_of[refresh] = stub.session
    return {"access": stub.access, "refresh": refresh}


def _refresh(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    stub = handler.stub
    if stub.ended:
        return problem(401, stub.ended, "Phiên đã kết thúc.")
    asked = body["refresh"], handler.headers.get("Idempotency-Key")
    if body["refresh"] == f"refresh-{stub.refresh_generation}":
        pair = _pair(stub)
        stub.rotation, stub.rotated_at = asked, stub.now()
        return 200, pair
    if asked[1] and asked == stub.rotation and stub.now() - stub.rotated_at <= ANSWERED_AGAIN_FOR:
        stub.access = f"{stub.access}-again"
        return 200, {"access": stub.access, "refresh": f"refresh-{stub.refresh_generation}"}
    stub.ended = "token_reused"
    return problem(401, "token_reused", "Mã đã được dùng.")


def _logout(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    """Any token of a session ends it, used or not; one that has ended is no error."""
    stub, session = handler.stub, handler.stub.session_of.get(body["refresh"])
    if session is None:
        return problem(401, "token_invalid", "Mã không hợp lệ.")
    stub.logged_out.append((session, handler.headers.get("X-Device-Id")))
    if session == stub.session:
        stub.access, stub.ended = "gone", "session_revoked"
    return 204, None


def _mine(action: Action) -> Action:
    """The action, for who is logged in."""

    def asked(handler: Any, match: Any, query: dict[str, str], body: Any) -> Reply:
        if not handler.authorised():
            return problem(401, "token_expired", "Hết hạn.")
        return action(handler, match, query, body)

    return asked


def _change_me(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    handler.stub.account.update(body)
    return 200, handler.stub.account


def _wrong(field: str) -> Reply:
    text = "Mật khẩu hiện tại không đúng."
    return problem(400, "wrong_password", text, {"field": field, "code": "wrong_password", "detail": text})


def _delete_me(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if body["password"] != PASSWORD:
        return _wrong("password")
    handler.stub.access, handler.stub.ended = "gone", "account_disabled"
    return 204, None


def _password(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    return (200, _pair(handler.stub)) if body["old_password"] == PASSWORD else _wrong("old_password")


def _reset(_h: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if body["code"] != CODE:
        wrong = {"field": "code", "code": "invalid", "detail": "Mã không đúng."}
        return problem(400, "validation_error", "Có trường chưa đúng.", wrong)
    return 204, None


def _end_session(handler: Any, match: Any, _q: Any, _b: Any) -> Reply:
    stub = handler.stub
    stub.sessions = [row for row in stub.sessions if row["id"] != match[1]]
    return 204, None


def _decide(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    for row in handler.stub.consents:
        if row["purpose"] == body["purpose"]:
            row.update(granted=body["granted"], decided_at=NOW)
            return 201, row
    return problem(404, "unknown_purpose", "Không có mục đích này.")


def _data(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    stub = handler.stub
    return 200, {
        "profile": stub.account,
        "consents": stub.consents,
        "sessions": stub.sessions,
        "reports": [REPORT],
    }


ROUTES: list[Route] = [
    (r"auth/otp/", "POST", always(202, {"expires_in": 300, "resend_after": 60})),
    (r"auth/register/", "POST", _register),
    (r"auth/login/", "POST", _login),
    (r"auth/refresh/", "POST", _refresh),
    (r"auth/logout/", "POST", _logout),
    (r"auth/password/", "POST", _mine(_password)),
    (r"auth/password-reset/", "POST", _reset),
    (r"me/", "GET", _mine(lambda handler, _m, _q, _b: (200, handler.stub.account))),
    (r"me/", "PATCH", _mine(_change_me)),
    (r"me/", "DELETE", _mine(_delete_me)),
    (r"me/data/", "GET", _mine(_data)),
    (r"me/sessions/", "GET", _mine(lambda handler, _m, _q, _b: (200, handler.stub.sessions))),
    (r"me/sessions/([^/]+)/", "DELETE", _mine(_end_session)),
    (r"me/consents/", "GET", _mine(lambda handler, _m, _q, _b: (200, handler.stub.consents))),
    (r"me/consents/", "POST", _mine(_decide)),
]
