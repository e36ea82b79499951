"""Who is logged in."""

from __future__ import annotations

from typing import Any

from tests.mobile import provincial_content as content
from tests.mobile.stubs.replies import Reply, Route, always, problem

CODE, PASSWORD = "123456", "mat-khau-tot"


def _login(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if body["password"] != PASSWORD:
        return problem(401, "invalid_credentials", "Số điện thoại hoặc mật khẩu không đúng.")
    return 200, {**_pair(handler.stub), "user": content.USER}


def _register(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    if body["code"] != CODE:
        wrong = {"field": "code", "code": "invalid", "detail": "Mã không đúng."}
        return problem(400, "validation_error", "Có trường chưa đúng.", wrong)
    return 201, {**_pair(handler.stub), "user": {**content.USER, "full_name": body["full_name"]}}


def _pair(stub: Any) -> dict[str, str]:
    stub.refresh_generation += 1
    stub.access = f"access-{stub.refresh_generation}"
    return {"access": stub.access, "refresh": f"refresh-{stub.refresh_generation}"}


def _refresh(handler: Any, _m: Any, _q: Any, body: Any) -> Reply:
    stub = handler.stub
    if stub.ended:
        return problem(401, stub.ended, "Phiên đã kết thúc.")
    if body["refresh"] != f"refresh-{stub.refresh_generation}":
        stub.ended = "token_reused"
        return problem(401, "token_reused", "Mã đã được dùng.")
    return 200, _pair(stub)


def _me(handler: Any, _m: Any, _q: Any, _b: Any) -> Reply:
    return (200, content.USER) if handler.authorised() else problem(401, "token_expired", "Hết hạn.")


ROUTES: list[Route] = [
    (r"auth/otp/", "POST", always(202, {"expires_in": 300, "resend_after": 60})),
    (r"auth/register/", "POST", _register),
    (r"auth/login/", "POST", _login),
    (r"auth/refresh/", "POST", _refresh),
    (r"auth/logout/", "POST", always(204, None)),
    (r"me/", "GET", _me),
]
