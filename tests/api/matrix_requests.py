"""A valid request for each row of the matrix: what is sent, by which address, with which headers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rest_framework.test import APIClient

from backend.feedback.signing import photo_signature
from tests.api.matrix import PHOTO, RATING, Row
from tests.factories.accounts import PASSWORD
from tests.factories.feedback import upload
from tests.factories.world import NEW_PHONE, World

NEW_PASSWORD = "Suối-mát-Quảng-Trực-27"
DRAFT = {"title": "Cắt điện", "body": "Sáng mai từ 7 giờ.", "topics": ["all"]}
INSTALLATION = {"platform": "android", "language": "vi", "topics": ["all"]}
LONG_ENOUGH = "Chưa xong, nước vẫn tràn ra đường mỗi khi mưa."


@dataclass(frozen=True)
class Ask:
    """What is particular about one request; the rest is the same for all."""

    args: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    format: str = "json"


def client_for(world: World, role: str) -> APIClient:
    """A client with the credentials of this role."""
    client = APIClient()
    if role == "machine":
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {world.key}")
    elif role != "guest":
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {world.tokens[role].access}")
    return client


def send(client: APIClient, row: Row, world: World, role: str, **more: str) -> Any:
    """The answer to the row's request by this role."""
    ask = ask_for(row, world, role)
    headers = {"Idempotency-Key": str(uuid.uuid4()), **ask.headers, **more}
    headers = {name: value for name, value in headers.items() if value}
    call = getattr(client, row.method.lower())
    if row.method == "GET":
        return call(address(row.route, ask), headers=headers)
    return call(address(row.route, ask), ask.body, format=ask.format, headers=headers)


def address(route: str, ask: Ask) -> str:
    if route == PHOTO:
        return f"/api/v1/report-photos/{ask.args['photo_id']}/{ask.args['variant']}/{ask.query}"
    filled = re.sub(r"<\w+:(\w+)>", lambda found: str(ask.args[found[1]]), route)
    return f"/api/v1/{filled}{ask.query}"


def ask_for(row: Row, world: World, role: str) -> Ask:
    make = REQUESTS.get((row.method, row.route, row.case)) or REQUESTS.get((row.method, row.route, ""))
    return make(world, role) if make else Ask()


def _identity(world: World, role: str) -> str:
    user = world.users[role if role in world.users else "other_citizen"]
    return user.email or str(user.phone)


def _report(name: str = "report", body: Any = None) -> Callable[[World, str], Ask]:
    return lambda world, role: Ask({"code": world.things[name].code}, body=body)


def _notice(name: str = "draft", body: Any = None) -> Callable[[World, str], Ask]:
    return lambda world, role: Ask({"notice_id": world.things[name].pk}, body=body)


def _photo(name: str, signed: str = "") -> Callable[[World, str], Ask]:
    def make(world: World, role: str) -> Ask:
        query = f"?sig={photo_signature(world.things[signed].pk, 'full')}" if signed else ""
        return Ask({"photo_id": world.things[name].pk, "variant": "full"}, query)

    return make


def _device(name: str, secret: str = "", body: Any = None) -> Callable[[World, str], Ask]:
    headers = {"X-Device-Secret": secret} if secret else {}
    return lambda world, role: Ask({"device_id": world.things[name].pk}, body=body, headers=headers)


def _inbox(secret: str, body: Any = None) -> Callable[[World, str], Ask]:
    return lambda world, role: Ask(
        body=body, headers={"X-Device-Id": str(world.guest_device.pk), "X-Device-Secret": secret}
    )


def _rating(article: str, secret: str = "", body: Any = None) -> Callable[[World, str], Ask]:
    def make(world: World, role: str) -> Ask:
        headers = {"X-Device-Id": str(world.guest_device.pk), "X-Device-Secret": secret} if secret else {}
        return Ask({"slug": world.things[article].slug}, body=body, headers=headers)

    return make


def _receipts(device: str, secret: str = "") -> Callable[[World, str], Ask]:
    def make(world: World, role: str) -> Ask:
        receipts = [{"notice_id": str(world.personal.pk), "opened_at": "2026-11-23T08:00:00+07:00"}]
        headers = {"X-Device-Id": str(world.things[device].pk), "X-Device-Secret": secret}
        return Ask(body={"receipts": receipts}, headers=headers)

    return make


