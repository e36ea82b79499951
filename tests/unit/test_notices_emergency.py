"""An emergency by one person: two taps, a reason, ten minutes; and the ways around it that are closed."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from backend.common.errors import Conflict, DomainError, PermissionDenied
from backend.common.models import AuditEntry
from notifications import access, doorbell, services
from notifications.models import Notice
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db
REASON = "Vỡ đập, nước tới trong 20 phút"


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: heard.append((notice_id, kind)))
    return heard


@pytest.fixture
def author() -> Any:
    return UserFactory.create(administrator=True)


def emergency(author: Any, **values: Any) -> Notice:
    return NoticeFactory.create(author=author, kind="emergency", **values)


def armed(author: Any, **values: Any) -> Notice:
    return services.notice_arm(notice_id=emergency(author, **values).pk, by=author, reason=REASON)


def test_two_taps_of_one_person_send_an_emergency_and_both_are_on_record(
    author: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    notice = armed(author)
    assert (notice.status, notice.armed_by, rings) == (Status.DRAFT, author, [])
    with django_capture_on_commit_callbacks(execute=True):
        services.notice_send_emergency(notice_id=notice.pk, by=author)
    notice.refresh_from_db()
    assert (notice.status, notice.approver, notice.emergency_reason) == (Status.APPROVED, author, REASON)
    assert rings == [(notice.pk, "emergency")]
    trail = AuditEntry.objects.filter(target_id=str(notice.pk)).order_by("id").values_list("action", "detail__reason")
    assert list(trail) == [("notice.arm", REASON), ("notice.send_emergency", REASON)]


def test_an_emergency_can_wait_for_its_hour(author: Any, rings: list[Any]) -> None:
    notice = armed(author, scheduled_at=timezone.now() + timedelta(hours=1))
    assert services.notice_send_emergency(notice_id=notice.pk, by=author).status == Status.SCHEDULED


def test_the_second_tap_is_the_first_person_s(author: Any) -> None:
    notice, other = armed(author), UserFactory.create(administrator=True)
    with pytest.raises(PermissionDenied) as refused:
        services.notice_send_emergency(notice_id=notice.pk, by=other)
    assert refused.value.code == "emergency_other_person"


def test_without_a_first_tap_there_is_no_second(author: Any) -> None:
    with pytest.raises(Conflict) as refused:
        services.notice_send_emergency(notice_id=emergency(author).pk, by=author)
    assert refused.value.code == "emergency_not_armed"


@pytest.mark.parametrize(("seconds", "goes"), [(599, True), (601, False)])
def test_the_second_tap_comes_within_ten_minutes(author: Any, seconds: int, goes: bool) -> None:
    notice = armed(author)
    Notice.objects.filter(pk=notice.pk).update(armed_at=timezone.now() - timedelta(seconds=seconds))
    if goes:
        assert services.notice_send_emergency(notice_id=notice.pk, by=author).status == Status.APPROVED
        return
    with pytest.raises(Conflict) as refused:
        services.notice_send_emergency(notice_id=notice.pk, by=author)
    assert refused.value.code == "emergency_not_armed"


def test_an_edit_after_the_first_tap_undoes_it(author: Any) -> None:
    notice = armed(author)
    services.notice_update(notice_id=notice.pk, by=author, title="Khác hẳn")
    notice.refresh_from_db()
    assert (notice.armed_at, notice.armed_by, notice.emergency_reason) == (None, None, "")
    with pytest.raises(Conflict):
        services.notice_send_emergency(notice_id=notice.pk, by=author)
    assert AuditEntry.objects.filter(action="notice.change", detail__disarmed=True).exists()


def test_a_first_tap_can_be_taken_back_by_who_may_give_it(author: Any) -> None:
    notice, other = armed(author), UserFactory.create(administrator=True)
    services.notice_disarm(notice_id=notice.pk, by=other)
    notice.refresh_from_db()
    assert notice.armed_at is None
    services.notice_disarm(notice_id=notice.pk, by=other)
    assert AuditEntry.objects.filter(action="notice.disarm").count() == 1


@pytest.mark.parametrize("kind", ["information", "reminder", "warning"])
def test_only_an_emergency_goes_out_without_a_second_person(author: Any, kind: str) -> None:
    with pytest.raises(Conflict) as refused:
        services.notice_arm(notice_id=NoticeFactory.create(author=author, kind=kind).pk, by=author, reason=REASON)
    assert refused.value.code == "not_an_emergency"


def test_a_kind_that_is_changed_after_the_first_tap_needs_two_people_again(author: Any) -> None:
    notice = armed(author)
    services.notice_update(notice_id=notice.pk, by=author, kind="warning")
    with pytest.raises(Conflict) as refused:
        services.notice_send_emergency(notice_id=notice.pk, by=author)
    assert refused.value.code == "not_an_emergency"


@pytest.mark.parametrize(
    ("values", "reason", "code"),
    [
        ({}, "  ", "reason_required"),
        ({"title": " "}, REASON, "notice_incomplete"),
        ({"valid_until": timezone.now() - timedelta(hours=1)}, REASON, "notice_expired"),
    ],
)
def test_what_is_not_ready_cannot_be_armed(author: Any, values: dict[str, Any], reason: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        services.notice_arm(notice_id=emergency(author, **values).pk, by=author, reason=reason)
    assert refused.value.code == code


def test_a_draft_cannot_be_approved_past_the_two_taps(author: Any) -> None:
    notice, approver = emergency(author), UserFactory.create(administrator=True)
    with pytest.raises(Conflict):
        services.notice_approve(notice_id=notice.pk, by=approver)
    assert "approve" not in access.actions_for(approver, notice)


def test_four_eyes_on_an_emergency_stay_possible_and_leave_no_tap_behind(author: Any, rings: list[Any]) -> None:
    notice, approver = armed(author), UserFactory.create(administrator=True)
    services.notice_submit(notice_id=notice.pk, by=author)
    notice = services.notice_approve(notice_id=notice.pk, by=approver)
    assert (notice.status, notice.approver, notice.armed_at) == (Status.APPROVED, approver, None)


def test_an_approver_sends_alone_within_their_reach_and_an_editor_does_not(rings: list[Any]) -> None:
    province = AgencyFactory(code="H36")
    here, there = (AgencyFactory(code=code, parent=province) for code in ("H36.1", "H36.2"))
    editor, approver, far = (UserFactory.create(officer=True) for _ in range(3))
    MembershipFactory(user=editor, agency=here, is_editor=True)
    MembershipFactory(user=approver, agency=here, is_approver=True)
    MembershipFactory(user=far, agency=there, is_approver=True)
    notice = emergency(editor, agency_code=here.code)
    for other in (editor, far):
        with pytest.raises(DomainError) as refused:
            services.notice_arm(notice_id=notice.pk, by=other, reason=REASON)
        assert refused.value.status in (403, 404)
        assert "arm" not in access.actions_for(other, notice)
    assert "arm" in access.actions_for(approver, notice)
    notice = services.notice_arm(notice_id=notice.pk, by=approver, reason=REASON)
    assert {"send_emergency", "disarm"} <= set(access.actions_for(approver, notice))
    assert services.notice_send_emergency(notice_id=notice.pk, by=approver).status == Status.APPROVED


def both_at_once(*calls: Any) -> list[str]:
    """What each of these calls came to, made at the same moment from connections of their own."""
    barrier, found = threading.Barrier(len(calls)), []

    def run(call: Any) -> None:
        barrier.wait()
        try:
            call()
            found.append("done")
        except DomainError as error:
            found.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_goes_through(rings: list[Any]) -> None:
    notice = NoticeFactory.create(submitted=True)
    first, second = (UserFactory.create(administrator=True) for _ in range(2))
    calls = [lambda by=by: services.notice_approve(notice_id=notice.pk, by=by) for by in (first, second)]
    assert both_at_once(*calls) == ["done", "notice_state"]
    assert len(rings) == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_approving_at_once_ends_in_one_of_them(rings: list[Any]) -> None:
    notice, approver = NoticeFactory.create(submitted=True), UserFactory.create(administrator=True)
    found = both_at_once(
        lambda: services.notice_withdraw(notice_id=notice.pk, by=notice.author),
        lambda: services.notice_approve(notice_id=notice.pk, by=approver),
    )
    notice.refresh_from_db()
    assert found == ["done", "notice_state"]
    assert (notice.status, len(rings)) in [(Status.DRAFT, 0), (Status.APPROVED, 1)]


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_the_second_tap_at_once_never_send_other_words(rings: list[Any]) -> None:
    author = UserFactory.create(administrator=True)
    notice = armed(author)
    both_at_once(
        lambda: services.notice_update(notice_id=notice.pk, by=author, title="Khác hẳn"),
        lambda: services.notice_send_emergency(notice_id=notice.pk, by=author),
    )
    notice.refresh_from_db()
    assert (notice.status, notice.title) in [(Status.APPROVED, "Mưa lớn"), (Status.DRAFT, "Khác hẳn")]
