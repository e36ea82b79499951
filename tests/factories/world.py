"""One small province for tests that ask the whole API: every role, and one thing of each kind that belongs to somebody.

`citizen` owns what is private; `handler`, `editor` and `approver` work for the agency that it has to do with;
`other_officer` may do everything, but for another agency. A machine account of that first agency has every scope.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from backend.accounts.code_delivery import code_digits
from backend.accounts.codes import code_request
from backend.accounts.models import CodePurpose, Session, User
from backend.accounts.tokens import TokenPair
from backend.agencies.models import Agency
from backend.feedback.codes import secret_digest
from backend.public_services.models import DossierFollow
from notifications.models import Kind
from notifications.topics import of_user
from tests.factories.accounts import PASSWORD, ConsentPurposeFactory, UserFactory, tokens_of
from tests.factories.agencies import AgencyFactory, EmergencyNumberFactory, MembershipFactory, OfficeFactory
from tests.factories.alerts import alert
from tests.factories.areas import load_areas
from tests.factories.feedback import ReportFactory, ReportPhotoFactory, picture_bytes
from tests.factories.machines import make_key, make_machine
from tests.factories.news import ArticleFactory
from tests.factories.notifications import (
    AudienceListFactory,
    DeviceFactory,
    NoticeFactory,
    NoticeTemplateFactory,
    TopicFactory,
)
from tests.factories.places import PlaceFactory
from tests.factories.public_services import PHONE_FACTOR, make_dossier, make_procedure

NEW_PHONE = "+84987650001"
AREA = "24611"


@dataclass
class World:
    """Users and tokens by role, things by name, and texts that must not reach the wrong eyes."""

    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, TokenPair] = field(default_factory=dict)
    key: str = ""  # of the machine account, which acts for the agency of the officers
    things: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["things"][name]
        except KeyError:
            raise AttributeError(name) from None


def world_build() -> World:
    """Make everything. Nothing is committed by it: see `undone`."""
    load_areas()
    world = World()
    _people(world)
    _public(world)
    _reports(world)
    _dossiers(world)
    _machine(world)
    _notices(world)
    _sessions(world)
    return world


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is rolled back, and that durable blocks take for a test's own."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what Django's TestCase does
    with block:
        yield
        transaction.set_rollback(True)


def _people(world: World) -> None:
    root = AgencyFactory.create(code="H16")
    here, elsewhere = (AgencyFactory.create(code=code, parent=root) for code in ("H16.31", "H16.32"))
    world.things.update(agency=here, other_agency=elsewhere)
    people: dict[str, dict[str, Any]] = {
        "citizen": {"phone": "+84901110001", "phone_verified_at": timezone.now(), "area_codes": [AREA]},
        "other_citizen": {"phone": "+84901110002", "phone_verified_at": timezone.now()},
        **{role: {"officer": True} for role in ("handler", "other_officer", "editor", "approver")},
        "administrator": {"administrator": True},
    }
    for role, values in people.items():
        world.users[role] = UserFactory.create(password=PASSWORD, **values)
    _member(world, "handler", here, is_handler=True)
    _member(world, "editor", here, is_handler=False, is_editor=True)
    _member(world, "approver", here, is_handler=False, is_approver=True)
    _member(world, "other_officer", elsewhere, is_handler=True, is_editor=True, is_approver=True)
    world.secrets["phone"] = str(world.users["citizen"].phone)


def _member(world: World, role: str, agency: Agency, **capabilities: bool) -> None:
    MembershipFactory.create(user=world.users[role], agency=agency, **capabilities)


def _public(world: World) -> None:
    article, place = ArticleFactory.create(), PlaceFactory.create()
    world.things["unpublished"] = ArticleFactory.create(draft=True, title="Bài chưa đăng kq7")
    OfficeFactory.create(agency=world.agency, weekdays=True)
    EmergencyNumberFactory.create(number="114")
    world.things.update(article=article, place=place, procedure=make_procedure(life_events=("sinh-con",)))
    world.things["alert"] = alert()
    world.things.update(topic=TopicFactory.create(), purpose=ConsentPurposeFactory.create())
    world.secrets["unpublished article"] = "Bài chưa đăng kq7"


def _reports(world: World) -> None:
    text, phone = "Nắp cống vỡ trước nhà kq1.", "0901 110 777"
    kept: dict[str, Any] = {"agency": world.agency, "reporter": world.users["citizen"], "contact_phone": phone}
    new = ReportFactory.create(text=text, **kept)
    world.things["report"] = new
    world.things["answered_report"] = ReportFactory.create(
        text="Đèn đường tắt kq2.", status="resolved", resolved_at=timezone.now(), **kept
    )
    world.things["guest_report"] = ReportFactory.create(
        text="Rác ở bờ suối kq3.", agency=world.agency, secret_hash=secret_digest("bi-mat-cua-khach")
    )
    published = ReportFactory.create(text="Ổ gà đã vá.", is_public=True, **kept)
    world.things["photo"] = _photo(new)
    world.things["loose_photo"] = ReportPhotoFactory.create(uploader=world.users["citizen"])
    world.things["public_photo"] = _photo(published)
    world.secrets.update({"report": text, "report contact": phone, "guest's report": "Rác ở bờ suối kq3."})


def _photo(report: Any) -> Any:
    thumb = ContentFile(picture_bytes("JPEG", (16, 12)), name="thumb.jpg")
    return ReportPhotoFactory.create(report=report, thumb=thumb, is_processed=True)


def _dossiers(world: World) -> None:
    name, applicant = "Đăng ký khai sinh kq4", "Nguyễn Thị Mẫu Riêng"
    world.things["dossier"] = make_dossier(procedure_name=name, applicant_name=applicant)
    world.things["factor"] = PHONE_FACTOR
    DossierFollow.objects.create(user=world.users["citizen"], dossier=world.dossier)
    world.secrets.update({"dossier": name, "applicant's name": applicant})


def _machine(world: World) -> None:
    account = make_machine(agency=world.agency)
    world.things["machine"] = account
    world.key = make_key(account)[1]


def _notices(world: World) -> None:
    editor, approver, citizen = (world.users[role] for role in ("editor", "approver", "citizen"))
    here = {"agency_code": world.agency.code}
    world.things.update(
        draft=NoticeFactory.create(author=editor, title="Bản nháp kq5", **here),
        submitted=NoticeFactory.create(author=editor, submitted=True, **here),
        machines_own=NoticeFactory.create(author=world.machine.user, title="Bản nháp của máy kq9", **here),
        approvers_own=NoticeFactory.create(author=approver, submitted=True, **here),
        emergency=NoticeFactory.create(author=editor, kind=Kind.EMERGENCY, **here),
        armed=NoticeFactory.create(
            author=editor,
            kind=Kind.EMERGENCY,
            armed_by=approver,
            armed_at=timezone.now(),
            emergency_reason="Vỡ đập.",
            **here,
        ),
        template=NoticeTemplateFactory.create(),
        audience_list=AudienceListFactory.create(name="Tổ trưởng kq10", author=editor, **here),
        provinces=NoticeFactory.create(author=world.users["administrator"], submitted=True, agency_code=""),
        provinces_draft=NoticeFactory.create(author=world.users["administrator"], agency_code=""),
        personal=NoticeFactory.create(
            author=None,
            key="matrix:personal",
            kind=Kind.PERSONAL,
            title="Riêng cho bạn kq6",
            topics=[of_user(citizen.pk)],
            status="sent",
            sent_at=timezone.now() - timedelta(minutes=5),
        ),
        device=DeviceFactory.create(user=citizen, topics=["all", of_user(citizen.pk)]),
        guest_device=DeviceFactory.create(secret_hash=hashlib.sha256(b"bi-mat-cua-may").hexdigest()),
    )
    world.secrets.update({"draft notice": "Bản nháp kq5", "personal notice": "Riêng cho bạn kq6"})
    world.secrets["machine's draft"] = "Bản nháp của máy kq9"
    world.secrets["list of people"] = "Tổ trưởng kq10"
    for role in ("editor", "approver", "administrator"):
        DeviceFactory.create(user=world.users[role])


def _sessions(world: World) -> None:
    for role, user in world.users.items():
        world.tokens[role] = tokens_of(user, device_name="Máy kq8" if role == "citizen" else "")
    world.things["spare"] = tokens_of(world.users["citizen"])
    world.things["session"] = Session.objects.get(device_name="Máy kq8")
    codes = (
        ("register_code", NEW_PHONE, CodePurpose.REGISTER),
        ("reset_code", world.secrets["phone"], CodePurpose.RESET),
    )
    for name, phone, purpose in codes:
        code = code_request(phone=phone, purpose=purpose, language="vi", address="203.0.113.9")
        world.things[name] = code_digits(code)
    world.secrets["session"] = "Máy kq8"
