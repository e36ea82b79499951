"""Reports through the API: as a citizen, a guest, an officer, and as somebody who should not."""

import io
import struct
import threading
import uuid
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from backend.agencies.models import Agency, AgencyDuty
from backend.agencies.services import membership_set
from backend.areas.services import areas_load
from backend.feedback import services
from backend.feedback.api import serializers
from backend.feedback.models import Report, ReportPhoto
from notifications.celery import app as celery
from tests.factories.accounts import UserFactory, api_client
from tests.factories.feedback import (
    ReportCategoryFactory,
    ReportEventFactory,
    ReportFactory,
    ReportPhotoFactory,
    agency_make,
    picture_bytes,
    upload,
)

pytestmark = pytest.mark.django_db
REPORTS = "/api/v1/reports/"
PHOTOS = "/api/v1/report-photos/"


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


@pytest.fixture
def eager_tasks() -> Iterator[None]:
    celery.loader.import_default_modules()  # a worker does; without it the tasks' names are all that is known
    celery.conf.task_always_eager = True
    yield
    celery.conf.task_always_eager = False


def body(**changes: Any) -> dict[str, Any]:
    return {"category": "roads", "text": "Ổ gà sâu giữa đường, nguy hiểm.", "place_text": "gần chợ", **changes}


def send(client: APIClient, data: dict[str, Any], key: str | None = None, path: str = REPORTS, **extra: Any) -> Any:
    return client.post(path, data, HTTP_IDEMPOTENCY_KEY=key or str(uuid.uuid4()), **extra)


def send_photo(client: APIClient, file: Any, **extra: Any) -> Any:
    return send(client, {"file": file}, path=PHOTOS, format="multipart", **extra)


def assert_problem(reply: Any, status: int, code: str, *fields: str) -> None:
    assert reply.status_code == status, reply.data
    assert reply["Content-Type"] == "application/problem+json"
    assert reply.data["code"] == code
    assert {"type", "title", "status", "detail", "trace_id", "errors"} <= set(reply.data)
    assert set(fields) <= {error["field"] for error in reply.data["errors"]}


