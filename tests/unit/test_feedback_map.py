"""The map's counts: whatever happens to reports, they are what counting all reports would give."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from backend.common.errors import DomainError
from backend.feedback import services
from backend.feedback.models import MapCell, Report
from backend.feedback.workflow import Status, Who, targets
from tests.factories.accounts import UserFactory
from tests.factories.feedback import ReportCategoryFactory, ReportFactory, agency_make
from tests.factories.feedback_map import counted, counted_anew, on_map

SPOTS = [(12.0012, 107.6921), (12.0013, 107.6922), (12.4, 107.6), (11.98, 107.71), (12.0012, 107.6921)]


@pytest.fixture
def admin() -> Any:
    return UserFactory.create(administrator=True)


def matter(**values: Any) -> Report:
    """A report that an administrator can move; not on the map yet."""
    return ReportFactory.create(**{"latitude": 12.0, "longitude": 107.69, **values})


@pytest.mark.django_db
class TestOneReport:
    def test_publishing_counts_it_once_at_each_level_and_hiding_takes_it_out(self, admin: Any) -> None:
        report = matter()
        assert counted() == {}
        services.report_publish(code=report.code, officer=admin, is_public=True)
        services.report_publish(code=report.code, officer=admin, is_public=True)
        assert len(counted()) == 14 and set(counted().values()) == {(1, 12_000_000, 107_690_000)}
        services.report_publish(code=report.code, officer=admin, is_public=False)
        assert not MapCell.objects.exists(), "a square without reports has no row"

    def test_a_change_of_status_takes_it_from_one_count_to_the_other(self, admin: Any) -> None:
        report = matter(agency=agency_make())
        services.report_publish(code=report.code, officer=admin, is_public=True)
        services.report_transition(code=report.code, officer=admin, to=Status.RECEIVED)
        assert {status for *_cell, status in counted()} == {"received", ""}
        assert counted() == counted_anew()

    def test_a_private_one_and_one_without_a_point_are_not_counted(self, admin: Any) -> None:
        here, nowhere = matter(agency=agency_make()), matter(latitude=None, longitude=None)
        services.report_transition(code=here.code, officer=admin, to=Status.RECEIVED)
        services.report_publish(code=nowhere.code, officer=admin, is_public=True)
        assert counted() == {}

    def test_a_change_that_fails_leaves_the_counts_as_they_were(self, admin: Any) -> None:
        report = matter()
        with pytest.raises(RuntimeError):
            self.publish_and_fail(report, admin)
        assert counted() == counted_anew() == {}

    @transaction.atomic
    def publish_and_fail(self, report: Report, admin: Any) -> None:
        services.report_publish(code=report.code, officer=admin, is_public=True)
        assert counted() != {}
        raise RuntimeError

    def test_the_number_follows_the_point_and_a_row_without_it_is_refused(self) -> None:
        report = matter()
        before = report.z_order
        report.latitude = 12.1
        report.save(update_fields=["latitude"])
        assert Report.objects.get(pk=report.pk).z_order not in (None, before)
        with pytest.raises(IntegrityError, match="report_point_numbered"), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(z_order=None)

    def test_the_time_that_closes_answers_moves_them_on_the_map_too(self, admin: Any) -> None:
        past = timezone.now() - timedelta(days=30)
        on_map(*SPOTS, status="resolved", resolved_at=past)
        assert services.reports_close_settled() == len(SPOTS)
        assert {status for *_cell, status in counted()} == {"closed", ""}
        assert counted() == counted_anew()


def step(chance: random.Random, admin: Any) -> None:
    """Something that may happen to a report, or may not."""
    report = chance.choice(list(Report.objects.select_related("category", "agency")))
    match chance.randrange(6):
        case 0 | 1:
            services.report_publish(code=report.code, officer=admin, is_public=chance.random() < 0.7)
        case 2 | 3:
            to = chance.choice(targets(report.status, Who.OFFICER) or [Status.CLOSED])
            due = report.due_at + timedelta(days=chance.randint(1, 9))
            services.report_transition(
                code=report.code, officer=admin, to=to, text="Đã xem.", agency_code="H16.32", due_at=due
            )
        case 4:
            reason = "Chưa xong, nước vẫn tràn."
            act = chance.choice([services.report_withdraw, services.report_reopen])
            act(report=report, reason=reason)
        case 5:
            services.report_comment(report=report, text="Thêm: sát cột điện.")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_anything_that_happens_the_counts_are_those_of_counting_anew(admin: Any, seed: int) -> None:
    chance, agency, done = random.Random(seed), agency_make("H16.31"), 0
    agency_make("H16.32")
    categories = [ReportCategoryFactory.create(slug=slug, name=slug) for slug in ("roads", "lighting", "trash")]
    for number in range(12):
        latitude, longitude = SPOTS[number % len(SPOTS)] if number % 4 else (None, None)
        values = {"category": chance.choice(categories), "latitude": latitude, "longitude": longitude}
        matter(agency=agency, **values)
    for _ in range(150):
        try:
            step(chance, admin)
            done += 1
        except DomainError:  # the workflow does not allow it: nothing may have moved
            pass
        assert counted() == counted_anew()
    assert done > 60 and Report.objects.filter(is_public=True, z_order__isnull=False).exists()
    before = counted()
    services.map_recount()
    assert counted() == before, "counting anew in the database says the same"


@pytest.mark.django_db
def test_the_command_mends_counts_that_are_wrong() -> None:
    on_map(*SPOTS)
    right = counted()
    MapCell.objects.filter(level=10).delete()
    MapCell.objects.update(reports=99)
    call_command("recount_report_map")
    assert counted() == right


def at_once(*acts: Callable[[], Any]) -> None:
    """Each act in a thread and a connection of its own; what one of them raises is raised here."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        start.wait(10)
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(run, act) for act in acts]:
            done.result(timeout=60)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_publishing_hiding_moving_closing_and_recounting_at_once_lose_nothing(self) -> None:
        admin, agency = UserFactory.create(administrator=True), agency_make()
        old = {"status": "resolved", "resolved_at": timezone.now() - timedelta(days=30), "agency": agency}
        settled = on_map(*SPOTS * 2, **old)
        fresh = [matter(latitude=lat, longitude=lon, agency=agency) for lat, lon in SPOTS]

        def publish(codes: list[str], *, is_public: bool) -> None:
            for code in codes:
                services.report_publish(code=code, officer=admin, is_public=is_public)

        def receive() -> None:
            for report in fresh:
                services.report_transition(code=report.code, officer=admin, to=Status.RECEIVED)

        at_once(
            lambda: publish([report.code for report in fresh], is_public=True),
            lambda: publish([report.code for report in reversed(settled)], is_public=False),
            lambda: services.reports_close_settled(limit=7),
            lambda: services.reports_close_settled(limit=7),
            receive,
            services.map_recount,
        )
        assert counted() == counted_anew()
        assert MapCell.objects.filter(level=6).exists()

    def test_the_migration_numbers_and_counts_what_is_there_and_goes_back(self) -> None:
        on_map(*SPOTS)
        right, numbers = counted(), dict(Report.objects.values_list("pk", "z_order"))
        try:
            _migrate("0001_reports_categories_photos_history")
            _migrate("0003_map_filled")
            assert counted() == right
            assert dict(Report.objects.values_list("pk", "z_order")) == numbers
        finally:
            _migrate("0003_map_filled")


def _migrate(name: str) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("feedback", name)])
