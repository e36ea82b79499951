"""What happens to reports, below the API."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from backend.agencies.models import Agency, AgencyDuty
from backend.agencies.services import membership_set
from backend.common.errors import Conflict, DomainError, NotFound
from backend.common.models import AuditEntry
from backend.feedback import services
from backend.feedback.models import Report, ReportEvent, ReportPhoto
from backend.feedback.selectors import report_by_secret
from backend.feedback.tasks import sweep
from backend.feedback.workflow import Status
from notifications.models import Device, Notice
from tests.factories.accounts import UserFactory
from tests.factories.feedback import (
    ReportCategoryFactory,
    ReportFactory,
    ReportPhotoFactory,
    agency_make,
    picture_bytes,
    upload,
)

pytestmark = pytest.mark.django_db
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def agency() -> Agency:
    return agency_make("H16.31")


@pytest.fixture
def handler(agency: Agency) -> Any:
    user = UserFactory(officer=True)
    membership_set(user=user, agency=agency, is_handler=True)
    return user


def make(**values: Any) -> services.NewReport:
    ReportCategoryFactory()
    return services.report_create(
        **{"category": "roads", "text": "Ổ gà sâu giữa đường", "place_text": "gần chợ", **values}
    )


class TestCreate:
    def test_a_guest_gets_a_secret_that_is_not_kept(self) -> None:
        made = make()
        assert made.secret and made.secret not in str(Report.objects.values().get())
        assert report_by_secret(made.report.code, made.secret).pk == made.report.pk

    def test_a_signed_in_sender_needs_no_secret(self) -> None:
        user = UserFactory()
        made = make(reporter=user)
        assert made.secret is None and made.report.secret_hash == ""
        with pytest.raises(NotFound):
            report_by_secret(made.report.code, "")

    def test_the_promise_is_in_working_days(self, time_machine: Any) -> None:
        time_machine.move_to(datetime(2026, 11, 20, 9, 0, tzinfo=HANOI))  # a Friday; Tuesday 24 November is a holiday
        assert make().report.due_at == datetime(2026, 11, 30, 17, 0, tzinfo=HANOI)

    def test_an_urgent_one_is_promised_in_hours_of_the_clock(self, time_machine: Any) -> None:
        time_machine.move_to(datetime(2026, 11, 21, 23, 0, tzinfo=HANOI), tick=False)  # a Saturday night
        ReportCategoryFactory(urgent=True)
        report = make(category="disaster").report
        assert report.is_urgent and report.due_at == datetime(2026, 11, 22, 3, 0, tzinfo=HANOI)

    def test_an_anonymous_one_keeps_no_contact(self) -> None:
        report = make(is_anonymous=True, contact_name="Nguyễn Văn Mẫu", contact_phone="010 0000 001").report
        assert (report.contact_name, report.contact_phone) == ("", "")

    def test_complaints_are_turned_away_with_where_to_go(self) -> None:
        ReportCategoryFactory(excluded=True)
        with pytest.raises(DomainError) as refused:
            make(category="complaint")
        assert refused.value.code == "category_excluded"
        assert "Trụ sở tiếp công dân" in str(refused.value.message)
        assert not Report.objects.exists()

    def test_without_any_place_it_is_refused(self) -> None:
        with pytest.raises(DomainError, match="place_required"):
            make(place_text="")

    def test_a_taken_code_is_drawn_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        numbers = iter([7, 7, 8])
        monkeypatch.setattr("backend.feedback.codes.secrets.randbelow", lambda _n: next(numbers))
        first, second = make().report, make().report
        assert first.code != second.code
        assert Report.objects.count() == 2

    def test_somebody_elses_photo_cannot_be_taken(self) -> None:
        photo = ReportPhotoFactory(uploader=UserFactory())
        with pytest.raises(DomainError, match="photo_unknown"):
            make(reporter=UserFactory(), photo_ids=[photo.pk])

    def test_a_photo_belongs_to_one_report(self) -> None:
        user = UserFactory()
        photo = ReportPhotoFactory(uploader=user)
        first = make(reporter=user, photo_ids=[photo.pk]).report
        photo.refresh_from_db()
        assert photo.report_id == first.pk and photo.event.kind == ReportEvent.Kind.CREATED
        with pytest.raises(DomainError, match="photo_unknown"):
            make(reporter=user, photo_ids=[photo.pk])


class TestRoute:
    def test_goes_to_the_agency_of_category_and_area_and_tells_the_sender_once(self, agency: Agency) -> None:
        AgencyDuty.objects.create(agency=agency, category_slug="roads")
        agency_make("H16.32")
        user = UserFactory()
        report = make(reporter=user).report
        assert services.report_route(report_id=report.pk)
        assert not services.report_route(report_id=report.pk)
        report.refresh_from_db()
        assert report.agency_id == agency.pk and report.status == Status.NEW
        notice = Notice.objects.get()
        assert notice.topics == [f"user:{user.pk}"] and report.code in notice.title
        assert agency.name in notice.body and notice.link == f"daknong://report/{report.code}"

    def test_a_guests_device_follows_the_report(self, agency: Agency) -> None:
        AgencyDuty.objects.create(agency=agency)
        device = Device.objects.create(install_id="0b0d6a4e-58a5-4a5e-9c52-6f3b1f1d2a10", secret_hash="x" * 64)
        report = make(device_id=device.pk).report
        services.report_route(report_id=report.pk)
        device.refresh_from_db()
        assert f"report:{report.pk}" in device.topics
        assert Notice.objects.get().topics == [f"report:{report.pk}"]

    def test_the_sweeper_routes_what_lost_its_doorbell_and_leaves_the_fresh(self, agency: Agency) -> None:
        AgencyDuty.objects.create(agency=agency)
        old, fresh = make().report, make().report
        Report.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(minutes=2))
        assert sweep() == 1
        old.refresh_from_db()
        fresh.refresh_from_db()
        assert old.agency_id == agency.pk and fresh.agency_id is None

    def test_a_vanished_report_is_no_error(self) -> None:
        assert not services.report_route(report_id=Report().pk)


class TestTransition:
    def move(self, report: Report, officer: Any, to: str, **values: Any) -> Report:
        return services.report_transition(code=report.code, officer=officer, to=to, **values)

    def test_writes_history_audit_and_one_notice(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, reporter=UserFactory())
        self.move(report, handler, "received", text="Đã nhận.", note="gọi lại chiều nay")
        event = report.events.get()
        assert (event.from_status, event.to_status, event.actor_label) == ("new", "received", agency.name)
        assert event.note == "gọi lại chiều nay"
        assert Notice.objects.get().body == "Đã nhận."
        assert AuditEntry.objects.filter(action="report.received", agency_code="H16.31", actor=handler).count() == 1

    def test_another_agencys_report_does_not_exist(self, handler: Any) -> None:
        report = ReportFactory(agency=agency_make("H16.32"))
        with pytest.raises(NotFound):
            self.move(report, handler, "received")

    def test_who_may_only_write_news_may_not_answer(self, agency: Agency) -> None:
        editor = UserFactory(officer=True)
        membership_set(user=editor, agency=agency, is_editor=True, is_approver=True)
        with pytest.raises(NotFound):
            self.move(ReportFactory(agency=agency), editor, "received")

    def test_a_handler_of_the_parent_answers_for_what_is_below(self) -> None:
        parent = agency_make("H16")
        child = agency_make("H16.40", parent=parent)
        boss = UserFactory(officer=True)
        membership_set(user=boss, agency=parent, is_handler=True)
        assert self.move(ReportFactory(agency=child), boss, "received").status == "received"

    def test_a_step_that_the_table_does_not_have_is_refused(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, status="rejected")
        with pytest.raises(Conflict, match="transition_not_allowed"):
            self.move(report, handler, "in_progress")

    @pytest.mark.parametrize("to", ["rejected", "waiting_info", "resolved"])
    def test_blanks_are_no_reason(self, agency: Agency, handler: Any, to: str) -> None:
        report = ReportFactory(agency=agency, status="received")
        with pytest.raises(DomainError, match="reason_required"):
            self.move(report, handler, to, text="   ")
        assert not report.events.exists()

    def test_an_extension_needs_a_later_date(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, status="received")
        with pytest.raises(DomainError, match="due_at_required"):
            self.move(report, handler, "extended", text="Chờ vật tư")
        with pytest.raises(DomainError, match="due_at_invalid"):
            self.move(report, handler, "extended", text="Chờ vật tư", due_at=report.due_at)
        later = report.due_at + timedelta(days=3)
        assert self.move(report, handler, "extended", text="Chờ vật tư", due_at=later).due_at == later

    def test_forwarding_gives_it_away(self, agency: Agency, handler: Any) -> None:
        other = agency_make("H16.32")
        report = ReportFactory(agency=agency)
        with pytest.raises(DomainError, match="agency_required"):
            self.move(report, handler, "forwarded", text="Đường tỉnh")
        with pytest.raises(DomainError, match="agency_unknown"):
            self.move(report, handler, "forwarded", text="Đường tỉnh", agency_code=agency.code)
        self.move(report, handler, "forwarded", text="Đường tỉnh", agency_code="H16.32")
        report.refresh_from_db()
        assert report.agency_id == other.pk
        with pytest.raises(NotFound):
            self.move(report, handler, "received")

    def test_the_wait_for_the_sender_is_given_back(self, agency: Agency, handler: Any, time_machine: Any) -> None:
        report = ReportFactory(agency=agency, status="received", reporter=UserFactory())
        due = report.due_at
        start = timezone.now()
        time_machine.move_to(start, tick=False)
        self.move(report, handler, "waiting_info", text="Số nhà nào?")
        time_machine.move_to(start + timedelta(days=2), tick=False)
        services.report_comment(report=report, text="Số 12", sender=report.reporter)
        report.refresh_from_db()
        assert report.status == "in_progress" and report.waiting_since is None
        assert report.due_at == due + timedelta(days=2)

    def test_the_photo_of_an_answer_is_an_after_photo(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, status="in_progress")
        photo = ReportPhotoFactory(uploader=handler)
        with pytest.raises(DomainError, match="photos_not_taken"):
            self.move(report, handler, "waiting_info", text="?", photo_ids=[photo.pk])
        self.move(report, handler, "resolved", text="Đã vá xong", photo_ids=[photo.pk])
        photo.refresh_from_db()
        assert photo.kind == "after" and photo.event.to_status == "resolved"

    def test_a_duplicate_points_to_the_first(self, agency: Agency, handler: Any) -> None:
        first, second = ReportFactory(agency=agency), ReportFactory(agency=agency)
        self.move(second, handler, "rejected", text="Trùng", duplicate_of=first.code)
        second.refresh_from_db()
        assert second.duplicate_of_id == first.pk

    def test_an_officer_who_left_answers_nothing(self, agency: Agency, handler: Any) -> None:
        handler.is_active = False
        handler.save()
        handler = type(handler).objects.get(pk=handler.pk)
        with pytest.raises(NotFound):
            self.move(ReportFactory(agency=agency), handler, "received")


class TestSender:
    def answered(self, **values: Any) -> Report:
        return ReportFactory(
            **{"status": "resolved", "resolved_at": timezone.now(), "reporter": UserFactory(), **values}
        )

    def test_a_content_rating_closes_and_a_bad_one_does_not(self) -> None:
        happy, unhappy = self.answered(), self.answered()
        services.report_rate(report=happy, score=5)
        services.report_rate(report=unhappy, score=1, text="Chưa xong")
        happy.refresh_from_db()
        unhappy.refresh_from_db()
        assert (happy.status, unhappy.status) == ("closed", "resolved")

    def test_an_answer_is_rated_once_and_the_next_one_again(self, time_machine: Any) -> None:
        report = self.answered()
        services.report_rate(report=report, score=2)
        with pytest.raises(Conflict, match="rating_not_allowed"):
            services.report_rate(report=report, score=5)
        later = timezone.now() + timedelta(days=1)
        Report.objects.filter(pk=report.pk).update(resolved_at=later)
        services.report_rate(report=report, score=5)
        report.refresh_from_db()
        assert report.rating.score == 5

    def test_reopening_starts_the_promise_anew(self) -> None:
        report = self.answered(due_at=timezone.now() - timedelta(days=3))
        services.report_reopen(report=report, reason="Hôm sau lại hỏng")
        report.refresh_from_db()
        assert report.status == "reopened" and report.resolved_at is None and report.due_at > timezone.now()

    def test_reopening_after_the_days_is_refused(self) -> None:
        report = self.answered(resolved_at=timezone.now() - timedelta(days=15))
        with pytest.raises(Conflict, match="reopen_not_allowed"):
            services.report_reopen(report=report, reason="Hôm sau lại hỏng")

    def test_withdrawing_ends_when_work_begins(self) -> None:
        fresh, begun = ReportFactory(), ReportFactory(status="in_progress")
        services.report_withdraw(report=fresh)
        fresh.refresh_from_db()
        assert fresh.status == "closed" and fresh.resolved_at is None
        with pytest.raises(Conflict):
            services.report_withdraw(report=begun)
        with pytest.raises(Conflict):
            services.report_withdraw(report=self.answered())

    def test_nothing_is_added_to_a_settled_report(self) -> None:
        with pytest.raises(Conflict, match="report_settled"):
            services.report_comment(report=self.answered(), text="Còn gì nữa")

    def test_the_sender_is_not_told_what_the_sender_did(self) -> None:
        services.report_reopen(report=self.answered(), reason="Hôm sau lại hỏng")
        assert not Notice.objects.exists()

    def test_answers_close_by_themselves_after_the_days(self) -> None:
        old = self.answered(resolved_at=timezone.now() - timedelta(days=15))
        fresh = self.answered()
        assert services.reports_close_settled() == 1
        old.refresh_from_db()
        fresh.refresh_from_db()
        assert (old.status, fresh.status) == ("closed", "resolved")
        assert old.events.get().actor_role == "system"


class TestPhotos:
    def test_the_thumbnail_is_drawn_once(self) -> None:
        photo = services.photo_upload(file=upload(picture_bytes("JPEG", (1200, 900))))
        assert not photo.thumb
        assert services.photo_make_thumb(photo_id=photo.pk)
        assert not services.photo_make_thumb(photo_id=photo.pk)
        photo.refresh_from_db()
        assert photo.is_processed and photo.thumb.size < photo.image.size

    def test_a_big_photo_is_made_smaller(self) -> None:
        photo = services.photo_upload(file=upload(picture_bytes("JPEG", (4000, 3000))))
        assert (photo.width, photo.height) == (1920, 1440)

    def test_loose_photos_go_after_a_day_with_their_files(self, tmp_path: Any) -> None:
        old, fresh = ReportPhotoFactory(), ReportPhotoFactory()
        taken = ReportPhotoFactory(report=ReportFactory())
        day = timezone.now() - timedelta(hours=25)
        ReportPhoto.objects.filter(pk__in=[old.pk, taken.pk]).update(created_at=day)
        assert services.photos_purge_loose() == 1
        assert set(ReportPhoto.objects.all()) == {fresh, taken}
        assert not old.image.storage.exists(old.image.name)
        assert taken.image.storage.exists(taken.image.name)