class TestCategories:
    def test_all_in_one_page_in_both_languages_with_where_to_go_instead(self) -> None:
        ReportCategoryFactory()
        ReportCategoryFactory(excluded=True)
        rows = APIClient().get("/api/v1/report-categories/", HTTP_ACCEPT_LANGUAGE="en").data["results"]
        assert rows[0]["name"] == "Roads and bridges"
        assert [row["excluded_notice"] for row in rows] == [None, "Please visit."]

    def test_unchanged_it_costs_no_body(self) -> None:
        ReportCategoryFactory()
        first = APIClient().get("/api/v1/report-categories/")
        assert APIClient().get("/api/v1/report-categories/", HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304


class TestCreate:
    def test_a_guest_sends_and_follows_by_code_and_secret(self) -> None:
        ReportCategoryFactory()
        made = send(APIClient(), body())
        assert made.status_code == 201, made.data
        assert made.data["secret"] and made.data["allowed_actions"] == []
        assert [event["status"]["code"] for event in made.data["events"]] == ["new"]
        code = made.data["code"].lower().replace("-", " ")
        found = APIClient().post("/api/v1/reports/track/", {"code": code, "secret": made.data["secret"]})
        assert found.status_code == 200 and found.data["id"] == made.data["id"]

    def test_a_citizen_sends_with_a_photo_and_finds_it_in_the_list(self) -> None:
        ReportCategoryFactory()
        user = UserFactory()
        photo = send_photo(api_client(user), upload())
        assert photo.status_code == 201, photo.data
        made = send(api_client(user), body(photo_ids=[photo.data["id"]]))
        assert made.data["secret"] is None
        assert set(made.data["allowed_actions"]) == {"comment", "withdraw"}
        rows = api_client(user).get("/api/v1/me/reports/").data["results"]
        assert [row["code"] for row in rows] == [made.data["code"]]
        assert [row["id"] for row in rows[0]["photos"]] == [photo.data["id"]]

    def test_sent_twice_with_one_key_it_exists_once(self) -> None:
        ReportCategoryFactory()
        key = str(uuid.uuid4())
        first, second = send(APIClient(), body(), key), send(APIClient(), body(), key)
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.data["code"] == second.data["code"] and first.data["secret"] == second.data["secret"]
        assert Report.objects.count() == 1

    def test_the_key_is_not_for_other_content(self) -> None:
        ReportCategoryFactory()
        key = str(uuid.uuid4())
        send(APIClient(), body(), key)
        assert_problem(send(APIClient(), body(text="Chuyện khác hẳn rồi."), key), 422, "idempotency_key_reused")

    def test_without_a_key_nothing_is_taken(self) -> None:
        ReportCategoryFactory()
        assert_problem(APIClient().post(REPORTS, body()), 400, "idempotency_key_required")
        assert not Report.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_sent_six_times_at_once_with_one_key_it_exists_once(self) -> None:
        ReportCategoryFactory()
        key, replies = str(uuid.uuid4()), []
        start = threading.Barrier(6)

        def one() -> None:
            try:
                start.wait()
                replies.append(send(APIClient(), body(), key))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {reply.status_code for reply in replies} == {201}
        assert len({reply.data["secret"] for reply in replies}) == 1
        assert Report.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"text": "ngắn"}, "text"),
            ({"text": "x" * 4001}, "text"),
            ({"latitude": 12.0}, "longitude"),
            ({"latitude": 91, "longitude": 107}, "latitude"),
            ({"latitude": "nan", "longitude": 107}, "latitude"),
            ({"photo_ids": ["x"]}, "photo_ids.0"),
            ({"photo_ids": [str(uuid.uuid4()) for _ in range(6)]}, "photo_ids"),
            ({"contact_phone": "<script>"}, "contact_phone"),
            ({"device_id": "1"}, "device_id"),
            ({"category": "../x"}, "category"),
        ],
    )
    def test_wrong_input_is_named_by_field(self, changes: dict[str, Any], field: str) -> None:
        ReportCategoryFactory()
        assert_problem(send(APIClient(), body(**changes)), 400, "validation_error", field)
        assert not Report.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "status", "code", "field"),
        [
            ({"category": "nothing"}, 400, "category_unknown", "category"),
            ({"category": "complaint"}, 422, "category_excluded", "category"),
            ({"place_text": ""}, 400, "place_required", "place_text"),
            ({"area_code": "99999"}, 400, "unknown_area", "area_code"),
            ({"photo_ids": [str(uuid.uuid4())]}, 400, "photo_unknown", "photo_ids"),
        ],
    )
    def test_what_the_rules_refuse_says_why(self, changes: dict[str, Any], status: int, code: str, field: str) -> None:
        ReportCategoryFactory()
        ReportCategoryFactory(excluded=True)
        assert_problem(send(APIClient(), body(**changes)), status, code, field)
        assert not Report.objects.exists()

    def test_a_point_finds_its_unit_and_one_outside_is_refused(self) -> None:
        areas_load()
        ReportCategoryFactory()
        inside = send(APIClient(), body(latitude=12.0035, longitude=107.6907, place_text=""))
        assert inside.data["area"] is not None and inside.data["area_estimated"] is True
        outside = send(APIClient(), body(latitude=21.03, longitude=105.85))
        assert_problem(outside, 400, "outside_province", "latitude")

    def test_an_old_unit_becomes_the_one_of_today(self) -> None:
        areas_load()
        ReportCategoryFactory()
        assert send(APIClient(), body(area_code="24611")).data["area"]["code"] == "24611"

    def test_after_the_commit_it_finds_its_agency_and_its_photo_a_thumbnail(
        self, agency: Agency, eager_tasks: None, django_capture_on_commit_callbacks: Any
    ) -> None:
        AgencyDuty.objects.create(agency=agency)
        ReportCategoryFactory()
        with django_capture_on_commit_callbacks(execute=True):
            photo = send_photo(APIClient(), upload()).data
            assert photo["thumb_url"] is None
        with django_capture_on_commit_callbacks(execute=True):
            made = send(APIClient(), body(photo_ids=[photo["id"]])).data
            assert made["agency_name"] is None
        found = APIClient().post("/api/v1/reports/track/", {"code": made["code"], "secret": made["secret"]}).data
        assert found["agency_name"] == agency.name
        assert [event["kind"] for event in found["events"]] == ["created", "routed"]
        assert APIClient().get(found["photos"][0]["thumb_url"]).status_code == 200

    def test_the_clock_rings_for_what_was_left_behind(self) -> None:
        celery.loader.import_default_modules()
        ringing = {entry["task"] for entry in celery.conf.beat_schedule.values()}
        wanted = {"feedback.sweep", "feedback.purge_photos", "feedback.close_settled"}
        assert wanted <= ringing & set(celery.tasks)

    @pytest.mark.parametrize("is_citizen", [True, False])
    def test_costs_at_most_fifteen_queries(self, is_citizen: bool) -> None:
        areas_load()
        ReportCategoryFactory()
        user = UserFactory() if is_citizen else None
        assert (
            send(api_client(user), body(latitude=12.0035, longitude=107.6907)).status_code == 201
        )  # tables are in memory
        photos = [str(ReportPhotoFactory(uploader=user).pk) for _ in range(5)]
        client = api_client(user)
        data = body(latitude=12.0035, longitude=107.6907, photo_ids=photos, device_id=str(uuid.uuid4()))
        with CaptureQueriesContext(connection) as queries:
            assert send(client, data).status_code == 201
        assert len(queries) <= 15, "\n".join(query["sql"][:120] for query in queries)


