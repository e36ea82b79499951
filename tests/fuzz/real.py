"""Real things of the demo province, so that cases reach beyond 404: values for parameters, and whole valid requests.

Read from the API as the role itself, and made through it where there is nothing yet: a guest's report, a device, a
notice that waits for approval. What only an end of an account can show happens to spare accounts.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fuzz.caller import Caller, Json, sign_in
from tests.fuzz.roles import MACHINE, ROLES, Role
from tests.fuzz.spare import Spares

# The demo's fixed dossier, and the last digits of its applicant's phone (backend.public_services.demo).
DOSSIER = {"code": "H16.31-261102-0001", "factor": "0101"}
WARDS = {"other_handler": "24616"}  # whose agency is that of `other_handler`; everybody else's is the first ward's
WARD = "24611"
REPORT = {"category": "roads", "text": "Ổ gà sâu trước cổng trường, xe máy dễ ngã."}
NOTICE = {"title": "Cắt điện", "body": "Sáng mai từ 7 giờ.", "topics": ["all"]}
LONG_ENOUGH = "Chưa xong, nước vẫn tràn ra đường mỗi khi mưa."
NEW_PASSWORD = "Suối-mát-Quảng-Trực-27"
COPIES = 3  # of what each request uses up

# After these an account is not what it was: spare citizens ask them in the place of every role. (Who may close an
# account is in the matrix; a changed password is anybody's own affair.)
ENDS = {("DELETE", "/api/v1/me/"), ("POST", "/api/v1/auth/password/")}
# After this the account is as it was, without its sessions and devices: one spare citizen asks it again and again.
LEAVES = {("POST", "/api/v1/auth/logout-everywhere/")}

Request = dict[str, Any]


@dataclass
class Pool:
    """`values`: operation → location.name → values to draw from. `requests`: operation → valid requests."""

    values: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(dict))
    requests: dict[str, list[Request]] = field(default_factory=lambda: defaultdict(list))
    spares: list[str] = field(default_factory=list)
    own_dossiers: list[str] = field(default_factory=list)

    def offer(self, operation: str, parameter: str, values: list[Any]) -> None:
        """Values for one parameter; none offered, none used."""
        found = [value for value in dict.fromkeys(values) if value not in (None, "")]
        if found:
            self.values[operation][parameter] = found[:40]

    def ask(self, operation: str, **request: Any) -> None:
        self.requests[operation].append(request)

    def told(self) -> Json:
        """What the hooks need of it."""
        return {
            "requests": self.requests,
            "spares": self.spares,
            "ends": sorted(ENDS),
            "leaves": sorted(LEAVES),
            "own_dossiers": self.own_dossiers,
        }


@dataclass
class World:
    """What the collectors below share."""

    api: str
    role: Role
    password: str
    me: Caller
    spares: Spares
    pool: Pool = field(default_factory=Pool)

    @property
    def ward(self) -> str:
        return WARDS.get(self.role.name, WARD)

    def person(self, role: str) -> Caller:
        """Somebody else of the demo province."""
        return Caller(self.api, sign_in(self.api, ROLES[role].identifier, self.password)["access"])


def collect(api: str, role: Role, token: str, password: str, spares: Spares) -> Pool:
    """Everything for this role."""
    world = World(api, role, password, Caller(api, token), spares)
    for collector in COLLECTORS:
        collector(world)
    return world.pool


def _public(world: World) -> None:
    pool, me = world.pool, world.me
    areas = [area["code"] for area in me.page("areas/")]
    agencies = [agency["code"] for agency in me.page("agencies/")]
    procedures = [procedure["code"] for procedure in me.page("procedures/")]
    articles = [article["slug"] for article in me.page("news/articles/")]
    places = [place["slug"] for place in me.page("places/")]
    for path, name, values in (
        ("areas/{code}/", "path.code", areas),
        ("agencies/{code}/", "path.code", agencies),
        ("procedures/{code}/", "path.code", procedures),
        ("news/articles/{slug}/", "path.slug", articles),
        ("places/{slug}/", "path.slug", places),
        ("areas/", "query.parent", areas),
        ("areas/resolve/", "query.q", ["dak ha", "Gia Nghĩa", "24611", "R'Lấp"]),
        ("areas/nearest/", "query.lat", [12.0, 12.2, 11.9]),
        ("areas/nearest/", "query.lon", [107.69, 107.7]),
        ("agencies/", "query.area", areas),
        ("agencies/", "query.parent", agencies),
        ("offices/", "query.area", areas),
        ("offices/", "query.agency", agencies),
        ("offices/", "query.near", ["12.0,107.69", "11.9,107.9"]),
        ("places/", "query.area", areas),
        ("places/", "query.near", ["12.0,107.69"]),
        ("news/articles/", "query.area", areas),
        ("news/articles/", "query.category", [row["slug"] for row in me.get("news/categories/")]),
        ("procedures/", "query.agency", agencies),
        ("procedures/", "query.field", [row["code"] for row in me.get("procedure-fields/")]),
        ("procedures/", "query.life_event", [row["slug"] for row in me.get("life-events/")]),
        ("public-reports/", "query.area", areas),
        ("public-reports/", "query.near", ["12.02,107.638", "12.16,107.865"]),
        ("public-reports/", "query.radius_m", [300, 2000]),
        ("public-reports/map/", "query.bbox", ["107.2,11.7,108.2,12.8", "107.6,11.9,107.75,12.05"]),
        ("public-reports/map/", "query.zoom", [9, 13, 18]),
        ("officer/reports/", "query.area", areas),
    ):
        pool.offer(f"GET /api/v1/{path}", name, values)
    for method in ("GET", "PUT"):
        pool.offer(f"{method} /api/v1/news/articles/{{slug}}/rating/", "path.slug", articles)
    _cursors(world)


def _cursors(world: World) -> None:
    """Where a second page begins, for each list that has one."""
    lists = ("areas", "agencies", "offices", "procedures", "news/articles", "places", "public-reports", "topics")
    private = ("me/reports", "me/dossiers", "inbox", "officer/reports", "officer/notices")
    private += ("officer/audience-lists", "officer/notice-templates")
    for path in lists + private:
        reply = world.me.client.get(f"{path}/", params={"page_size": 2})
        following = reply.json().get("next") if reply.is_success else None
        if following:
            cursor = parse_qs(urlsplit(following).query)["cursor"]
            world.pool.offer(f"GET /api/v1/{path}/", "query.cursor", cursor)


def _doors(world: World) -> None:
    """Signing in and out, codes by phone, passwords."""
    pool, spares = world.pool, world.spares
    identifiers = [role.identifier for role in ROLES.values() if role.is_person]
    pool.offer("POST /api/v1/auth/login/", "body.identifier", identifiers)
    pool.offer("POST /api/v1/auth/login/", "body.password", [world.password])
    pool.offer("POST /api/v1/auth/otp/", "body.phone", spares.phones(40))
    for operation in ("refresh", "logout"):
        tokens = [sign_in(world.api, spares.account(), world.password)["refresh"] for _ in range(COPIES)]
        for token in tokens:
            pool.ask(f"POST /api/v1/auth/{operation}/", body={"refresh": token})
    phone, code = spares.code_to_register()
    pool.ask(
        "POST /api/v1/auth/register/",
        body={"phone": phone, "code": code, "password": NEW_PASSWORD, "full_name": "Y Mới"},
    )
    phone, code = spares.code_to_reset()
    pool.ask("POST /api/v1/auth/password-reset/", body={"phone": phone, "code": code, "new_password": NEW_PASSWORD})
    pool.ask("POST /api/v1/auth/password/", body={"old_password": world.password, "new_password": NEW_PASSWORD})
    pool.spares += [spares.account() for _ in range(40)]


def _self(world: World) -> None:
    """Profile, sessions, consents, and the end of an account (a spare one's)."""
    if not world.role.is_person:
        return
    pool, me = world.pool, world.me
    for _ in range(COPIES):
        sign_in(world.api, world.role.identifier, world.password)
    others = [session["id"] for session in me.get("me/sessions/") if not session["current"]]
    pool.offer("DELETE /api/v1/me/sessions/{session_id}/", "path.session_id", others)
    purposes = me.get("me/consents/")
    pool.offer("POST /api/v1/me/consents/", "body.purpose", [row["purpose"] for row in purposes])
    pool.offer("POST /api/v1/me/consents/", "body.text_version", [row["text_version"] for row in purposes])
    pool.ask("PATCH /api/v1/me/", body={"language": "en", "area_codes": [WARD]})
    pool.ask("DELETE /api/v1/me/", body={"password": world.password})


def _dossiers(world: World) -> None:
    pool = world.pool
    for operation in ("lookup", "follow"):
        pool.ask(f"POST /api/v1/dossiers/{operation}/", body=DOSSIER)
        pool.offer(f"POST /api/v1/dossiers/{operation}/", "body.code", [DOSSIER["code"]])
        pool.offer(f"POST /api/v1/dossiers/{operation}/", "body.factor", [DOSSIER["factor"]])
    pool.own_dossiers = [dossier["code"] for dossier in world.me.page("me/dossiers/")]
    for method in ("GET", "DELETE"):
        pool.offer(f"{method} /api/v1/me/dossiers/{{code}}/", "path.code", [DOSSIER["code"], *pool.own_dossiers])


def _reports(world: World) -> None:
    """What a sender does: a new report, and each action on one where it is allowed."""
    pool, me = world.pool, world.me
    categories = [row["slug"] for row in me.page("report-categories/")]
    pool.offer("POST /api/v1/reports/", "body.category", categories)
    pool.offer("POST /api/v1/reports/", "body.area_code", [WARD, "24616", "24615"])
    for path in ("public-reports", "public-reports/map", "officer/reports"):
        pool.offer(f"GET /api/v1/{path}/", "query.category", categories)
    for _ in range(COPIES):
        pool.ask("POST /api/v1/reports/", headers=_key(), body={**REPORT, "area_code": WARD})
        pool.ask("POST /api/v1/report-photos/", headers=_key(), upload="photo")
        made = Caller(world.api).post("reports/", {**REPORT, "area_code": WARD})
        pool.ask("POST /api/v1/reports/track/", body={"code": made["code"], "secret": made["secret"]})
    _photos(world)
    if world.role.is_person:
        _own_reports(world)


def _key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def _photos(world: World) -> None:
    for report in world.me.page("public-reports/"):
        for photo in report["photos"][:1]:
            address = urlsplit(photo["url"])
            photo_id, variant = address.path.strip("/").split("/")[-2:]
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            path = {"photo_id": photo_id, "variant": variant}
            world.pool.ask("GET /api/v1/report-photos/{photo_id}/{variant}/", path=path, query=query)


ACTIONS: dict[str, tuple[str, Json]] = {
    "comment": ("comments", {"text": "Thêm: sát cột điện."}),
    "rate": ("rating", {"score": 5}),
    "reopen": ("reopen", {"reason": LONG_ENOUGH}),
    "withdraw": ("withdraw", {"reason": "Đã tự sửa."}),
}


def _own_reports(world: World) -> None:
    pool, me = world.pool, world.me
    for _ in range(2 * COPIES):
        me.post("reports/", {**REPORT, "area_code": WARD})
    codes = [report["code"] for report in me.page("me/reports/")]
    allowed = {code: me.get(f"me/reports/{code}/")["allowed_actions"] for code in codes[:40]}
    pool.offer("GET /api/v1/me/reports/{code}/", "path.code", codes)
    for action, (door, body) in ACTIONS.items():
        operation = f"POST /api/v1/me/reports/{{code}}/{door}/"
        open_to_it = [code for code, actions in allowed.items() if action in actions]
        pool.offer(operation, "path.code", open_to_it)
        for code in open_to_it[:COPIES]:
            pool.ask(operation, path={"code": code}, body=body, headers=_key())


def _officers_reports(world: World) -> None:
    """What a handler does with the reports of the own agency."""
    pool, me = world.pool, world.me
    if not me.client.get("officer/reports/").is_success:
        return
    for _ in range(COPIES):
        world.person("citizen").post("reports/", {**REPORT, "area_code": world.ward})
    codes = [report["code"] for report in me.page("officer/reports/")]
    for method, door in (("GET", ""), ("POST", "transitions/"), ("POST", "publication/")):
        pool.offer(f"{method} /api/v1/officer/reports/{{code}}/{door}", "path.code", codes)
    for code in codes[:12]:
        report = me.get(f"officer/reports/{code}/")
        for way in report["allowed_transitions"][:2]:
            if not (way["needs_due_at"] or way["needs_agency"]):
                body = {"to": way["to"], "text": "Đã cử người đến xem."}
                operation = "POST /api/v1/officer/reports/{code}/transitions/"
                pool.ask(operation, path={"code": code}, body=body, headers=_key())
        pool.ask("POST /api/v1/officer/reports/{code}/publication/", path={"code": code}, body={"is_public": True})


def _devices(world: World) -> None:
    """Installations of this role, each with its secret, and the inbox that they show."""
    if world.role.name == MACHINE:
        return  # has no phone
    pool = world.pool
    installation = {"platform": "android", "language": "vi", "topics": ["all"]}
    for method in ("PATCH", "DELETE"):
        for _ in range(COPIES):
            device = _register(world, installation)
            request: Request = {"path": {"device_id": device["id"]}, "headers": {"X-Device-Secret": device["secret"]}}
            body = {"body": {"language": "en"}} if method == "PATCH" else {}
            pool.ask(f"{method} /api/v1/devices/{{device_id}}/", **request, **body)
    device = _register(world, installation)
    headers = {"X-Device-Id": device["id"], "X-Device-Secret": device["secret"]}
    pool.ask("POST /api/v1/devices/", body={**installation, "install_id": str(uuid.uuid4())})
    for method, door in (("GET", "inbox/"), ("GET", "inbox/unread-count/"), ("POST", "inbox/read-all/")):
        pool.ask(f"{method} /api/v1/{door}", headers=headers)
    listed = world.me.client.get("inbox/", headers=headers).json()["results"]
    for method, door in (("GET", ""), ("POST", "read/"), ("POST", "archive/"), ("DELETE", "archive/")):
        operation = f"{method} /api/v1/inbox/{{notice_id}}/{door}"
        pool.offer(operation, "path.notice_id", [notice["id"] for notice in listed])
        for notice in listed[:COPIES]:
            pool.ask(operation, path={"notice_id": notice["id"]}, headers=headers)
    for article in world.me.page("news/articles/", page_size=COPIES):
        rating = {"path": {"slug": article["slug"]}, "headers": headers}
        pool.ask("GET /api/v1/news/articles/{slug}/rating/", **rating)
        pool.ask("PUT /api/v1/news/articles/{slug}/rating/", **rating, body={"score": 4})
    pool.ask("GET /api/v1/notification-preferences/", headers=headers)
    pool.ask("PATCH /api/v1/notification-preferences/", headers=headers, body={"digest": False})
    said = [{"notice_id": notice["id"], "opened_at": "2026-11-23T08:00:00+07:00"} for notice in listed[:COPIES]]
    if said:
        pool.ask("POST /api/v1/receipts/", headers=headers, body={"receipts": said})


def _register(world: World, installation: Json) -> Json:
    token = f"fuzz-{uuid.uuid4().hex}"
    return world.me.post("devices/", {**installation, "install_id": str(uuid.uuid4()), "token": token})


def _notices(world: World) -> None:
    """Drafts to submit, submitted ones to approve, send back and cancel."""
    pool, me = world.pool, world.me
    if not me.client.get("officer/notices/").is_success:
        return
    pool.offer("GET /api/v1/officer/notices/audience/", "query.topics", ["all", f"area:{WARD}"])
    pool.ask("POST /api/v1/officer/notices/", body=NOTICE, headers=_key())
    listed = [notice["id"] for notice in me.page("officer/notices/")]
    for door in ("", "preview/", "pulse/", "pulse/csv/"):
        pool.offer(f"GET /api/v1/officer/notices/{{notice_id}}/{door}", "path.notice_id", listed)
    # Whose drafts an approver may take on: not the own ones, and of the same agency.
    editor = me if world.role.name == MACHINE else world.person("editor")
    for method, door, notices, body in (
        ("PATCH", "", _drafts(editor), {"body": "Chiều mai từ 13 giờ."}),
        ("POST", "submit/", _drafts(editor), None),
        ("POST", "approve/", _submitted(editor), None),
        ("POST", "reject/", _submitted(editor), {"reason": "Sai ngày."}),
        ("POST", "cancel/", _submitted(editor), {"reason": "Không cần nữa."}),
        ("POST", "withdraw/", _submitted(editor), None),
        ("POST", "test/", _to_try(world), None),
        ("POST", "arm/", _drafts(editor, kind="emergency"), {"reason": "Nước về trong 20 phút."}),
        ("POST", "send-emergency/", _armed(world, editor), None),
        ("POST", "disarm/", _armed(world, editor), None),
    ):
        operation = f"{method} /api/v1/officer/notices/{{notice_id}}/{door}"
        found = list(notices)
        pool.offer(operation, "path.notice_id", found)
        for notice_id in found[:COPIES]:
            pool.ask(operation, path={"notice_id": notice_id}, **({"body": body} if body else {}))


def _tools(world: World) -> None:
    """Lists of people and templates, for people who write notices."""
    pool, me = world.pool, world.me
    if world.role.name == MACHINE or not me.client.get("officer/audience-lists/").is_success:
        return
    named = [*(f"area:{area}" for area in WARDS.values()), {"all": ["all", {"not": "lang:en"}]}, "role:officer"]
    for audience in named:
        pool.ask("POST /api/v1/officer/notices/audience/", body={"audience": audience})
    phones = {"name": "Tổ trưởng", "phones": ROLES["citizen"].identifier}
    pool.ask("POST /api/v1/officer/audience-lists/", body=phones)
    lists = [me.post("officer/audience-lists/", phones)["id"] for _ in range(2 * COPIES)]
    _offer_each(pool, "DELETE /api/v1/officer/audience-lists/{list_id}/", "list_id", lists, None)
    made = [me.post("officer/notice-templates/", _template())["id"] for _ in range(COPIES)]
    _offer_each(pool, "PATCH /api/v1/officer/notice-templates/{template_id}/", "template_id", made, {"is_active": True})
    pool.ask("POST /api/v1/officer/notice-templates/", body=_template(), headers=_key())


def _offer_each(pool: Pool, operation: str, name: str, ids: list[str], body: Json) -> None:
    pool.offer(operation, f"path.{name}", ids)
    for one in ids[:COPIES]:
        pool.ask(operation, path={name: one}, **({"body": body} if body else {}))


def _template() -> Json:
    return {"name": f"Mưa {uuid.uuid4().hex[:12]}", "title": "Mưa lớn ở {place}", "body": "Từ {hour} giờ."}


def _to_try(world: World) -> Iterator[str]:
    """Drafts of who asks, who has a phone to try them on; a machine account has none."""
    if world.role.name != MACHINE:
        installation = {"install_id": str(uuid.uuid4()), "token": f"fuzz-{uuid.uuid4().hex}"}
        world.me.post("devices/", {**installation, "platform": "android", "language": "vi", "topics": ["all"]})
        yield from _drafts(world.me)


def _armed(world: World, editor: Caller) -> Iterator[str]:
    """Emergencies that who asks has armed; none for who may not."""
    for notice_id in _drafts(editor, kind="emergency"):
        if world.me.client.post(f"officer/notices/{notice_id}/arm/", json={"reason": "Nước về."}).is_success:
            yield notice_id


def _drafts(author: Caller, **values: str) -> Iterator[str]:
    for _ in range(2 * COPIES):
        yield author.post("officer/notices/", NOTICE | values)["id"]


def _submitted(author: Caller) -> Iterator[str]:
    for notice_id in _drafts(author):
        author.post(f"officer/notices/{notice_id}/submit/")
        yield notice_id


COLLECTORS: tuple[Callable[[World], None], ...] = (
    _public,
    _doors,
    _self,
    _dossiers,
    _reports,
    _officers_reports,
    _devices,
    _notices,
    _tools,
)
