"""Who may move a notice where, and what the database itself refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.common.errors import Conflict, DomainError, NotFound, PermissionDenied
from backend.common.models import AuditEntry
from notifications import access, doorbell, services, workflow
from notifications.models import Notice
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.notifications import NoticeFactory, notice_planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: heard.append((notice_id, kind)))
    return heard


@pytest.fixture
def author() -> Any:
    return UserFactory.create(administrator=True)


@pytest.fixture
def approver() -> Any:
    return UserFactory.create(administrator=True)


def submitted(author: Any, **values: Any) -> Notice:
    return NoticeFactory.create(author=author, submitted=True, **values)


def test_every_state_is_in_the_table_and_every_arrow_has_a_reason() -> None:
    assert set(workflow.TRANSITIONS) == set(Status)
    assert all(reason for arrows in workflow.TRANSITIONS.values() for reason in arrows.values())


def test_nothing_becomes_sent_without_an_approval_on_the_way() -> None:
    reachable, frontier = {Status.DRAFT}, [Status.DRAFT]
    while frontier:
        for to in workflow.TRANSITIONS[frontier.pop()]:
            if to not in reachable and to != Status.APPROVED:
                reachable.add(Status(to))
                frontier.append(Status(to))
    assert not reachable & set(workflow.VISIBLE)


def test_the_author_cannot_approve_their_own_notice(author: Any) -> None:
    notice = submitted(author)
    with pytest.raises(PermissionDenied) as refused:
        services.notice_approve(notice_id=notice.pk, by=author)
    assert refused.value.code == "own_approval"
    notice.refresh_from_db()
    assert notice.status == Status.SUBMITTED


def test_the_database_refuses_an_author_as_approver(author: Any) -> None:
    notice = submitted(author)
    with pytest.raises(IntegrityError, match="notice_approver_is_another"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(approver=author)


def test_the_database_refuses_to_send_an_officers_notice_without_an_approver(author: Any) -> None:
    notice = submitted(author)
    with pytest.raises(IntegrityError, match="notice_sent_only_approved"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(status=Status.SENDING)


def test_an_approval_rings_once_after_commit_and_a_second_one_is_refused(
    author: Any, approver: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    notice = submitted(author)
    with django_capture_on_commit_callbacks(execute=True):
        services.notice_approve(notice_id=notice.pk, by=approver)
        assert rings == []
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Conflict) as refused:
        services.notice_approve(notice_id=notice.pk, by=approver)
    assert refused.value.code == "notice_state"
    assert rings == [(notice.pk, "information")]
    assert AuditEntry.objects.filter(action="notice.approve", target_id=str(notice.pk)).count() == 1


def test_a_notice_for_later_waits_as_scheduled(author: Any, approver: Any, rings: list[Any]) -> None:
    notice = submitted(author, scheduled_at=timezone.now() + timedelta(hours=1))
    services.notice_approve(notice_id=notice.pk, by=approver)
    notice.refresh_from_db()
    assert (notice.status, rings) == (Status.SCHEDULED, [])


def test_an_outdated_notice_cannot_be_approved(author: Any, approver: Any) -> None:
    notice = submitted(author, valid_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Conflict) as refused:
        services.notice_approve(notice_id=notice.pk, by=approver)
    assert refused.value.code == "notice_expired"


def test_a_rejection_needs_a_reason_and_the_author_can_work_on(author: Any, approver: Any) -> None:
    notice = submitted(author)
    with pytest.raises(DomainError) as refused:
        services.notice_reject(notice_id=notice.pk, by=approver, reason="  ")
    assert refused.value.code == "reason_required"
    services.notice_reject(notice_id=notice.pk, by=approver, reason="Sai ngày")
    notice = services.notice_update(notice_id=notice.pk, by=author, title="Mưa rất lớn")
    assert (notice.status, notice.status_reason) == (Status.DRAFT, "")


def test_a_submitted_notice_cannot_be_changed_behind_the_approver(author: Any) -> None:
    notice = submitted(author)
    with pytest.raises(Conflict):
        services.notice_update(notice_id=notice.pk, by=author, title="Khác hẳn")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"topics": ["user:0190b0a8-0000-7000-8000-000000000000"]}, "notice_topics_invalid"),
        ({"topics": []}, "notice_topics_invalid"),
        ({"link": "javascript:alert(1)"}, "notice_link_invalid"),
        ({"link": "http://example.com/"}, "notice_link_invalid"),
        ({"kind": "personal"}, "notice_kind_invalid"),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused(author: Any, values: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        services.notice_draft(author=author, **({"title": "T", "body": "B", "topics": ["all"]} | values))
    assert refused.value.code == code


def test_a_notice_that_no_push_can_carry_is_refused_before_approval(author: Any) -> None:
    wide = "🌊" * 160
    notice = NoticeFactory.create(
        author=author,
        title=wide,
        body="🌊" * 2000,
        link="https://a.vn/" + "x" * 280,
        image_url="https://a.vn/" + "y" * 480,
    )
    with pytest.raises(DomainError) as refused:
        services.notice_submit(notice_id=notice.pk, by=author)
    assert refused.value.code == "notice_too_large"


def test_a_citizen_can_neither_write_nor_see_notices(author: Any) -> None:
    citizen, notice = UserFactory.create(), submitted(author)
    with pytest.raises(PermissionDenied):
        services.notice_draft(author=citizen, title="T", body="B", topics=["all"])
    with pytest.raises(PermissionDenied):
        services.notice_approve(notice_id=notice.pk, by=citizen)
    with pytest.raises(NotFound):
        services.notice_cancel(notice_id=notice.pk, by=citizen)
    assert not access.notices_visible(citizen).exists()
    assert access.actions_for(citizen, notice) == []


def test_another_agencys_notice_is_not_found(author: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.NOTICES_AGENCY_CODES = "tests.unit.test_notifications_workflow.codes_of"
    officer = UserFactory.create(officer=True)
    monkeypatch.setattr(type(officer), "has_perm", lambda self, perm, obj=None: True)
    theirs = submitted(author, agency_code="H36.99")
    mine = submitted(author, agency_code="H36.1")
    everybodys = submitted(author, agency_code="")
    assert set(access.notices_visible(officer)) == {mine, everybodys}
    assert set(services.notices_awaiting(officer)) == {mine}
    with pytest.raises(PermissionDenied):
        services.notice_approve(notice_id=everybodys.pk, by=officer)
    with pytest.raises(NotFound):
        services.notice_approve(notice_id=theirs.pk, by=officer)
    with pytest.raises(PermissionDenied):
        services.notice_draft(author=officer, title="T", body="B", topics=["all"], agency_code="H36.99")
    assert services.notice_draft(author=officer, title="T", body="B", topics=["all"]).agency_code == "H36.1"


def codes_of(user: Any, capability: str) -> set[str]:
    return {"H36.1"}


def test_only_who_speaks_for_the_province_rewrites_or_approves_its_notices(author: Any, settings: Any) -> None:
    settings.NOTICES_AGENCY_CODES = "backend.agencies.selectors.notice_agency_codes"
    root = AgencyFactory(code="H36")
    ward = AgencyFactory(code="H36.1", parent=root)
    high, low = (UserFactory.create(officer=True) for _ in range(2))
    MembershipFactory(user=high, agency=root, is_editor=True, is_approver=True)
    MembershipFactory(user=low, agency=ward, is_editor=True, is_approver=True)
    of_the_province = submitted(author, agency_code="")
    with pytest.raises(PermissionDenied):
        services.notice_approve(notice_id=of_the_province.pk, by=low)
    services.notice_reject(notice_id=of_the_province.pk, by=high, reason="Thiếu giờ.")
    with pytest.raises(PermissionDenied):
        services.notice_update(notice_id=of_the_province.pk, by=low, title="Khác")
    services.notice_update(notice_id=of_the_province.pk, by=high, title="Có giờ")
    assert services.notice_draft(author=high, title="T", body="B", topics=["all"]).agency_code == ""
    assert services.notice_draft(author=low, title="T", body="B", topics=["all"]).agency_code == "H36.1"


def test_cancelling_stops_the_batches_that_wait_and_empties_the_inbox(author: Any, approver: Any) -> None:
    from tests.factories.notifications import DeviceFactory

    device = DeviceFactory.create()
    notice = notice_planned(author=author)
    reader = services_reader(device)
    assert visible(reader) == [notice.pk]
    services.notice_cancel(notice_id=notice.pk, by=approver, reason="Báo nhầm")
    assert [batch.status for batch in notice.batches.all()] == ["stopped"]
    assert visible(reader) == []


def services_reader(device: Any) -> Any:
    from notifications.readers import reader_of_device

    return reader_of_device(device)


def visible(reader: Any) -> list[Any]:
    from notifications.inbox import inbox

    return [notice.pk for notice in inbox(reader)]