class TestTrack:
    def test_wrong_code_and_wrong_secret_get_the_same_answer_after_the_same_work(self) -> None:
        made = services.report_create(category=ReportCategoryFactory().slug, text="Ổ gà giữa đường", place_text="chợ")
        answers = []
        for code, secret in ((made.report.code, "sai"), ("PA-261123-00000A", made.secret), ("gì đó", "sai")):
            with CaptureQueriesContext(connection) as queries:
                reply = APIClient().post("/api/v1/reports/track/", {"code": code, "secret": secret})
            assert_problem(reply, 404, "report_not_found")
            reply.data.pop("trace_id")
            answers.append((reply.data, len(queries)))
        assert answers[0] == answers[1] == answers[2]

    def test_a_citizens_report_has_no_secret_to_guess(self) -> None:
        report = ReportFactory(reporter=UserFactory())
        for secret in ("-", "x" * 64, "-" * 64):
            reply = APIClient().post("/api/v1/reports/track/", {"code": report.code, "secret": secret})
            assert_problem(reply, 404, "report_not_found")

    def test_guessing_one_code_from_many_addresses_is_stopped(self, settings: Any) -> None:
        settings.THROTTLING_ENABLED = True
        settings.THROTTLES = {**settings.THROTTLES, "report_track": [("3/m", "code")]}
        code = f"PA-261123-{uuid.uuid4().hex[:5]}"
        statuses = [
            APIClient(REMOTE_ADDR=f"203.0.113.{n}").post("/api/v1/reports/track/", {"code": code, "secret": "x"})
            for n in range(5)
        ]
        assert [reply.status_code for reply in statuses] == [404, 404, 404, 429, 429]
        assert int(statuses[-1]["Retry-After"]) > 0


