"""Officers who want more than their share: notices without a second person, poisoned dates, private audiences."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.factories.accounts import UserFactory, api_client
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.feedback import ReportFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory

pytestmark = pytest.mark.django_db
NOTICES = "/api/v1/officer/notices/"
DRAFT = {"title": "Mưa lớn", "body": "Nước suối lên nhanh.", "topics": ["all"]}


def officer(agency: Any, **capabilities: bool) -> APIClient:
    values = {"is_handler": False, "is_editor": False, "is_approver": False} | capabilities
    return api_client(MembershipFactory(agency=agency, **values).user)


def test_who_rewrote_a_notice_does_not_approve_it() -> None:
    agency = AgencyFactory()
    author, both = officer(agency, is_editor=True), officer(agency, is_editor=True, is_approver=True)
    path = f"{NOTICES}{author.post(NOTICES, DRAFT).json()['id']}/"

    assert both.patch(path, {"title": "Tin của riêng tôi"}).status_code == 200
    assert both.post(f"{path}submit/").status_code == 200
    refused = both.post(f"{path}approve/")

    assert (refused.status_code, refused.json()["code"]) == (403, "own_approval")
    assert "approve" not in both.get(path).json()["allowed_actions"]


def test_who_only_submits_anothers_words_may_approve_them(rings: list[Any]) -> None:
    agency = AgencyFactory()
    author, both = officer(agency, is_editor=True), officer(agency, is_editor=True, is_approver=True)
    path = f"{NOTICES}{author.post(NOTICES, DRAFT).json()['id']}/"

    assert both.post(f"{path}submit/").status_code == 200
    assert both.post(f"{path}approve/").status_code == 200


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    rung: list[Any] = []
    monkeypatch.setattr("notifications.doorbell.ring_start", lambda *args: rung.append(args))
    return rung


@pytest.mark.parametrize("name", ["scheduled_at", "valid_until"])
@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+07:00", "0001-01-02T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_no_date_makes_the_list_of_notices_unreadable(name: str, when: str) -> None:
    agency = AgencyFactory()
    editor = officer(agency, is_editor=True)

    written = editor.post(NOTICES, DRAFT | {name: when})

    assert written.status_code in (201, 400)
    assert editor.get(NOTICES).status_code == 200


def test_another_agencys_notice_is_as_absent_as_none() -> None:
    here, there = AgencyFactory(), AgencyFactory()
    stranger = officer(there, is_editor=True, is_approver=True)
    notice = NoticeFactory(agency_code=here.code, author=UserFactory(officer=True))
    path = f"{NOTICES}{notice.pk}/"

    replies = [stranger.get(path), stranger.patch(path, {"title": "x"})]
    replies += [
        stranger.post(f"{path}{move}/", {"reason": "không"}) for move in ("submit", "approve", "reject", "cancel")
    ]

    assert {(reply.status_code, reply.json()["code"]) for reply in replies} == {(404, "notice_not_found")}


def test_nobody_learns_by_counting_who_follows_a_private_thing() -> None:
    editor = officer(AgencyFactory(), is_editor=True)
    DeviceFactory(topics=["all", "dossier:H16.12-261102-0001"])

    counted = editor.get(f"{NOTICES}audience/?topics=dossier:H16.12-261102-0001")

    assert counted.json().get("devices", 0) == 0


def test_a_promise_cannot_be_put_off_beyond_reason() -> None:
    agency = AgencyFactory()
    handler = officer(agency, is_handler=True)
    report = ReportFactory(agency=agency, status="in_progress")
    path = f"/api/v1/officer/reports/{report.code}/transitions/"
    body = {"to": "extended", "text": "Chờ vật tư."}

    beyond = handler.post(path, body | {"due_at": "9999-12-31T16:59:00Z"})
    sensible = handler.post(path, body | {"due_at": (timezone.now() + timedelta(days=60)).isoformat()})

    assert (beyond.status_code, beyond.json()["code"]) == (400, "due_at_invalid")
    assert sensible.status_code == 200


def test_a_role_taken_away_counts_at_once() -> None:
    agency = AgencyFactory()
    membership = MembershipFactory(agency=agency)
    handler = api_client(membership.user)
    report = ReportFactory(agency=agency)
    path = f"/api/v1/officer/reports/{report.code}/"
    assert handler.get(path).status_code == 200

    membership.delete()

    assert handler.get(path).status_code == 404
    assert handler.post(f"{path}transitions/", {"to": "received"}).status_code == 404
    assert handler.post(f"{path}publication/", {"is_public": True}).status_code == 404
