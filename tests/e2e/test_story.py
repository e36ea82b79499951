"""The whole story, over real processes: a guest becomes a citizen, reports, is answered and warned."""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import requests
from django.conf import settings
from PIL import Image, ImageDraw

from tests.faults import FaultProxy
from tests.system import System

pytestmark = pytest.mark.slow

WARD = "24611"  # phường Bắc Gia Nghĩa, whose People's Committee the demo handler works for
OTHER_WARD = "24616"
WARD_POINT = {"latitude": 12.02, "longitude": 107.69}
PASSWORD = "Cà-phê-Đắk-Nông-2026"
DOSSIER = {"code": "H16.31-261102-0001", "factor": "0101"}


class Caller:
    """Somebody with or without a token, speaking JSON to the API."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "vi"

    def call(self, method: str, path: str, *, status: int = 200, **options: Any) -> Any:
        reply = self.session.request(method, self.base + path, timeout=30, **options)
        assert reply.status_code == status, f"{method} {path}: {reply.status_code} {reply.text[:500]}"
        return reply.json() if reply.content else None

    def get(self, path: str, **options: Any) -> Any:
        return self.call("GET", path, **options)

    def post(self, path: str, json: Any = None, *, status: int = 200, **options: Any) -> Any:
        return self.call("POST", path, status=status, json=json, **options)

    def sign_in(self, identifier: str, password: str) -> Caller:
        session = self.post("auth/login/", {"identifier": identifier, "password": password})
        self.session.headers["Authorization"] = f"Bearer {session['access']}"
        return self


def officer(system: System, name: str) -> Caller:
    return Caller(system.api).sign_in(f"{name}@demo.daknong.vn", settings.DEMO_PASSWORD)


def eventually(what: Callable[[], Any], seconds: float = 20) -> Any:
    """The first true value of `what`; the worker and the simulator take their moment."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def photo() -> bytes:
    image = Image.new("RGB", (800, 600), "#8a7f70")
    ImageDraw.Draw(image).ellipse((250, 200, 560, 420), fill="#3b3630")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def register_device(caller: Caller, topics: list[str]) -> dict[str, Any]:
    token = f"story-{uuid.uuid4().hex}"
    device = caller.post(
        "devices/",
        {
            "token": token,
            "platform": "android",
            "language": "vi",
            "app_version": "0.1.0",
            "topics": topics,
            "install_id": str(uuid.uuid4()),
        },
        status=201,
    )
    return {**device, "token": token}


def register_citizen(system: System) -> tuple[Caller, str]:
    caller = Caller(system.api)
    phone = f"091{uuid.uuid4().int % 10**7:07d}"  # not every 09… is a number: 0992 is none
    caller.post("auth/otp/", {"phone": phone, "purpose": "register"}, status=202)
    code = system.one_time_code("+84" + phone[1:])
    session = caller.post(
        "auth/register/", {"phone": phone, "code": code, "password": PASSWORD, "full_name": "Lê Thị Kể"}, status=201
    )
    caller.session.headers["Authorization"] = f"Bearer {session['access']}"
    return caller, phone