def bomb() -> bytes:
    """A PNG of a few KB that unfolds to 169 megapixels."""
    side = 13_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class TestPhotoUpload:
    @pytest.mark.parametrize(
        ("data", "status", "code"),
        [
            (b"<html><script>alert(1)</script></html>", 400, "image_unsupported"),
            (b"GIF89a<script>alert(1)</script>", 400, "image_unsupported"),
            (picture_bytes("JPEG", (800, 600))[:-400], 400, "image_invalid"),
            (picture_bytes("PNG", (800, 600))[:100], 400, "image_invalid"),
            (bomb(), 413, "image_too_large"),
        ],
        ids=["html", "gif", "cut jpeg", "cut png", "bomb"],
    )
    def test_what_is_no_sound_picture_is_refused_whatever_its_name(self, data: bytes, status: int, code: str) -> None:
        assert_problem(send_photo(APIClient(), upload(data)), status, code)
        assert not ReportPhoto.objects.exists()

    def test_an_empty_or_missing_file_is_named(self) -> None:
        assert_problem(send_photo(APIClient(), upload(b"")), 400, "validation_error", "file")
        assert_problem(send(APIClient(), {}, path=PHOTOS, format="multipart"), 400, "validation_error", "file")

    def test_where_it_was_taken_is_dropped(self) -> None:
        exif = Image.Exif()
        exif[0x010F] = "PhoneMaker"
        exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 0.0, 12.6), 3: "E", 4: (107.0, 41.0, 26.5)})
        data = picture_bytes("JPEG", exif=exif)
        assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)  # it was there
        assert send_photo(APIClient(), upload(data)).status_code == 201
        with ReportPhoto.objects.get().image.open() as file:
            kept = file.read()
        assert not Image.open(io.BytesIO(kept)).getexif()
        assert b"PhoneMaker" not in kept and b"Exif" not in kept

    def test_a_png_named_jpg_is_kept_as_the_jpeg_that_it_becomes(self) -> None:
        assert send_photo(APIClient(), upload(picture_bytes("PNG"))).status_code == 201
        with ReportPhoto.objects.get().image.open() as file:
            assert Image.open(file).format == "JPEG"

    def test_sent_twice_with_one_key_it_exists_once(self) -> None:
        key = str(uuid.uuid4())
        first = send(APIClient(), {"file": upload()}, key, PHOTOS, format="multipart")
        second = send(APIClient(), {"file": upload()}, key, PHOTOS, format="multipart")
        assert first.data["id"] == second.data["id"]
        assert ReportPhoto.objects.count() == 1


class TestPhotoBytes:
    def test_the_given_address_opens_it_for_its_reader_alone(self) -> None:
        reply = send_photo(APIClient(), upload())
        shown = APIClient().get(reply.data["url"])
        assert shown.status_code == 200 and shown["Content-Type"] == "image/jpeg"
        assert shown["Cache-Control"].startswith("private") and shown["X-Content-Type-Options"] == "nosniff"
        assert b"".join(shown.streaming_content)[:2] == b"\xff\xd8"

    def test_without_or_with_a_wrong_signature_it_does_not_exist(self) -> None:
        address = send_photo(APIClient(), upload()).data["url"]
        path, signature = address.split("?sig=")
        for wrong in (
            path,
            f"{path}?sig=",
            f"{path}?sig=x{signature}",
            f"{PHOTOS}{uuid.uuid4()}/full/?sig={signature}",
        ):
            assert_problem(APIClient().get(wrong), 404, "photo_not_found")

    def test_a_link_passed_on_goes_stale(self, time_machine: Any) -> None:
        address = send_photo(APIClient(), upload()).data["url"]
        time_machine.move_to(timezone.now() + timedelta(hours=3))
        assert APIClient().get(address).status_code == 404

    def test_that_of_a_public_report_is_for_all_caches_until_it_is_taken_back(self) -> None:
        photo = ReportPhotoFactory(report=ReportFactory(is_public=True))
        address = f"{PHOTOS}{photo.pk}/full/"
        shown = APIClient().get(address)
        assert shown.status_code == 200 and shown["Cache-Control"].startswith("public")
        Report.objects.update(is_public=False)
        assert APIClient().get(address).status_code == 404


