"""`GET /me/data/`: all that is held about me, nothing about others, as one file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.accounts import personal_data
from backend.accounts.consents import consent_record
from backend.accounts.services import user_login
from backend.accounts.sessions import Client
from backend.common.models import AuditEntry
from backend.feedback import services as feedback
from backend.news.ratings import Rater, article_rate
from backend.public_services.models import DossierFollow
from notifications.models import InboxRead, Notice, Preference, Receipt
from notifications.services import notify
from tests.factories.accounts import PASSWORD, ConsentPurposeFactory, UserFactory, api_client
from tests.factories.feedback import ReportEventFactory, ReportFactory, ReportPhotoFactory, agency_make
from tests.factories.news import ArticleFactory
from tests.factories.notifications import DeviceFactory
from tests.factories.public_services import make_dossier

pytestmark = pytest.mark.django_db
PATH = "/api/v1/me/data/"
PARTS = {"exported_at", *django_settings.PERSONAL_DATA}


@pytest.fixture
def person() -> Any:
    return UserFactory.create(
        phone="+84901230001", full_name="Nguyễn Thị Mẫu", password=PASSWORD, phone_verified_at=timezone.now()
    )


def held(person: Any) -> dict[str, Any]:
    reply = api_client(person).get(PATH)
    assert reply.status_code == 200, reply.content
    return dict(reply.json())


class TestTheFile:
    def test_it_comes_as_one_file_that_nobody_on_the_way_keeps(self, person: Any) -> None:
        reply = api_client(person).get(PATH)
        today = f"{timezone.localtime():%Y-%m-%d}"
        assert reply.headers["Content-Disposition"] == f'attachment; filename="daknong-c-{today}.json"'
        assert reply.headers["Cache-Control"] == "private, no-store"
        assert set(reply.json()) == PARTS

    def test_a_new_account_has_a_profile_and_little_else(self, person: Any) -> None:
        found = held(person)
        assert found["profile"]["phone"] == "+84901230001" and found["profile"]["full_name"] == "Nguyễn Thị Mẫu"
        assert found["preferences"] is None
        for part in ("consents", "codes", "devices", "notices", "reports", "dossiers", "ratings"):
            assert found[part] == [], part

    def test_that_one_asked_stands_in_the_trail_and_in_the_file(self, person: Any) -> None:
        found = held(person)
        assert AuditEntry.objects.filter(actor=person, action="personal_data_export").count() == 1
        assert [entry["action"] for entry in found["activity"]] == ["personal_data_export"]

    def test_times_are_the_provinces(self, person: Any) -> None:
        assert held(person)["profile"]["created_at"].endswith("+07:00")

    def test_it_is_wanted_seldom(self, person: Any, settings: Any) -> None:
        settings.THROTTLES = {**settings.THROTTLES, "data_export": [("2/h", "user")]}
        client = api_client(person)
        assert [client.get(PATH).status_code for _ in range(3)] == [200, 200, 429]
        assert api_client(UserFactory.create()).get(PATH).status_code == 200

    def test_a_list_without_end_has_one(self, person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(personal_data, "MOST", 2)
        reports = [ReportFactory.create(reporter=person) for _ in range(3)]
        newest = [report.code for report in reversed(reports)][:2]
        assert [report["code"] for report in held(person)["reports"]] == newest


class TestAccount:
    def test_every_session_and_every_decision_with_its_wording(self, person: Any) -> None:
        purpose = ConsentPurposeFactory.create(slug="location", text="Vị trí của bạn…")
        for granted in (True, False):
            consent_record(user=person, purpose="location", granted=granted, text_version=1, client=Client("10.1.2.3"))
        user_login(identifier=person.phone, password=PASSWORD, client=Client("10.1.2.3", "App/1.0", "Máy cũ"))
        user_login(identifier=person.phone, password=PASSWORD, client=Client("10.1.2.4"), end_others=True)
        person.refresh_from_db()
        found = held(person)
        assert [consent["granted"] for consent in found["consents"]] == [False, True]
        assert found["consents"][0]["text"] == purpose.text and found["consents"][0]["ip"] == "10.1.2.3"
        old = next(session for session in found["sessions"] if session["device_name"] == "Máy cũ")
        assert (old["ip"], old["user_agent"], old["end_reason"]) == ("10.1.2.3", "App/1.0", "ended_by_user")

    def test_what_an_administrator_did_with_the_account_names_no_administrator(self, person: Any) -> None:
        boss = UserFactory.create(administrator=True, full_name="Trần Văn Quản")
        AuditEntry.objects.create(
            actor=boss, actor_label=boss.full_name, action="role_change", address="10.9.9.9",
            target_type="accounts.user", target_id=str(person.pk),
        )  # fmt: skip
        reply = api_client(person).get(PATH)
        entry = next(entry for entry in reply.json()["activity"] if entry["action"] == "role_change")
        assert entry["by_me"] is False and entry["address"] is None
        assert "Trần Văn Quản" not in reply.content.decode() and "10.9.9.9" not in reply.content.decode()


class TestSubjects:
    def test_reports_come_with_contact_history_photos_and_rating_and_without_officers_notes(self, person: Any) -> None:
        report = ReportFactory.create(
            reporter=person, contact_phone="0901 230 001", agency=agency_make(), status="resolved",
            latitude=12.0, longitude=107.69, resolved_at=timezone.now(),
        )  # fmt: skip
        ReportEventFactory.create(report=report, text="Đã vá xong.", note="Chuyện nội bộ kq")
        ReportPhotoFactory.create(report=report)
        feedback.report_rate(report=report, score=5, text="Tốt", sender=person)
        reply = api_client(person).get(PATH)
        [found] = reply.json()["reports"]
        assert (found["code"], found["contact_phone"]) == (report.code, "0901 230 001")
        assert (found["latitude"], found["longitude"]) == (12.0, 107.69)
        assert "Đã vá xong." in [event["text"] for event in found["events"]]
        assert len(found["photos"]) == 1 and found["rating"]["score"] == 5
        assert "Chuyện nội bộ" not in reply.content.decode()

    def test_an_own_dossier_is_whole_and_one_that_is_followed_stays_masked(self, person: Any) -> None:
        make_dossier(code="H16.31-261102-0002", applicant_name="Nguyễn Thị Mẫu", applicant_phone=person.phone)
        other = make_dossier(code="H16.31-261102-0003", applicant_name="Lê Văn Khác", applicant_phone="+84909999999")
        DossierFollow.objects.create(user=person, dossier=other)
        reply = api_client(person).get(PATH)
        followed, own = reply.json()["dossiers"]
        assert (own["applicant"]["name"], own["phone"]) == ("Nguyễn Thị Mẫu", person.phone)
        assert (followed["is_own"], followed["phone"]) == (False, None)
        assert "Lê Văn Khác" not in reply.content.decode() and "909999999" not in reply.content.decode()

    def test_a_phone_that_was_not_confirmed_opens_no_dossier(self, person: Any) -> None:
        make_dossier(applicant_phone=person.phone)
        person.phone_verified_at = None
        person.save()
        assert held(person)["dossiers"] == []

    def test_devices_wishes_and_personal_notices_without_keys(self, person: Any) -> None:
        device = DeviceFactory.create(user=person, token="ok-a-token-of-firebase")
        Preference.objects.create(user=person, push_off=["information"])
        notify(user_id=person.pk, key="k1", title={"vi": "Riêng", "en": "Own"}, body={"vi": "Chữ", "en": "Text"})
        other = UserFactory.create()
        notify(user_id=other.pk, key="k2", title={"vi": "Khác", "en": "Other"}, body={"vi": "Chữ", "en": "Text"})
        notice = Notice.objects.get(key="k1")
        InboxRead.objects.create(user=person, notice=notice)
        Receipt.objects.create(device=device, notice=notice, opened_at=timezone.now())
        reply = api_client(person).get(PATH)
        found = reply.json()
        assert [told["title"] for told in found["notices"]] == ["Riêng"] and found["notices"][0]["read_at"]
        assert found["devices"][0]["receipts"][0]["notice_id"] == str(notice.pk)
        assert found["preferences"]["push_off"] == ["information"]
        assert device.token not in reply.content.decode() and device.secret_hash not in reply.content.decode()

    def test_ratings_of_articles(self, person: Any) -> None:
        article = ArticleFactory.create()
        article_rate(slug=article.slug, rater=Rater(user_id=person.pk), score=4)
        [rating] = held(person)["ratings"]
        assert (rating["article"]["slug"], rating["score"]) == (article.slug, 4)

    def test_nothing_of_anybody_else(self, person: Any) -> None:
        other = UserFactory.create(phone="+84901239999", full_name="Người Khác kq", phone_verified_at=timezone.now())
        ReportFactory.create(reporter=other, text="Việc của người khác kq")
        DeviceFactory.create(user=other)
        make_dossier(applicant_phone=other.phone, applicant_name="Người Khác kq")
        article_rate(slug=ArticleFactory.create().slug, rater=Rater(user_id=other.pk), score=1)
        text = api_client(person).get(PATH).content.decode()
        assert "kq" not in text and "901239999" not in text

    def test_the_queries_do_not_grow_with_what_is_held(self, person: Any) -> None:
        def fill(count: int, day: int) -> int:
            for number in range(count):
                report = ReportFactory.create(reporter=person)
                ReportEventFactory.create(report=report)
                make_dossier(code=f"H16.31-26110{day}-{number:04d}", applicant_phone=person.phone)
                article_rate(slug=ArticleFactory.create().slug, rater=Rater(user_id=person.pk), score=4)
            with CaptureQueriesContext(connection) as asked:
                held(person)
            return len(asked)

        assert fill(2, day=1) == fill(8, day=2)


def test_a_session_that_ended_long_ago_is_still_told(person: Any) -> None:
    """It is held until the purge, so it is told."""
    user_login(identifier=person.phone, password=PASSWORD, client=Client("10.1.2.3", device_name="Máy xưa"))
    person.sessions.update(ended_at=timezone.now() - timedelta(days=60), end_reason="logout")
    assert "Máy xưa" in [session["device_name"] for session in held(person)["sessions"]]
