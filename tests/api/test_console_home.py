"""The console's home page and audit trail: the officer's own work, counted right, and nothing of anybody else's."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from backend.agencies.models import Agency
from backend.agencies.services import membership_set
from backend.common.audit import audit_record
from backend.common.models import AuditEntry
from backend.console.audit import ACTIONS, action_label
from backend.console.dashboard import dashboard
from backend.feedback.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.feedback import ReportFactory, agency_make
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db
HOME, TRAIL = "/console/", "/console/common/auditentry/"
NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """At noon "today" has hours on both sides."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def agency() -> Agency:
    return agency_make("H16.31")


def officer(agency: Agency, **rights: bool) -> Any:
    user = UserFactory(officer=True)
    membership_set(user=user, agency=agency, **rights)
    return user


def signed_in(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, "backend.accounts.backends.IdentifierBackend")
    return client


def home_of(user: Any) -> Any:
    """What the page is given to show."""
    reply = signed_in(user).get(HOME)
    assert reply.status_code == 200
    return reply.context["work"]


def tiles_of(user: Any) -> dict[str, int]:
    return {tile.label: tile.value for tile in home_of(user).tiles}


def fill(agency: Agency) -> None:
    """One report a case: late, due today, due later and new, waiting for its sender although late, answered."""
    ReportFactory(agency=agency, status=Status.IN_PROGRESS, due_at=NOON - timedelta(hours=1))
    ReportFactory(agency=agency, status=Status.RECEIVED, due_at=NOON + timedelta(hours=4))
    ReportFactory(agency=agency, status=Status.NEW, due_at=NOON + timedelta(days=3))
    ReportFactory(agency=agency, status=Status.WAITING_INFO, due_at=NOON - timedelta(days=1))
    ReportFactory(agency=agency, status=Status.RESOLVED, due_at=NOON - timedelta(days=9), resolved_at=NOON)


class TestReports:
    def test_a_handler_sees_how_many_reports_are_in_which_need(self, agency: Agency) -> None:
        fill(agency)
        found = tiles_of(officer(agency, is_handler=True))
        assert found == {"Overdue": 1, "Due today": 1, "To receive": 1, "Open": 4}

    def test_nothing_of_another_agency_is_counted_or_named(self, agency: Agency) -> None:
        other = agency_make("H16.32")
        fill(other)
        theirs = ReportFactory(agency=other)
        user = officer(agency, is_handler=True)
        assert set(tiles_of(user).values()) == {0}
        assert theirs.code not in signed_in(user).get(HOME).content.decode()

    def test_a_handler_of_the_department_sees_the_offices_below_it(self, agency: Agency) -> None:
        fill(agency_make("H16.31.1", parent=agency))
        assert tiles_of(officer(agency, is_handler=True))["Open"] == 4

    def test_the_report_due_first_stands_first_and_says_how_late_it_is(self, agency: Agency) -> None:
        fill(agency)
        rows = home_of(officer(agency, is_handler=True)).reports
        assert [row["due_label"] for row in rows] == ["1 hour late", "4 hours left", "3 days left"]
        assert [row["due_class"] for row in rows] == ["dk-danger", "dk-warning", ""]

    def test_an_administrator_sees_the_whole_province(self, agency: Agency) -> None:
        fill(agency)
        fill(agency_make("H16.32"))
        assert tiles_of(UserFactory(administrator=True))["Open"] == 8

    def test_the_badge_is_the_number_that_nobody_has_received(self, agency: Agency) -> None:
        fill(agency)
        reply = signed_in(officer(agency, is_handler=True)).get(HOME)
        items = [item for group in reply.context["sidebar_navigation"] for item in group["items"]]
        badges = {str(item["title"]): str(item["badge_callback"]) for item in items if "badge_callback" in item}
        assert badges["Citizens' reports"] == "1"

    def test_an_agency_without_work_is_told_so_and_sees_no_badge(self, agency: Agency) -> None:
        text = signed_in(officer(agency, is_handler=True)).get(HOME).content.decode()
        assert "Nothing is waiting for you" in text
        assert re.findall(r">\s*None\s*<", text) == []


class TestNotices:
    def test_a_handler_sees_no_notices_at_all(self, agency: Agency) -> None:
        NoticeFactory(submitted=True, title="Lũ quét", agency_code=agency.code)
        work = home_of(officer(agency, is_handler=True))
        assert not work.shows_notices and work.notices == [] and "Notices to approve" not in tiles_of_work(work)

    def test_an_editor_sees_neither_reports_nor_a_count_to_approve(self, agency: Agency) -> None:
        fill(agency)
        NoticeFactory(submitted=True, agency_code=agency.code)
        work = home_of(officer(agency, is_editor=True))
        assert not work.shows_reports and work.tiles == [] and work.reports == []

    def test_an_approver_sees_what_others_wrote_and_not_the_own(self, agency: Agency) -> None:
        approver = officer(agency, is_approver=True)
        NoticeFactory(submitted=True, title="Của người khác", agency_code=agency.code)
        NoticeFactory(submitted=True, title="Của chính mình", agency_code=agency.code, author=approver)
        NoticeFactory(submitted=True, title="Cơ quan khác", agency_code="H16.32")
        NoticeFactory(title="Còn là bản nháp", agency_code=agency.code)
        work = home_of(approver)
        assert tiles_of_work(work) == {"Notices to approve": 1}
        # English readers get the English title; the factory's is the same for all.
        assert len(work.notices) == 1


