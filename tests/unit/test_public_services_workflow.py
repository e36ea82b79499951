"""The life of a dossier: arrows, reasons, the clock, the people who are told."""

from datetime import datetime

import pytest

from backend.accounts.models import User
from backend.common.errors import DomainError
from backend.common.models import AuditEntry
from backend.public_services.models import DossierFollow
from backend.public_services.services import dossier_status_change
from backend.public_services.workflow import CLOCK_PAUSED, ENDED, TRANSITIONS, Status
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.public_services import LOCAL, make_dossier, make_procedure

pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=LOCAL)


def test_every_national_status_has_its_row_and_all_but_the_last_ones_lead_on() -> None:
    assert set(TRANSITIONS) == set(Status) == {Status(number) for number in range(1, 11)}
    assert {status for status in Status if not TRANSITIONS[status]} == ENDED - {Status.DONE}
    assert {int(status) for status in CLOCK_PAUSED} == {5, 6, 8}


def test_a_change_outside_the_table_is_refused_and_leaves_no_trace() -> None:
    dossier = make_dossier(status=2)
    with pytest.raises(DomainError) as refused:
        dossier_status_change(dossier=dossier, to=10)
    assert refused.value.code == "dossier_transition_not_allowed"
    assert dossier.events.count() == 0


@pytest.mark.parametrize("to", [5, 6, 8])
def test_asking_something_of_the_applicant_needs_a_reason(to: int) -> None:
    dossier = make_dossier(status=4)
    with pytest.raises(DomainError) as refused:
        dossier_status_change(dossier=dossier, to=to, text="  ")
    assert refused.value.code == "reason_required"
    assert [field.field for field in refused.value.fields] == ["text"]


@pytest.mark.parametrize("paused", [5, 6, 8])
def test_working_days_that_the_clock_stood_are_added_to_the_due_date(paused: int) -> None:
    dossier = make_dossier(status=4, due_at=at(12, 17))
    dossier_status_change(dossier=dossier, to=paused, text="Thiếu", at=at(5))  # a Thursday
    assert dossier.clock_paused
    assert dossier.clock_stopped_at == at(5)
    dossier_status_change(dossier=dossier, to=4, at=at(10))  # Friday, Monday and Tuesday have passed
    assert dossier.due_at == at(17, 17)
    assert dossier.clock_stopped_at is None


def test_from_one_pause_into_another_the_clock_does_not_start_anew() -> None:
    dossier = make_dossier(status=4, due_at=at(12, 17))
    dossier_status_change(dossier=dossier, to=5, text="Thiếu", at=at(4))
    dossier_status_change(dossier=dossier, to=8, text="Quá hạn bổ sung", at=at(6))
    assert dossier.clock_stopped_at == at(4)


def test_acceptance_sets_the_due_date_by_the_procedure_in_working_days() -> None:
    procedure = make_procedure()  # three working days in person
    dossier = make_dossier(status=1, due_at=None, procedure=procedure)
    dossier_status_change(dossier=dossier, to=2, at=at(6))  # a Friday
    assert dossier.due_at == at(11, 17)


def test_finishing_and_handing_over_write_their_times_once() -> None:
    dossier = make_dossier(status=4)
    dossier_status_change(dossier=dossier, to=9, at=at(5))
    dossier_status_change(dossier=dossier, to=10, at=at(6))
    assert (dossier.finished_at, dossier.returned_at) == (at(5), at(6))


def test_owner_and_followers_get_one_notice_that_names_nobody() -> None:
    dossier = make_dossier(status=4)
    owner = UserFactory.create(phone=dossier.applicant_phone, phone_verified_at=at(1))
    follower = UserFactory.create()
    DossierFollow.objects.create(user=follower, dossier=dossier)
    UserFactory.create()
    event = dossier_status_change(dossier=dossier, to=5, text="Thiếu bản sao.", at=at(5))
    notice = Notice.objects.get()
    assert notice.key == f"dossier:{dossier.code}:{event.pk}"
    assert notice.topics == sorted([f"user:{owner.pk}", f"user:{follower.pk}"])
    assert notice.link == f"daknong://dossier/{dossier.code}"
    assert "Thiếu bản sao." in notice.body
    assert "Mẫu" not in notice.title + notice.body


def test_somebody_whose_phone_is_not_confirmed_is_no_owner() -> None:
    dossier = make_dossier(status=4)
    UserFactory.create(phone=dossier.applicant_phone, phone_verified_at=None)
    dossier_status_change(dossier=dossier, to=9, at=at(5))
    assert not Notice.objects.exists()


def test_disabled_people_are_not_told() -> None:
    dossier = make_dossier(status=4)
    owner = UserFactory.create(phone=dossier.applicant_phone, phone_verified_at=at(1))
    User.objects.filter(pk=owner.pk).update(is_active=False)
    dossier_status_change(dossier=dossier, to=9, at=at(5))
    assert not Notice.objects.exists()


def test_an_officers_change_is_in_the_audit_trail_with_its_agency() -> None:
    dossier = make_dossier(status=2)
    officer = UserFactory.create(officer=True)
    dossier_status_change(dossier=dossier, to=4, by=officer)
    entry = AuditEntry.objects.get(action="dossier.status_change")
    assert (entry.agency_code, entry.detail) == ("H16.31", {"from": 2, "to": 4})


def test_papers_that_were_asked_for_are_forgotten_when_work_goes_on() -> None:
    dossier = make_dossier(status=4)
    missing = [{"name": "Bản sao", "reason": "", "requested_at": None}]
    dossier_status_change(dossier=dossier, to=5, text="Thiếu", missing_documents=missing)
    assert dossier.missing_documents == missing
    dossier_status_change(dossier=dossier, to=4)
    assert dossier.missing_documents == []
