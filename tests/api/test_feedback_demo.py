"""The demo province's reports tell possible stories, and loading them twice tells them once."""

import uuid
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from backend.agencies.services import agencies_load
from backend.areas.services import areas_load
from backend.feedback.codes import code_is_valid
from backend.feedback.demo import _Story, _World, load_categories, load_reports
from backend.feedback.models import Rating, Report, ReportCategory, ReportPhoto
from backend.feedback.selectors import report_by_secret
from backend.feedback.workflow import Status, arrow
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    areas_load()
    agencies_load()
    UserFactory()
    load_categories()
    load_reports()


def test_the_stories_are_possible(province: None) -> None:
    now = timezone.now()
    for report in Report.objects.prefetch_related("events", "photos"):
        events = list(report.events.all())
        times = [event.at for event in events]
        assert times == sorted(times) and times[-1] <= now, report.code
        assert report.created_at == times[0] and events[-1].to_status == report.status
        moves = [event for event in events if event.kind == "moved"]
        assert all(arrow(event.from_status, event.to_status) for event in moves), report.code
        assert all(event.text for event in moves if event.to_status not in ("closed", "received"))
        assert code_is_valid(report.code) and report.agency_id and report.search_terms
        assert (now - report.created_at).days <= 91


def test_the_stories_are_possible_whenever_they_are_told(province: None, settings: Any) -> None:
    """`make run` may come at any hour of any day: nothing has happened that is still to come."""
    settings.REFERENCE_SECONDS = 60  # the calendar is read once, not once a story
    world, midnight = _World.read(), timezone.localtime().replace(hour=0, minute=7)
    for hours in range(0, 7 * 24, 7):
        now = midnight + timedelta(hours=hours)
        for n in range(300):
            story = _Story.tell(n, uuid.uuid4(), now, world)
            times = [event.at for event in story.events]
            assert times == sorted(times) and times[-1] <= now, f"{now}: {story.report.code}"


def test_every_screen_has_something_to_show(province: None) -> None:
    assert Report.objects.count() == 300
    assert set(Report.objects.values_list("status", flat=True)) == set(Status)
    assert Report.objects.values("area_code").distinct().count() == 28
    late = sum(report.is_overdue() for report in Report.objects.all())
    assert 10 <= late <= 60
    assert ReportPhoto.objects.filter(kind="before").exists() and ReportPhoto.objects.filter(kind="after").exists()
    assert min(Counter(Rating.objects.values_list("score", flat=True)).values()) >= 1
    assert Report.objects.filter(reporter__isnull=False).count() >= 50


def test_loading_twice_loads_once_and_opens_nothing(province: None) -> None:
    before = Report.objects.count(), ReportPhoto.objects.count(), ReportCategory.objects.count()
    load_categories()
    assert load_reports() == 0
    assert before == (Report.objects.count(), ReportPhoto.objects.count(), ReportCategory.objects.count())
    guest = Report.objects.filter(reporter=None).first()
    assert guest is not None
    with pytest.raises(Exception, match="report_not_found"):
        report_by_secret(guest.code, "")


def test_complaints_are_the_one_category_that_takes_no_report() -> None:
    load_categories()
    assert list(ReportCategory.objects.exclude(excluded_notice="").values_list("slug", flat=True)) == ["complaint"]
    assert not ReportCategory.objects.filter(name_en="").exists()


@pytest.mark.django_db(transaction=True)
def test_the_migrations_go_back_and_forth() -> None:
    call_command("migrate", "feedback", "zero", verbosity=0)
    assert "feedback_report" not in connection.introspection.table_names()
    call_command("migrate", "feedback", verbosity=0)
    assert "feedback_report" in connection.introspection.table_names()