def tiles_of_work(work: Any) -> dict[str, int]:
    return {tile.label: tile.value for tile in work.tiles}


class TestPage:
    def test_costs_at_most_thirty_queries_with_much_to_show(self, agency: Agency) -> None:
        for _turn in range(4):
            fill(agency)
            NoticeFactory(submitted=True, agency_code=agency.code)
        client = signed_in(officer(agency, is_handler=True, is_editor=True, is_approver=True))
        client.get(HOME)  # what is read once a process is read now
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(HOME).status_code == 200
        assert len(queries) <= 30

    def test_speaks_vietnamese_first(self, agency: Agency) -> None:
        user = officer(agency, is_handler=True)
        client = signed_in(user)
        text = client.get(HOME, headers={"accept-language": "vi"}).content.decode()
        assert f"Xin chào, {user.full_name}" in text and "Quá hạn" in text and "Thứ Hai, 23/11/2026" in text

    def test_the_numbers_of_the_chart_are_a_table_too(self, agency: Agency) -> None:
        fill(agency)
        days = home_of(officer(agency, is_handler=True)).days
        assert len(days) == 14 and days[-1] == {"label": "23/11", "received": 5, "resolved": 1}

    def test_a_citizen_is_sent_to_the_login_page(self) -> None:
        reply = signed_in(UserFactory()).get(HOME)
        assert reply.status_code == 302 and "/login/" in reply["Location"]

    def test_the_callback_keeps_what_the_page_had(self, agency: Agency, rf: Any) -> None:
        request = rf.get(HOME)
        request.user = officer(agency, is_handler=True)
        assert dashboard(request, {"title": "x"})["title"] == "x"


class TestTrail:
    def page(self, query: str = "", language: str = "vi") -> str:
        client = signed_in(UserFactory(administrator=True))
        return client.get(TRAIL + query, headers={"accept-language": language}).content.decode()

    def test_says_who_did_what_to_which_thing_in_words(self, agency: Agency) -> None:
        notice = NoticeFactory(title="Mưa lớn ở Quảng Sơn")
        who = UserFactory(officer=True, full_name="Trần Thị Duyệt")
        audit_record(actor=who, action="notice.approve", target=notice, agency_code=agency.code)
        text = self.page()
        for part in ("Trần Thị Duyệt", "Duyệt thông báo", "Mưa lớn ở Quảng Sơn", agency.name):
            assert part in text
        assert "notice.approve</" not in text

    @pytest.mark.parametrize(
        ("query", "shown"), [("from=23/11/2026&at_to=23/11/2026", "today"), ("to=22/11/2026", "before")]
    )
    def test_is_narrowed_to_days_and_the_last_day_counts_to_its_end(self, query: str, shown: str) -> None:
        names = {"today": NOON.replace(hour=23, minute=59), "before": NOON - timedelta(days=1)}
        for name, at in names.items():
            entry = audit_record(actor=None, action="change", target="x")
            AuditEntry.objects.filter(pk=entry.pk).update(at=at, target_label=f"thing-{name}")
        text = self.page(f"?at_{query}")
        assert [name for name in names if f"thing-{name}" in text] == [shown]

    def test_one_row_leads_to_its_thing_and_names_what_changed(self) -> None:
        notice = NoticeFactory()
        detail = {"from": "submitted", "to": "rejected", "reason": "Sai giờ"}
        entry = audit_record(actor=None, action="notice.reject", target=notice, detail=detail)
        text = self.page(f"{entry.pk}/change/")
        assert f"/console/notifications/notice/{notice.pk}/change/" in text
        assert "Sai giờ" in text and "Chờ phê duyệt" in text

    def test_is_closed_to_officers(self, agency: Agency) -> None:
        assert signed_in(officer(agency, is_handler=True, is_approver=True)).get(TRAIL).status_code == 403

    def test_every_action_has_a_vietnamese_name(self) -> None:
        with translation.override("vi"):
            vietnamese = {name: str(label) for name, label in ACTIONS.items()}
            assert action_label("report.resolved") == "Phản ánh: Đã xử lý"
        with translation.override("en"):
            assert [name for name, label in ACTIONS.items() if str(label) == vietnamese[name]] == []
        assert action_label("unheard_of") == "unheard_of"


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "Không có gì ở địa chỉ này"), ("en", "There is nothing at this address")]
)
def test_a_wrong_address_of_the_console_gets_a_page_in_both_languages(language: str, text: str) -> None:
    reply = signed_in(UserFactory(administrator=True)).get("/khong-co/", headers={"accept-language": language})
    page = reply.content.decode()
    assert reply.status_code == 404
    assert f"<h1>{text}</h1>" in page and 'class="other"' in page and "Traceback" not in page