def send_report_over_a_dropping_network(system: System, citizen: Caller) -> dict[str, Any]:
    """Photo and report; the reply to the report is lost once, and the client sends the same again."""
    uploaded = citizen.call(
        "POST",
        "report-photos/",
        status=201,
        files={"file": ("o-ga.jpg", photo(), "image/jpeg")},
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    content = {
        "category": "roads",
        "text": "Ổ gà lớn trước cổng chợ, hai xe máy đã ngã trong sáng nay.",
        "place_text": "Trước cổng chợ Gia Nghĩa",
        "area_code": WARD,
        "photo_ids": [uploaded["id"]],
    }
    key = {"Idempotency-Key": str(uuid.uuid4())}
    with FaultProxy(system.url) as proxy:
        weak = Caller(f"{proxy.url}/api/v1/")
        weak.session.headers.update(citizen.session.headers)
        proxy.drop_reply_to("/reports/")
        with pytest.raises(requests.ConnectionError):
            weak.post("reports/", content, status=201, headers=key)
        assert proxy.dropped
        report: dict[str, Any] = weak.post("reports/", content, status=201, headers=key)
    return report


def test_a_guest_becomes_a_citizen_reports_is_answered_and_warned(system: System) -> None:
    guest = Caller(system.api)

    # A guest reads news and looks up a procedure and a dossier.
    articles = guest.get("news/articles/")["results"]
    article = guest.get(f"news/articles/{articles[0]['slug']}/")
    assert article["body_html"]
    procedures = guest.get("procedures/", params={"q": "khai sinh"})["results"]
    assert guest.get(f"procedures/{procedures[0]['code']}/")["channels"]

    citizen, _phone = register_citizen(system)
    dossier = citizen.post("dossiers/lookup/", DOSSIER)
    assert dossier["events"] and "*" in dossier["applicant_masked"]
    citizen.post("dossiers/lookup/", {**DOSSIER, "factor": "9999"}, status=404)

    # A report with a photo; the connection drops after the server has taken it; one report exists.
    phone = register_device(citizen, [f"area:{WARD}"])
    report = send_report_over_a_dropping_network(system, citizen)
    mine = citizen.get("me/reports/")["results"]
    assert [item["code"] for item in mine] == [report["code"]]
    assert len(mine[0]["photos"]) == 1

    # The right agency answers it; another agency does not know of it.
    handler, other = officer(system, "xu.ly"), officer(system, "xu.ly.2")
    path = f"officer/reports/{report['code']}/"
    eventually(lambda: handler.session.get(system.api + path).status_code == 200)
    other.get(path, status=404)
    other.post(f"{path}transitions/", {"to": "received", "text": "…"}, status=404)
    handler.post(f"{path}transitions/", {"to": "received", "text": ""})
    handler.post(f"{path}transitions/", {"to": "resolved", "text": "Đã vá ổ gà lúc 10 giờ, mời bà con kiểm tra."})

    # The citizen's phone gets the push, the inbox has it, the history shows the answer.
    pushes = eventually(lambda: [p for p in system.pushes(phone["token"]) if "Đã vá" in str(p)])
    assert len(pushes) == 1
    inbox = eventually(lambda: [n for n in citizen.get("inbox/")["results"] if report["code"] in n["link"]])
    assert any("Đã vá" in notice["body"] for notice in inbox)
    history = citizen.get(f"me/reports/{report['code']}/")
    assert history["status"]["code"] == "resolved"
    assert any("Đã vá" in event["text"] for event in history["events"])

    # A broadcast to one area, approved by a second person, reaches that area's phones and no other.
    elsewhere = register_device(Caller(system.api), [f"area:{OTHER_WARD}"])
    editor, approver = officer(system, "bien.tap"), officer(system, "phe.duyet")
    reach = editor.get("officer/notices/audience/", params={"topics": f"area:{WARD}"})
    assert reach["devices"] >= 1
    notice = editor.post(
        "officer/notices/",
        {
            "kind": "warning",
            "title": "Mưa to, nguy cơ ngập đường 23/3",
            "body": "Người dân hạn chế đi lại từ 15 giờ.",
            "topics": [f"area:{WARD}"],
        },
        status=201,
    )
    editor.post(f"officer/notices/{notice['id']}/submit/")
    editor.post(f"officer/notices/{notice['id']}/approve/", status=403)
    approver.post(f"officer/notices/{notice['id']}/approve/")
    eventually(lambda: [p for p in system.pushes(phone["token"]) if "ngập đường 23/3" in str(p)])
    eventually(lambda: editor.get(f"officer/notices/{notice['id']}/")["status"]["code"] == "sent")
    assert not system.pushes(elsewhere["token"])
    assert any(n["id"] == notice["id"] for n in citizen.get("inbox/")["results"])