class TestSender:
    def report(self, user: Any, **values: Any) -> Report:
        return ReportFactory(reporter=user, **values)

    @pytest.mark.parametrize("action", ["", "comments/", "rating/", "reopen/", "withdraw/"])
    def test_another_citizens_report_does_not_exist(self, action: str) -> None:
        report = self.report(UserFactory(), status="resolved", resolved_at=timezone.now())
        path = f"/api/v1/me/reports/{report.code}/{action}"
        stranger = api_client(UserFactory())
        bodies = {"text": "xin chào", "score": 5, "reason": "Chưa xong đâu nhé"}
        reply = stranger.post(path, bodies) if action else stranger.get(path)
        assert_problem(reply, 404, "report_not_found")
        report.refresh_from_db()
        assert report.status == "resolved" and not report.events.exists()

    @pytest.mark.parametrize("action", ["", "comments/", "rating/", "reopen/", "withdraw/"])
    def test_a_guest_is_asked_to_sign_in(self, action: str) -> None:
        path = f"/api/v1/me/reports/{ReportFactory().code}/{action}"
        reply = APIClient().post(path, {}) if action else APIClient().get(path)
        assert reply.status_code == 401

    def test_comment_rate_reopen_tell_what_may_come_next(self) -> None:
        user = UserFactory()
        report = self.report(user, status="waiting_info", waiting_since=timezone.now())
        client, path = api_client(user), f"/api/v1/me/reports/{report.code}/"
        commented = client.post(path + "comments/", {"text": "Số nhà 12", "photo_ids": []})
        assert commented.status_code == 201 and commented.data["status"]["code"] == "in_progress"
        Report.objects.update(status="resolved", resolved_at=timezone.now())
        rated = client.post(path + "rating/", {"score": 2, "text": "Chưa kỹ"})
        assert rated.data["rating"] == {"score": 2, "text": "Chưa kỹ"}
        assert rated.data["allowed_actions"] == ["reopen"]
        opened = client.post(path + "reopen/", {"reason": "Hôm sau lại hỏng như cũ"})
        assert opened.data["status"]["code"] == "reopened"
        assert_problem(client.post(path + "reopen/", {"reason": "Lần nữa cho chắc"}), 409, "reopen_not_allowed")

    def test_internal_notes_and_the_officers_names_stay_inside(self, agency: Agency, handler: Any) -> None:
        user = UserFactory()
        report = self.report(user, agency=agency)
        services.report_transition(code=report.code, officer=handler, to="received", note="GHI CHÚ KÍN")
        text = api_client(user).get(f"/api/v1/me/reports/{report.code}/").content.decode()
        assert "GHI CHÚ KÍN" not in text and handler.full_name not in text
        assert agency.name in text

    @pytest.mark.parametrize("score", [0, 6, "x", None])
    def test_a_score_is_one_to_five(self, score: Any) -> None:
        user = UserFactory()
        report = self.report(user, status="resolved", resolved_at=timezone.now())
        reply = api_client(user).post(f"/api/v1/me/reports/{report.code}/rating/", {"score": score})
        assert_problem(reply, 400, "validation_error", "score")


class TestPublicList:
    def test_shows_only_what_is_published_and_covers_numbers_of_people(self) -> None:
        ReportFactory(text="Chưa công khai")
        ReportFactory(
            is_public=True,
            text="Gọi tôi 0912 345 678",
            contact_name="Tên Người Gửi",
            contact_phone="010 0000 001",
            reporter=UserFactory(full_name="Họ Và Tên"),
        )
        reply = APIClient().get("/api/v1/public-reports/")
        assert len(reply.data["results"]) == 1
        text = reply.content.decode()
        assert all(secret not in text for secret in ("0912 345", "010 0000 001", "Tên Người Gửi", "Họ Và Tên"))
        assert {"contact", "contact_name", "reporter", "secret"}.isdisjoint(reply.data["results"][0])

    def test_filters_and_refuses_an_unknown_status(self) -> None:
        ReportFactory(is_public=True, status="resolved")
        wanted = ReportFactory(is_public=True, status="new")
        found = APIClient().get("/api/v1/public-reports/?status=new,received&category=roads").data["results"]
        assert [row["code"] for row in found] == [wanted.code]
        assert_problem(APIClient().get("/api/v1/public-reports/?status=bogus"), 400, "validation_error", "status")


