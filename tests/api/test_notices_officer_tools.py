"""What officers have around a notice: audiences, previews, trials, taps, pulse, lists, templates."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from notifications import doorbell
from notifications.models import AudienceList, NoticeTemplate, Origin
from notifications.workflow import Status
from tests.factories.accounts import UserFactory, api_client
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.notifications import (
    AudienceListFactory,
    DeviceFactory,
    NoticeFactory,
    NoticeTemplateFactory,
    batch_of,
)

pytestmark = pytest.mark.django_db

PATH = "/api/v1/officer/notices/"
LISTS = "/api/v1/officer/audience-lists/"
TEMPLATES = "/api/v1/officer/notice-templates/"
UNKNOWN = "0190b0a8-0000-7000-8000-000000000000"
TEXT = {"title": "Mưa lớn", "body": "Nước lên nhanh."}


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: heard.append(notice_id))
    return heard


@pytest.fixture
def user() -> Any:
    return UserFactory.create(administrator=True)


@pytest.fixture
def officer(user: Any) -> APIClient:
    return api_client(user)


# --- Audience and fields --------------------------------------------------------------------------------------------
def test_a_formula_goes_in_and_comes_out_with_the_topics_that_it_names(officer: APIClient) -> None:
    formula = {"all": [{"any": ["area:24611", "role:officer"]}, {"not": "lang:en"}]}
    made = officer.post(PATH, TEXT | {"audience": formula}).json()
    assert made["audience"] == formula
    assert made["topics"] == ["area:24611", "role:officer", "lang:en"]
    short = officer.patch(f"{PATH}{made['id']}/", {"topics": ["all"]}).json()
    assert (short["audience"], short["topics"]) == ("all", ["all"])


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"audience": {"all": []}}, "notice_audience_invalid", "audience"),
        ({"audience": "user:1"}, "notice_audience_invalid", "audience"),
        ({"audience": None}, "validation_error", "audience"),
        ({}, "validation_error", "topics"),
        ({"audience": "all", "risk_level": 6}, "validation_error", "risk_level"),
        (
            {"audience": "all", "replaces": UNKNOWN},
            "notice_replaces_invalid",
            "replaces",
        ),
    ],
)
def test_a_draft_that_cannot_be_says_which_field_is_wrong(
    officer: APIClient, wrong: dict[str, Any], code: str, field: str
) -> None:
    reply = officer.post(PATH, TEXT | wrong)
    assert (reply.status_code, reply.json()["code"]) == (400, code)
    assert [error["field"] for error in reply.json()["errors"]] == [field]


def test_everything_that_a_notice_holds_comes_back(officer: APIClient) -> None:
    earlier = NoticeFactory.create(sent=True)
    values = {
        "kind": "warning", "audience": "all", "collapse_key": "mua", "is_exercise": True, "event": "Lũ quét",
        "event_en": "Flash flood", "instruction": "Lên chỗ cao.", "instruction_en": "Go up.", "risk_level": 3,
        "replaces": str(earlier.pk),
    }  # fmt: skip
    made = officer.post(PATH, TEXT | values).json()
    assert {name: made[name] for name in values} == values


def test_the_audience_is_previewed_without_saying_who_it_is(
    officer: APIClient, django_assert_max_num_queries: Any
) -> None:
    someone = UserFactory.create(full_name="Nguyễn Văn An", phone="+84901234567")
    DeviceFactory.create(user=someone, topics=["all", "category:canh-bao"])
    DeviceFactory.create(topics=["all", "category:canh-bao"], muted=["mute:warning"])
    with django_assert_max_num_queries(5):
        reply = officer.post(f"{PATH}audience/", {"audience": {"any": ["category:canh-bao"]}, "kind": "warning"})
    assert reply.json() == {
        "devices": 1, "people": 1, "people_without_device": 0, "silenced": 1,
        "sample": ["Nguyễn V… A… · Android · Tiếng Việt"],
    }  # fmt: skip


def test_topics_are_counted_for_a_kind(officer: APIClient) -> None:
    DeviceFactory.create(muted=["mute:warning"])
    assert officer.get(f"{PATH}audience/?topics=all").json() == {"devices": 1}
    assert officer.get(f"{PATH}audience/?topics=all&kind=warning").json() == {"devices": 0}
    assert officer.get(f"{PATH}audience/?topics=all&kind=emergency").json() == {"devices": 1}


# --- Preview, trial, withdrawal -------------------------------------------------------------------------------------
def test_a_notice_is_seen_in_each_language_with_its_size(officer: APIClient) -> None:
    notice = NoticeFactory.create(is_exercise=True, link="daknong://article/mua-lon")
    shown = officer.get(f"{PATH}{notice.pk}/preview/").json()
    assert [one["title"] for one in shown["languages"]] == ["[DIỄN TẬP] Mưa lớn", "[EXERCISE] Heavy rain"]
    assert all(0 < one["bytes"] < one["limit"] == 4096 for one in shown["languages"])
    assert shown["audience"]["devices"] == 0


def test_a_trial_needs_a_device_and_leaves_the_draft_alone(
    officer: APIClient, user: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    notice = NoticeFactory.create(author=user)
    refused = officer.post(f"{PATH}{notice.pk}/test/")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_device")
    DeviceFactory.create(user=user)
    with django_capture_on_commit_callbacks(execute=True):
        done = officer.post(f"{PATH}{notice.pk}/test/")
    assert (done.status_code, done.json()["status"]["code"], len(rings)) == (200, "draft", 1)
    assert [row["id"] for row in officer.get(PATH).json()["results"]] == [str(notice.pk)]


def test_an_author_takes_back_what_waits_for_approval(officer: APIClient, user: Any) -> None:
    notice = NoticeFactory.create(author=user, submitted=True)
    path = f"{PATH}{notice.pk}/"
    assert "withdraw" in officer.get(path).json()["allowed_actions"]
    back = officer.post(f"{path}withdraw/").json()
    assert (back["status"]["code"], back["submitted_at"]) == ("draft", None)
    assert officer.post(f"{path}withdraw/").json()["code"] == "notice_state"
    assert api_client(UserFactory.create(administrator=True)).post(f"{path}withdraw/").status_code == 403


# --- Emergency ------------------------------------------------------------------------------------------------------
def test_an_emergency_goes_out_by_two_taps_of_one_person(
    officer: APIClient, user: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    path = f"{PATH}{NoticeFactory.create(author=user, kind='emergency').pk}/"
    assert officer.post(f"{path}send-emergency/").json()["code"] == "emergency_not_armed"
    assert officer.post(f"{path}arm/", {"reason": ""}).status_code == 400
    armed = officer.post(f"{path}arm/", {"reason": "Vỡ đập"}).json()
    assert armed["armed_at"] and armed["emergency_reason"] == "Vỡ đập"
    assert {"arm", "send_emergency", "disarm"} <= set(armed["allowed_actions"])
    other = api_client(UserFactory.create(administrator=True)).post(f"{path}send-emergency/")
    assert (other.status_code, other.json()["code"]) == (403, "emergency_other_person")
    with django_capture_on_commit_callbacks(execute=True):
        sent = officer.post(f"{path}send-emergency/").json()
    assert (sent["status"]["code"], sent["approver"]["id"], len(rings)) == ("approved", str(user.pk), 1)
    assert officer.post(f"{path}send-emergency/").json()["code"] == "notice_state"


def test_a_first_tap_is_undone_by_an_edit_and_by_hand(officer: APIClient, user: Any) -> None:
    path = f"{PATH}{NoticeFactory.create(author=user, kind='emergency').pk}/"
    for undo in (lambda: officer.patch(path, {"title": "Khác"}), lambda: officer.post(f"{path}disarm/")):
        officer.post(f"{path}arm/", {"reason": "Vỡ đập"})
        assert undo().json()["armed_at"] is None
        assert officer.post(f"{path}send-emergency/").status_code == 409


def test_an_editor_arms_nothing(rings: list[Any]) -> None:
    agency, editor = AgencyFactory.create(code="H36"), UserFactory.create(officer=True)
    MembershipFactory.create(user=editor, agency=agency, is_editor=True)
    notice = NoticeFactory.create(author=editor, kind="emergency", agency_code="H36")
    reply = api_client(editor).post(f"{PATH}{notice.pk}/arm/", {"reason": "Vỡ đập"})
    assert (reply.status_code, reply.json()["code"]) == (403, "permission_denied")


# --- Recall and pulse -----------------------------------------------------------------------------------------------
def test_cancelling_what_has_begun_to_leave_recalls_it(
    officer: APIClient, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    notice = NoticeFactory.create(sent=True)
    batch_of(notice, sent=3, accepted=3)
    with django_capture_on_commit_callbacks(execute=True):
        reply = officer.post(f"{PATH}{notice.pk}/cancel/", {"reason": "Báo nhầm"})
    assert reply.json()["status"]["code"] == "cancelled"
    recall = type(notice).objects.get(origin=Origin.RECALL)
    assert (recall.concerns, recall.status, rings) == (notice, Status.SCHEDULED, [])


def test_the_pulse_of_a_notice_is_told_in_numbers_and_as_a_table(
    officer: APIClient, django_assert_max_num_queries: Any
) -> None:
    notice = NoticeFactory.create(sent=True, title="=1+1", sent_at=timezone.now() - timedelta(minutes=1))
    batch_of(notice, planned=10, sent=7, accepted=6, failed=1)
    with django_assert_max_num_queries(10):
        told = officer.get(f"{PATH}{notice.pk}/pulse/").json()
    assert (told["planned"], told["accepted"], told["failed"], told["waiting"], told["percent"]) == (10, 6, 1, 3, 70)
    assert told["time_to"] == [{"percent": share, "seconds": None} for share in (50, 95, 100)]
    table = officer.get(f"{PATH}{notice.pk}/pulse/csv/")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert rows[0][1] == "'=1+1" and ["accepted", "6"] in rows


def test_another_agencys_notice_has_no_preview_and_no_pulse() -> None:
    here, there = (AgencyFactory.create(code=code) for code in ("H36.1", "H36.2"))
    stranger = UserFactory.create(officer=True)
    MembershipFactory.create(user=stranger, agency=there, is_approver=True)
    notice = NoticeFactory.create(agency_code=here.code)
    for door in ("preview/", "pulse/", "pulse/csv/"):
        assert api_client(stranger).get(f"{PATH}{notice.pk}/{door}").status_code == 404


# --- Lists of people ------------------------------------------------------------------------------------------------
def test_a_list_is_uploaded_as_text_or_as_a_file_and_says_once_who_is_unknown(officer: APIClient) -> None:
    UserFactory.create(phone="+84901234567", phone_verified_at=timezone.now())
    text = "Tên,Số\nAn,0901234567\nBình,0901234568\nChi,1\n"
    file = SimpleUploadedFile("to-truong.csv", text.encode("utf-8-sig"), "text/csv")
    for body, how in (({"phones": text}, "json"), ({"file": file}, "multipart")):
        made = officer.post(LISTS, {"name": "Tổ trưởng"} | body, format=how)
        assert made.status_code == 201, made.content
        found = made.json()
        assert (found["people"], found["unknown"], found["invalid"]) == (1, ["Bình,0901234568"], ["Chi,1"])
        assert found["topic"] == f"list:{found['id']}"
    assert "unknown" not in officer.get(LISTS).json()["results"][0]
    assert officer.post(PATH, TEXT | {"audience": found["topic"]}).status_code == 201
    assert officer.delete(f"{LISTS}{found['id']}/").json()["code"] == "audience_list_in_use"


@pytest.mark.parametrize(
    ("body", "how", "field"),
    [
        ({}, "json", "phones"),
        ({"phones": ""}, "json", "phones"),
        ({"file": "no file"}, "json", "phones"),
        ({}, "multipart", "phones"),
        ({"file": SimpleUploadedFile("x.csv", b"\xff\xfe\x00", "text/csv")}, "multipart", "file"),
    ],
)
def test_an_upload_that_cannot_be_read_is_refused(
    officer: APIClient, body: dict[str, Any], how: str, field: str
) -> None:
    reply = officer.post(LISTS, {"name": "Tổ trưởng"} | body, format=how)
    assert (reply.status_code, [error["field"] for error in reply.json()["errors"]]) == (400, [field])
    assert not AudienceList.objects.exists()


@pytest.mark.parametrize("size", [2, 20])
def test_lists_cost_the_same_few_queries_at_any_number(
    officer: APIClient, size: int, django_assert_max_num_queries: Any
) -> None:
    AudienceListFactory.create_batch(size)
    with django_assert_max_num_queries(3):
        assert len(officer.get(f"{LISTS}?page_size=100").json()["results"]) == size


# --- Templates ------------------------------------------------------------------------------------------------------
def test_a_template_is_made_listed_and_put_away(officer: APIClient) -> None:
    made = officer.post(TEMPLATES, {"name": "Mưa", "title": "Mưa ở {place}", "body": "Từ {hour} giờ."})
    assert (made.status_code, made.json()["places"]) == (201, ["place", "hour"])
    again = officer.post(TEMPLATES, {"name": "Mưa", "title": "T", "body": "B"})
    assert (again.status_code, again.json()["code"]) == (409, "template_name_taken")
    path = f"{TEMPLATES}{made.json()['id']}/"
    wrong = officer.patch(path, {"title_en": "Rain"})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["errors"][0]["field"]) == (
        400, "template_invalid", "title_en",
    )  # fmt: skip
    assert officer.patch(path, {"is_active": False}).json()["is_active"] is False
    assert [row["name"] for row in officer.get(TEMPLATES).json()["results"]] == ["Mưa"]


def test_who_writes_nothing_has_no_templates() -> None:
    NoticeTemplateFactory.create()
    for client in (api_client(UserFactory.create()), api_client(UserFactory.create(officer=True))):
        assert client.get(TEMPLATES).status_code == 403
        assert client.post(TEMPLATES, {"name": "M", "title": "T", "body": "B"}).status_code == 403
    assert NoticeTemplate.objects.count() == 1
