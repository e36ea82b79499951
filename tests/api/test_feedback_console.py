"""Reports in the officials' console: who sees what, and that the form goes through the service."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backend.agencies.models import Agency
from backend.agencies.services import membership_set
from backend.feedback.models import Report
from tests.factories.accounts import UserFactory
from tests.factories.feedback import ReportEventFactory, ReportFactory, ReportPhotoFactory, agency_make, upload

pytestmark = pytest.mark.django_db
LIST = "/console/feedback/report/"


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


def console(user: Any) -> Client:
    client = Client()
    client.force_login(user, "backend.accounts.backends.IdentifierBackend")
    return client


def page_of(report: Report) -> str:
    return reverse("admin:feedback_report_change", args=[report.pk])


class TestList:
    def test_an_officer_sees_the_reports_of_the_own_agency_alone(self, agency: Agency, handler: Any) -> None:
        mine, other = ReportFactory(agency=agency), ReportFactory(agency=agency_make("H16.32"))
        text = console(handler).get(LIST).content.decode()
        assert mine.code in text and other.code not in text

    def test_an_administrator_sees_what_nobody_was_given(self) -> None:
        loose = ReportFactory()
        assert loose.code in console(UserFactory(administrator=True)).get(LIST).content.decode()

    def test_an_editor_of_news_sees_no_reports_at_all(self, agency: Agency) -> None:
        editor = UserFactory(officer=True)
        membership_set(user=editor, agency=agency, is_editor=True)
        assert console(editor).get(LIST).status_code == 403

    def test_filters_by_due_date_and_finds_without_accents(self, agency: Agency, handler: Any) -> None:
        past = timezone.now() - timedelta(hours=1)
        late = ReportFactory(agency=agency, due_at=past, search_terms=["duong", "le", "duan", "duong le", "le duan"])
        calm = ReportFactory(agency=agency)
        client = console(handler)
        for query in ("overdue=yes", "q=Lê Duẩn", "q=duong le duan"):
            text = client.get(f"{LIST}?{query}").content.decode()
            assert late.code in text and calm.code not in text, query

    def test_a_longer_list_costs_no_more_queries(self, agency: Agency, handler: Any) -> None:
        client, counts = console(handler), []
        for _round in range(2):
            for _n in range(8):
                ReportFactory(agency=agency, area_code="")
            client.get(LIST)
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
    def test_nobody_adds_or_deletes_a_report(self, path: str, agency: Agency) -> None:
        report = ReportFactory(agency=agency)
        client = console(UserFactory(administrator=True))
        assert client.get(LIST + path.format(pk=report.pk)).status_code == 403
        assert client.post(LIST + path.format(pk=report.pk), {"post": "yes"}).status_code == 403
        assert Report.objects.filter(pk=report.pk).exists()


class TestPage:
    def test_shows_text_photos_history_and_contact(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, contact_name="Trần Thị Thử", text="Nắp cống <b>mất</b>")
        photo = ReportPhotoFactory(report=report, is_processed=True)
        ReportEventFactory(report=report, kind="comment", text="Ngay trụ điện 14", note="gọi đội duy tu")
        text = console(handler).get(page_of(report)).content.decode()
        for shown in ("Trần Thị Thử", "Ngay trụ điện 14", "gọi đội duy tu", f"{photo.pk}/thumb/?sig="):
            assert shown in text
        assert "&lt;b&gt;mất" in text and "<b>mất" not in text

    def test_an_anonymous_sender_stays_so(self, agency: Agency, handler: Any) -> None:
        sender = UserFactory(full_name="Người Giấu Tên")
        report = ReportFactory(agency=agency, is_anonymous=True, reporter=sender)
        assert "Người Giấu Tên" not in console(handler).get(page_of(report)).content.decode()

    @pytest.mark.parametrize("data", [None, {"to": "received"}, {"publish": "yes"}])
    def test_another_agencys_report_is_not_there(self, data: Any, handler: Any) -> None:
        report = ReportFactory(agency=agency_make("H16.32"))
        client = console(handler)
        reply = client.get(page_of(report)) if data is None else client.post(page_of(report), data)
        assert reply.status_code == 302 and reply["Location"] == "/console/"
        report.refresh_from_db()
        assert report.status == "new" and not report.is_public

    def test_a_broken_address_is_not_an_error_of_ours(self, handler: Any) -> None:
        assert console(handler).get(LIST + "not-a-uuid/change/").status_code == 302


class TestForm:
    def test_resolves_with_text_note_and_after_photo(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, status="in_progress")
        data = {"to": "resolved", "text": "Đã vá xong.", "note": "tổ 3", "photos": [upload(), upload()]}
        reply = console(handler).post(page_of(report), data)
        assert reply.status_code == 302, reply.context["form"].errors
        report.refresh_from_db()
        event = report.events.get()
        assert report.status == "resolved" and (event.text, event.note) == ("Đã vá xong.", "tổ 3")
        assert [photo.kind for photo in event.photos.all()] == ["after", "after"]

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({"to": "rejected"}, "text"),
            ({"to": "extended", "text": "Chờ vật tư"}, "due_at"),
            ({"to": "forwarded", "text": "Đường tỉnh"}, "agency_code"),
            ({"to": "closed"}, "to"),
            ({"text": "gì đó"}, "to"),
        ],
    )
    def test_says_at_the_field_what_is_missing(self, data: Any, field: str, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, status="received")
        reply = console(handler).post(page_of(report), data)
        assert reply.status_code == 200 and field in reply.context["form"].errors
        report.refresh_from_db()
        assert report.status == "received"

    def test_a_file_that_is_no_picture_changes_nothing(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, status="in_progress")
        reply = console(handler).post(
            page_of(report), {"to": "resolved", "text": "Xong", "photos": [upload(b"<html>", "x.jpg")]}
        )
        assert reply.status_code == 200 and reply.context["form"].errors
        report.refresh_from_db()
        assert report.status == "in_progress"

    def test_forwarding_leads_back_to_the_list(self, agency: Agency, handler: Any) -> None:
        agency_make("H16.32")
        report = ReportFactory(agency=agency)
        reply = console(handler).post(
            page_of(report), {"to": "forwarded", "text": "Đường tỉnh", "agency_code": "H16.32"}
        )
        assert reply["Location"] == LIST

    def test_publishes_and_takes_back(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency)
        client = console(handler)
        for word, is_public in (("yes", True), ("no", False)):
            client.post(page_of(report), {"publish": word})
            report.refresh_from_db()
            assert report.is_public is is_public

    def test_a_form_from_elsewhere_is_refused(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency)
        client = Client(enforce_csrf_checks=True)
        client.force_login(handler, "backend.accounts.backends.IdentifierBackend")
        assert client.post(page_of(report), {"to": "received"}).status_code == 403


def test_categories_are_changed_by_administrators_and_read_by_handlers(handler: Any) -> None:
    address = "/console/feedback/reportcategory/"
    assert console(handler).get(address).status_code == 200
    assert console(handler).get(address + "add/").status_code == 403
    assert console(UserFactory(administrator=True)).get(address + "add/").status_code == 200