class TestOfficer:
    def test_sees_own_agencies_and_below_and_nothing_else(self) -> None:
        root = agency_make("H16")
        below, beside = agency_make("H16.40", parent=root), agency_make("H36")
        officer = UserFactory(officer=True)
        membership_set(user=officer, agency=root, is_handler=True)
        mine = ReportFactory(agency=below)
        other, loose = ReportFactory(agency=beside), ReportFactory()
        client = api_client(officer)
        assert [row["code"] for row in client.get("/api/v1/officer/reports/").data["results"]] == [mine.code]
        assert client.get(f"/api/v1/officer/reports/{mine.code}/").status_code == 200
        for hidden in (other, loose):
            path = f"/api/v1/officer/reports/{hidden.code}/"
            assert_problem(client.get(path), 404, "report_not_found")
            assert_problem(client.post(path + "transitions/", {"to": "received"}), 404, "report_not_found")
            assert_problem(client.post(path + "publication/", {"is_public": True}), 404, "report_not_found")

    @pytest.mark.parametrize("path", ["", "{code}/", "{code}/transitions/", "{code}/publication/"])
    def test_is_not_for_citizens(self, path: str) -> None:
        user = UserFactory()
        report = ReportFactory(reporter=user)
        address = f"/api/v1/officer/reports/{path.format(code=report.code)}"
        client = api_client(user)
        reply = client.post(address, {}) if path.endswith(("transitions/", "publication/")) else client.get(address)
        assert_problem(reply, 403, "permission_denied")

    def test_answers_by_the_ways_that_are_offered(self, agency: Agency, handler: Any) -> None:
        report = ReportFactory(agency=agency, status="received")
        client, path = api_client(handler), f"/api/v1/officer/reports/{report.code}/"
        ways = {way["to"]: way for way in client.get(path).data["allowed_transitions"]}
        assert ways["resolved"]["needs_text"] and ways["resolved"]["takes_after_photo"]
        assert ways["extended"]["needs_due_at"] and ways["forwarded"]["needs_agency"]
        refused = client.post(path + "transitions/", {"to": "resolved"})
        assert_problem(refused, 400, "reason_required", "text")
        photo = send_photo(client, upload()).data["id"]
        done = client.post(path + "transitions/", {"to": "resolved", "text": "Đã vá xong.", "photo_ids": [photo]})
        assert done.status_code == 200 and done.data["status"]["code"] == "resolved"
        assert [row["kind"] for row in done.data["photos"]] == ["after"]
        assert_problem(client.post(path + "transitions/", {"to": "received"}), 409, "transition_not_allowed")
        assert_problem(client.post(path + "transitions/", {"to": "reopened"}), 400, "validation_error", "to")

    def test_forwards_it_and_it_is_gone(self, agency: Agency, handler: Any) -> None:
        agency_make("H16.32")
        report = ReportFactory(agency=agency)
        path = f"/api/v1/officer/reports/{report.code}/"
        data = {"to": "forwarded", "text": "Đường do tỉnh quản lý", "agency_code": "H16.32"}
        assert api_client(handler).post(path + "transitions/", data).status_code == 200
        assert_problem(api_client(handler).get(path), 404, "report_not_found")

    def test_does_not_learn_who_is_anonymous(self, agency: Agency, handler: Any) -> None:
        sender = UserFactory(full_name="Người Giấu Tên")
        report = ReportFactory(agency=agency, reporter=sender, is_anonymous=True)
        ReportEventFactory(report=report, actor=sender, actor_role="sender")
        reply = api_client(handler).get(f"/api/v1/officer/reports/{report.code}/")
        assert reply.data["contact"] is None
        assert "Người Giấu Tên" not in reply.content.decode() and str(sender.pk) not in reply.content.decode()

    def test_finds_what_is_late_and_what_is_asked_for(self, agency: Agency, handler: Any) -> None:
        past = timezone.now() - timedelta(hours=1)
        late = ReportFactory(agency=agency, due_at=past, search_terms=["o", "ga", "o ga"])
        ReportFactory(agency=agency)
        ReportFactory(agency=agency, due_at=past, status="resolved")
        client = api_client(handler)
        for query in ("overdue=true", "q=ổ gà"):
            rows = client.get(f"/api/v1/officer/reports/?{query}").data["results"]
            assert [row["code"] for row in rows] == [late.code], query
        assert len(client.get("/api/v1/officer/reports/?overdue=false").data["results"]) == 2