def _dossier(code: str = "", factor: str = "") -> Callable[[World, str], Ask]:
    return lambda world, role: Ask(body={"code": code or world.dossier.code, "factor": factor or world.factor})


def _track(name: str, secret: str) -> Callable[[World, str], Ask]:
    return lambda world, role: Ask(body={"code": world.things[name].code, "secret": secret})


def _body(**body: Any) -> Callable[[World, str], Ask]:
    return lambda world, role: Ask(body=body)


REQUESTS: dict[tuple[str, str, str], Callable[[World, str], Ask]] = {
    ("POST", "auth/otp/", ""): _body(phone="0901239999", purpose="register"),
    ("POST", "auth/register/", ""): lambda world, role: Ask(
        body={"phone": NEW_PHONE, "code": world.register_code, "password": PASSWORD, "full_name": "Y Mới"}
    ),
    ("POST", "auth/login/", ""): lambda world, role: Ask(
        body={"identifier": _identity(world, role), "password": PASSWORD}
    ),
    ("POST", "auth/refresh/", ""): lambda world, role: Ask(body={"refresh": world.spare.refresh}),
    ("POST", "auth/logout/", ""): lambda world, role: Ask(body={"refresh": world.spare.refresh}),
    ("POST", "auth/password/", ""): _body(old_password=PASSWORD, new_password=NEW_PASSWORD),
    ("POST", "auth/password-reset/", ""): lambda world, role: Ask(
        body={"phone": world.secrets["phone"], "code": world.reset_code, "new_password": NEW_PASSWORD}
    ),
    ("PATCH", "me/", ""): _body(language="en"),
    ("DELETE", "me/", ""): _body(password=PASSWORD),
    ("DELETE", "me/sessions/<uuid:session_id>/", ""): lambda world, role: Ask({"session_id": world.session.pk}),
    ("POST", "me/consents/", ""): lambda world, role: Ask(
        body={"purpose": world.purpose.slug, "granted": True, "text_version": world.purpose.version}
    ),
    ("GET", "alerts/<str:identifier>/", ""): lambda world, role: Ask({"identifier": world.alert.identifier}),
    ("GET", "areas/resolve/", ""): lambda world, role: Ask(query="?q=dak+ha"),
    ("GET", "areas/nearest/", ""): lambda world, role: Ask(query="?lat=12.0&lon=107.69"),
    ("GET", "areas/<str:code>/", ""): lambda world, role: Ask({"code": "24611"}),
    ("GET", "agencies/<str:code>/", ""): lambda world, role: Ask({"code": world.agency.code}),
    ("GET", "news/articles/<slug:slug>/", ""): lambda world, role: Ask({"slug": world.article.slug}),
    ("GET", "news/articles/<slug:slug>/", "not published"): lambda world, role: Ask({"slug": world.unpublished.slug}),
    ("GET", RATING, ""): _rating("article"),
    ("GET", RATING, "with a guest's device and secret"): _rating("article", "bi-mat-cua-may"),
    ("GET", RATING, "not published"): _rating("unpublished"),
    ("PUT", RATING, ""): _rating("article", body={"score": 4}),
    ("PUT", RATING, "with a guest's device and secret"): _rating("article", "bi-mat-cua-may", {"score": 4}),
    ("PUT", RATING, "with a device and a wrong secret"): _rating("article", "bi-mat-khac", {"score": 4}),
    ("PUT", RATING, "not published"): _rating("unpublished", body={"score": 4}),
    ("GET", "public-reports/map/", ""): lambda world, role: Ask(query="?bbox=107.2,11.7,108.2,12.8&zoom=9"),
    ("GET", "places/<slug:slug>/", ""): lambda world, role: Ask({"slug": world.place.slug}),
    ("GET", "procedures/<str:code>/", ""): lambda world, role: Ask({"code": world.procedure.code}),
    ("POST", "dossiers/lookup/", ""): _dossier(),
    ("POST", "dossiers/lookup/", "wrong factor"): _dossier(factor="9876"),
    ("POST", "dossiers/lookup/", "no such dossier"): _dossier(code="H16.31-261102-9999"),
    ("POST", "dossiers/follow/", ""): _dossier(),
    ("POST", "dossiers/follow/", "wrong factor"): _dossier(factor="9876"),
    ("GET", "me/dossiers/<str:code>/", ""): _report("dossier"),
    ("DELETE", "me/dossiers/<str:code>/", ""): _report("dossier"),
    ("POST", "report-photos/", ""): lambda world, role: Ask(body={"file": upload()}, format="multipart"),
    ("GET", PHOTO, "private, without a signature"): _photo("photo"),
    ("GET", PHOTO, "private, with the signature of another photo"): _photo("photo", "public_photo"),
    ("GET", PHOTO, "private, with the signature from its report"): _photo("photo", "photo"),
    ("GET", PHOTO, "of a published report"): _photo("public_photo"),
    ("POST", "reports/", ""): _body(category="roads", text="Ổ gà sâu trước cổng trường.", area_code="24611"),
    ("POST", "reports/", "with a photo that the citizen has uploaded"): lambda world, role: Ask(
        body={
            "category": "roads",
            "text": "Ổ gà sâu trước cổng trường.",
            "area_code": "24611",
            "photo_ids": [str(world.loose_photo.pk)],
        }
    ),
    ("POST", "reports/track/", "a guest's report, with its secret"): _track("guest_report", "bi-mat-cua-khach"),
    ("POST", "reports/track/", "a guest's report, wrong secret"): _track("guest_report", "bi-mat-cua-ai"),
    ("POST", "reports/track/", "a citizen's report, any secret"): _track("report", "bi-mat-cua-khach"),
    ("GET", "me/reports/<str:code>/", ""): _report(),
    ("GET", "me/reports/<str:code>/", "a guest's report"): _report("guest_report"),
    ("POST", "me/reports/<str:code>/comments/", ""): _report(body={"text": "Thêm: sát cột điện."}),
    ("POST", "me/reports/<str:code>/rating/", ""): _report("answered_report", {"score": 5}),
    ("POST", "me/reports/<str:code>/reopen/", ""): _report("answered_report", {"reason": LONG_ENOUGH}),
    ("POST", "me/reports/<str:code>/withdraw/", ""): _report(body={}),
    ("GET", "officer/reports/<str:code>/", ""): _report(),
    ("POST", "officer/reports/<str:code>/transitions/", ""): _report(body={"to": "received"}),
    ("POST", "officer/reports/<str:code>/publication/", ""): _report(body={"is_public": True}),
    ("POST", "devices/", ""): lambda world, role: Ask(
        body={**INSTALLATION, "install_id": str(uuid.uuid4()), "token": f"ok-new-{uuid.uuid4().hex}"}
    ),
    ("POST", "devices/", "a citizen's installation, without its secret"): lambda world, role: Ask(
        body={**INSTALLATION, "install_id": str(world.device.install_id), "token": f"ok-taken-{uuid.uuid4().hex}"}
    ),
    ("PATCH", "devices/<uuid:device_id>/", "a citizen's device"): _device("device", body={"language": "en"}),
    ("PATCH", "devices/<uuid:device_id>/", "a guest's device, with its secret"): _device(
        "guest_device", "bi-mat-cua-may", {"language": "en"}
    ),
    ("PATCH", "devices/<uuid:device_id>/", "a guest's device, wrong secret"): _device(
        "guest_device", "bi-mat-khac", {"language": "en"}
    ),
    ("DELETE", "devices/<uuid:device_id>/", "a citizen's device"): _device("device"),
    ("DELETE", "devices/<uuid:device_id>/", "a guest's device, with its secret"): _device(
        "guest_device", "bi-mat-cua-may"
    ),
    ("DELETE", "devices/<uuid:device_id>/", "a guest's device, wrong secret"): _device("guest_device", "bi-mat-khac"),
    ("GET", "inbox/", "with a guest's device and secret"): _inbox("bi-mat-cua-may"),
    ("GET", "inbox/", "with a device and a wrong secret"): _inbox("bi-mat-khac"),
    ("GET", "inbox/<uuid:notice_id>/", ""): _notice("personal"),
    ("POST", "inbox/<uuid:notice_id>/read/", ""): _notice("personal"),
    ("POST", "inbox/<uuid:notice_id>/archive/", ""): _notice("personal"),
    ("DELETE", "inbox/<uuid:notice_id>/archive/", ""): _notice("personal"),
    ("GET", "notification-preferences/", "with a guest's device and secret"): _inbox("bi-mat-cua-may"),
    ("PATCH", "notification-preferences/", ""): _body(digest=True),
    ("PATCH", "notification-preferences/", "with a guest's device and secret"): _inbox(
        "bi-mat-cua-may", {"kinds": [{"kind": "reminder", "push": False}]}
    ),
    ("POST", "receipts/", "from a citizen's device"): _receipts("device"),
    ("POST", "receipts/", "with a guest's device and secret"): _receipts("guest_device", "bi-mat-cua-may"),
    ("POST", "officer/notices/", "for their own agency"): _body(**DRAFT),
    ("POST", "officer/notices/", "for a third agency"): _body(**DRAFT, agency_code="H16"),
    ("GET", "officer/notices/audience/", ""): lambda world, role: Ask(query="?topics=all"),
    ("POST", "officer/notices/audience/", ""): _body(audience={"all": ["all", {"not": "lang:en"}]}),
    ("POST", "officer/notices/audience/", "naming a list of the agency"): lambda world, role: Ask(
        body={"audience": f"list:{world.things['audience_list'].pk}"}
    ),
    ("POST", "officer/audience-lists/", ""): lambda world, role: Ask(
        body={"name": "Trưởng thôn", "phones": world.secrets["phone"]}
    ),
    ("DELETE", "officer/audience-lists/<uuid:list_id>/", ""): lambda world, role: Ask(
        {"list_id": world.things["audience_list"].pk}
    ),
    ("POST", "officer/notice-templates/", ""): _body(
        name="Cắt nước", title="Cắt nước ở {place}", body="Từ {hour} giờ."
    ),
    ("PATCH", "officer/notice-templates/<uuid:template_id>/", ""): lambda world, role: Ask(
        {"template_id": world.things["template"].pk}, body={"is_active": False}
    ),
    ("POST", "officer/notices/<uuid:notice_id>/withdraw/", ""): _notice("submitted"),
    ("POST", "officer/notices/<uuid:notice_id>/arm/", ""): _notice("emergency", {"reason": "Vỡ đập."}),
    ("POST", "officer/notices/<uuid:notice_id>/send-emergency/", "armed by the approver"): _notice("armed"),
    ("POST", "officer/notices/<uuid:notice_id>/disarm/", "armed by the approver"): _notice("armed"),
    ("POST", "officer/notices/<uuid:notice_id>/test/", "with a device of one's own"): _notice(),
    ("GET", "officer/notices/<uuid:notice_id>/preview/", ""): _notice(),
    ("GET", "officer/notices/<uuid:notice_id>/pulse/", ""): _notice(),
    ("GET", "officer/notices/<uuid:notice_id>/pulse/csv/", ""): _notice(),
    ("GET", "officer/notices/<uuid:notice_id>/", ""): _notice(),
    ("GET", "officer/notices/<uuid:notice_id>/", "the system's personal one"): _notice("personal"),
    ("PATCH", "officer/notices/<uuid:notice_id>/", ""): _notice(body={"body": "Chiều mai từ 13 giờ."}),
    ("PATCH", "officer/notices/<uuid:notice_id>/", "the province's"): _notice(
        "provinces_draft", {"body": "Từ 13 giờ."}
    ),
    ("POST", "officer/notices/<uuid:notice_id>/submit/", ""): _notice(),
    ("PATCH", "officer/notices/<uuid:notice_id>/", "the machine's own"): _notice(
        "machines_own", {"body": "Chiều mai từ 13 giờ."}
    ),
    ("POST", "officer/notices/<uuid:notice_id>/submit/", "the machine's own"): _notice("machines_own"),
    ("POST", "officer/notices/<uuid:notice_id>/cancel/", "the machine's own"): _notice("machines_own"),
    ("POST", "officer/notices/<uuid:notice_id>/approve/", ""): _notice("submitted"),
    ("POST", "officer/notices/<uuid:notice_id>/approve/", "the approver's own"): _notice("approvers_own"),
    ("POST", "officer/notices/<uuid:notice_id>/approve/", "the province's"): _notice("provinces"),
    ("POST", "officer/notices/<uuid:notice_id>/reject/", ""): _notice("submitted", {"reason": "Sai ngày."}),
    ("POST", "officer/notices/<uuid:notice_id>/cancel/", ""): _notice("submitted", {"reason": "Không cần nữa."}),
    ("POST", "officer/notices/<uuid:notice_id>/cancel/", "a colleague's"): _notice(
        "approvers_own", {"reason": "Không cần nữa."}
    ),
}