class TestBudgets:
    def fill(self, n: int, **values: Any) -> None:
        for _ in range(n):
            report = ReportFactory(**values)
            ReportPhotoFactory(report=report, is_processed=True)
            ReportPhotoFactory(report=report, is_processed=True)

    @pytest.mark.parametrize("size", [3, 30])
    def test_a_page_of_any_size_costs_at_most_eight_queries(self, size: int, agency: Agency, handler: Any) -> None:
        areas_load()
        user = UserFactory()
        self.fill(size, reporter=user, agency=agency, is_public=True)
        pages = [("public-reports", None), ("me/reports", user), ("officer/reports", handler)]
        for path, who in pages:
            client = api_client(who)
            with CaptureQueriesContext(connection) as queries:
                reply = client.get(f"/api/v1/{path}/?page_size=100")
            assert len(reply.data["results"]) == size
            assert len(queries) <= 8, (path, [query["sql"][:100] for query in queries])

    def test_a_detail_costs_the_same_with_a_long_history(self) -> None:
        user = UserFactory()
        report = ReportFactory(reporter=user)
        for _ in range(20):
            event = ReportEventFactory(report=report)
            ReportPhotoFactory(report=report, event=event)
        client = api_client(user)
        client.get("/api/v1/me/reports/")  # tables are in memory
        with CaptureQueriesContext(connection) as queries:
            reply = client.get(f"/api/v1/me/reports/{report.code}/")
        assert len(reply.data["events"]) == 20 and all(len(event["photos"]) == 1 for event in reply.data["events"])
        assert len(queries) <= 5, [query["sql"][:100] for query in queries]


class TestShapes:
    """The schema is written by serializers, the replies by plain functions: here they are held together."""

    def keys(self, data: Any, shape: Any) -> None:
        assert set(data) == set(shape.fields), set(data) ^ set(shape.fields)
        for name, field in shape.fields.items():
            if hasattr(field, "child") and hasattr(field.child, "fields"):
                for row in data[name]:
                    self.keys(row, field.child)
            elif hasattr(field, "fields") and data[name] is not None:
                self.keys(data[name], field)

    def test_replies_have_just_the_published_fields(self, agency: Agency, handler: Any) -> None:
        areas_load()
        ReportCategoryFactory()
        user = UserFactory()
        photo = send_photo(api_client(user), upload())
        self.keys(photo.data, serializers.ReportPhotoOut())
        made = send(api_client(user), body(area_code="24611", photo_ids=[photo.data["id"]]))
        self.keys(made.data, serializers.ReportCreatedOut())
        Report.objects.update(agency=agency, is_public=True)
        self.keys(api_client(user).get("/api/v1/me/reports/").data["results"][0], serializers.ReportOut())
        path = f"/api/v1/officer/reports/{made.data['code']}/"
        self.keys(api_client(handler).get(path).data, serializers.OfficerReportOut())
        row = APIClient().get("/api/v1/report-categories/").data["results"][0]
        self.keys(row, serializers.ReportCategoryOut())
