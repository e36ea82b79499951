"""The console's pages of notices: write, be refused one's own approval, approve as another, watch."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from backend.common.models import AuditEntry
from notifications import doorbell
from notifications.admin_page import page_of
from notifications.models import AudienceList, Notice, NoticeTemplate
from notifications.services import audience_list_create, template_save
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory, TopicFactory, notice_planned

pytestmark = pytest.mark.django_db

LIST = "/console/notifications/notice/"


@pytest.fixture(autouse=True)
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: heard.append(notice_id))
    return heard


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="backend.accounts.backends.IdentifierBackend")
    return client


@pytest.fixture
def author() -> Any:
    return UserFactory.create(administrator=True)


def act(client: Client, notice: Notice, name: str, **fields: str) -> Any:
    """Press a button of the notice's page and answer its dialog."""
    return client.post(f"{LIST}{notice.pk}/do/{name}/", fields, follow=True)


def ask(client: Client, name: str, **question: Any) -> Any:
    """What the page's script asks while one writes."""
    return client.post(f"{LIST}{name}/", question, content_type="application/json")


def said(reply: Any) -> list[str]:
    return [str(message) for message in reply.context["messages"]]


FORM = {
    "kind": "warning", "title": "Mưa lớn", "title_en": "Heavy rain", "body": "Rời bờ suối.", "body_en": "",
    "audience": '{"all": ["area:24611", {"not": "role:officer"}]}', "link": "", "image_url": "",
}  # fmt: skip


def test_a_notice_is_written_in_two_languages_for_an_audience(author: Any) -> None:
    TopicFactory.create(topic="area:24611", name="Phường Bắc Gia Nghĩa")
    client = signed_in(author)
    page = client.get(f"{LIST}add/")
    assert page.status_code == 200
    offered = [one["label"] for group in page.context["page"]["audience_options"] for one in group["options"]]
    assert "Phường Bắc Gia Nghĩa" in offered
    client.post(f"{LIST}add/", FORM)
    notice = Notice.objects.get()
    assert (notice.author, notice.topics, notice.status) == (author, ["area:24611"], Status.DRAFT)
    assert notice.audience == {"all": ["area:24611", {"not": "role:officer"}]}
    assert AuditEntry.objects.filter(target_id=str(notice.pk)).values_list("action", flat=True).get() == "notice.draft"


def test_the_moments_are_those_of_the_province(author: Any) -> None:
    client = signed_in(author)
    client.post(f"{LIST}add/", FORM | {"scheduled_at": "2030-01-02T07:00", "valid_until": "2030-01-03T07:00"})
    notice = Notice.objects.get()
    assert notice.scheduled_at == datetime(2030, 1, 2, 0, 0, tzinfo=UTC)
    assert 'value="2030-01-02T07:00"' in client.get(f"{LIST}{notice.pk}/change/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": '"user:1"'},
        {"audience": "area:24611"},
        {"audience": ""},
        {"link": "javascript:alert(1)"},
        {"title": ""},
        {"kind": "personal"},
        {"scheduled_at": "2030-01-02T07:00", "valid_until": "2030-01-01T07:00"},
    ],
)
def test_a_wrong_draft_is_refused_beside_its_field(author: Any, wrong: dict[str, Any]) -> None:
    reply = signed_in(author).post(f"{LIST}add/", FORM | wrong)
    assert list(reply.context["adminform"].form.errors) == list(wrong)[-1:]
    assert not Notice.objects.exists()


def test_a_button_of_the_form_saves_what_was_typed_first(author: Any) -> None:
    client = signed_in(author)
    reply = client.post(f"{LIST}add/", FORM | {"_then": "submit"}, follow=True)
    notice = Notice.objects.get()
    assert (notice.title, notice.status) == ("Mưa lớn", Status.SUBMITTED)
    assert reply.redirect_chain[-1][0] == f"{LIST}{notice.pk}/change/"


def test_what_cannot_be_saved_is_not_sent_either(author: Any) -> None:
    notice = NoticeFactory.create(author=author)
    signed_in(author).post(f"{LIST}{notice.pk}/change/", FORM | {"title": "", "_then": "submit"})
    notice.refresh_from_db()
    assert (notice.title, notice.status) == ("Mưa lớn", Status.DRAFT)


def test_own_approval_is_refused_with_a_clear_message(author: Any, rings: list[Any]) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    reply = act(signed_in(author), notice, "approve")
    with translation.override("vi"):
        expected = translation.gettext("You wrote this notice. Another person has to approve it.")
    assert said(reply) == [expected]
    notice.refresh_from_db()
    assert (notice.status, rings) == (Status.SUBMITTED, [])


def test_another_person_approves_from_the_page(
    author: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    approver = UserFactory.create(administrator=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert act(signed_in(approver), notice, "approve").status_code == 200
    notice.refresh_from_db()
    assert (notice.status, notice.approver, rings) == (Status.APPROVED, approver, [notice.pk])


def test_a_button_opened_as_a_page_or_without_its_reason_changes_nothing(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    client = signed_in(UserFactory.create(administrator=True))
    for name in ("approve", "reject", "cancel"):
        assert client.get(f"{LIST}{notice.pk}/do/{name}/", follow=True).status_code == 200
    act(client, notice, "reject", reason=" ")
    assert act(client, notice, "invented").status_code == 404
    notice.refresh_from_db()
    assert notice.status == Status.SUBMITTED


def test_the_author_takes_a_submitted_notice_back(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    act(signed_in(author), notice, "withdraw")
    notice.refresh_from_db()
    assert notice.status == Status.DRAFT


def test_an_emergency_takes_two_taps_and_shows_text_and_count_between_them(
    author: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    DeviceFactory.create_batch(3)
    notice = NoticeFactory.create(author=author, kind="emergency")
    client = signed_in(author)
    page = act(client, notice, "arm", reason="Đập tràn").content.decode()
    assert "data-dn-second-tap" in page
    assert "Đập tràn" in page
    assert rings == []
    with django_capture_on_commit_callbacks(execute=True):
        act(client, notice, "send")
    notice.refresh_from_db()
    assert (notice.approver, rings) == (author, [notice.pk])


def test_a_first_tap_can_be_taken_back_and_runs_out(author: Any, rings: list[Any]) -> None:
    notice = NoticeFactory.create(author=author, kind="emergency")
    client = signed_in(author)
    act(client, notice, "arm", reason="Đập tràn")
    assert "data-dn-armed" not in act(client, notice, "disarm").content.decode()
    act(client, notice, "arm", reason="Đập tràn")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.force_login(author, backend="backend.accounts.backends.IdentifierBackend")
        act(client, notice, "send")
    notice.refresh_from_db()
    assert (notice.status, rings) == (Status.DRAFT, [])


@pytest.mark.parametrize(
    ("status", "word"), [("draft", "Drop"), ("sending", "Stop"), ("sent", "Recall"), ("failed", "Recall")]
)
def test_the_button_that_stops_says_what_it_does_at_each_point(author: Any, status: str, word: str) -> None:
    notice = NoticeFactory.create(author=author, approver=UserFactory.create(administrator=True), status=status)
    with translation.override("vi"):
        expected = translation.gettext(word)
    (move,) = [move for move in page_of(author, notice)["moves"] if move["name"] == "cancel"]
    with translation.override("vi"):
        assert str(move["label"]) == expected


def test_sending_back_takes_a_reason_that_the_author_reads(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    act(signed_in(UserFactory.create(administrator=True)), notice, "reject", reason="Sai tên xã")
    assert "Sai tên xã" in signed_in(author).get(f"{LIST}{notice.pk}/change/").content.decode()


def test_what_was_submitted_cannot_be_edited_in_the_console(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    reply = signed_in(author).post(f"{LIST}{notice.pk}/change/", {"title": "Khác"})
    assert reply.status_code == 403


def test_the_page_shows_the_ledger_and_the_script_can_ask_again(author: Any) -> None:
    DeviceFactory.create_batch(4)
    notice = notice_planned(author=author)
    notice.batches.update(accepted=3, failed=1)
    client = signed_in(author)
    assert 'style="width:75.00%"' in client.get(f"{LIST}{notice.pk}/change/").content.decode()
    pulse = client.get(f"{LIST}{notice.pk}/pulse/").json()
    assert (pulse["accepted"], pulse["failed"], pulse["percent"], pulse["is_live"]) == (3, 1, 100, True)
    table = client.get(f"{LIST}{notice.pk}/pulse.csv")
    assert table["Content-Disposition"].endswith('.csv"')
    assert "accepted,3" in table.content.decode()


def test_trouble_is_told_in_words(author: Any) -> None:
    notice = notice_planned(author=author)
    Notice.objects.filter(pk=notice.pk).update(trouble="unavailable: try later")
    with translation.override("vi"):
        expected = translation.gettext("Firebase is overloaded")
    assert signed_in(author).get(f"{LIST}{notice.pk}/pulse/").json()["trouble"] == f"{expected}: try later"


def test_the_count_of_devices_follows_the_audience(author: Any) -> None:
    DeviceFactory.create(topics=["all", "area:24611", "lang:vi"])
    client = signed_in(author)
    both = {"all": ["area:24611", "lang:vi"]}
    assert ask(client, "reach", audience=both, kind="warning").json()["devices"] == 1
    assert ask(client, "reach", audience={"all": ["all", {"not": "lang:vi"}]}).json()["devices"] == 0
    wrong = ask(client, "reach", audience={"any": ["user:1"]})
    assert (wrong.status_code, bool(wrong.json()["problem"])) == (400, True)


def test_the_size_of_the_push_follows_the_typing(author: Any) -> None:
    client = signed_in(author)
    short, long = (ask(client, "look", title="Lũ", body="a" * size).json() for size in (1, 101))
    assert long["vi"]["bytes"] - short["vi"]["bytes"] == 100
    assert ask(client, "look", title="Lũ", is_exercise=True).json()["en"]["title"].startswith("[EXERCISE]")
    assert ask(client, "look", link="javascript:1").status_code == 400


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '{"audience": 7, "kind": []}', '{"template": {}, "values": 3}'])
@pytest.mark.parametrize("name", ["look", "reach", "template"])
def test_nonsense_of_a_script_is_no_fault_of_the_server(author: Any, name: str, body: str) -> None:
    client = signed_in(author)
    assert client.post(f"{LIST}{name}/", body, content_type="application/json").status_code < 500
    assert client.get(f"{LIST}{name}/").status_code == 405


def test_a_template_fills_the_fields_and_asks_for_what_is_missing(author: Any) -> None:
    template = template_save(by=author, name="Lũ", kind="warning", title="Lũ tại {noi}", body="Rời {noi}.")
    client = signed_in(author)
    filled = ask(client, "template", template=str(template.pk), values={"noi": "Cư Jút"})
    assert (filled.json()["title"], filled.json()["body"]) == ("Lũ tại Cư Jút", "Rời Cư Jút.")
    missing = ask(client, "template", template=str(template.pk), values={})
    assert (missing.status_code, list(missing.json()["fields"])) == (400, ["noi"])


def test_a_picture_may_come_from_any_server_on_this_page_alone(author: Any) -> None:
    client = signed_in(author)
    assert "https:" in client.get(f"{LIST}add/")["Content-Security-Policy"]
    assert "https:" not in client.get(LIST)["Content-Security-Policy"]


def test_pages_have_no_handler_inside_their_markup(author: Any) -> None:
    client = signed_in(author)
    notice = NoticeFactory.create(author=author)
    for page in (f"{LIST}add/", f"{LIST}{notice.pk}/change/", "/console/notifications/audiencelist/add/"):
        text = client.get(page).content.decode()
        ours = text[text.index('<div id="content"') :]
        assert not re.search(r"<[^>]+\son(click|change|input|submit|load|error)=", ours), page


def test_a_list_of_phones_tells_once_who_was_not_found(author: Any) -> None:
    UserFactory.create(phone="+84900000777", phone_verified_at=timezone.now())
    client = signed_in(author)
    file = SimpleUploadedFile("tổ.csv", "\ufeffphone\n0900000777\n0911222333\n=1+1".encode())
    reply = client.post("/console/notifications/audiencelist/add/", {"name": "Tổ", "file": file})
    page = reply.content.decode()
    assert "0911222333" in page
    assert "no-store" in reply["Cache-Control"]
    made = AudienceList.objects.get()
    later = client.get(f"/console/notifications/audiencelist/{made.pk}/change/").content.decode()
    assert "0911222333" not in later
    assert made.members.count() == 1


def test_a_list_that_a_notice_needs_is_not_deleted(author: Any) -> None:
    person = UserFactory.create(phone="+84900000778", phone_verified_at=timezone.now())
    made = audience_list_create(name="Tổ", phones=str(person.phone), by=author).audience_list
    client = signed_in(author)
    client.post(f"{LIST}add/", FORM | {"audience": f'"list:{made.pk}"'})
    path = f"/console/notifications/audiencelist/{made.pk}/delete/"
    assert client.post(path, {"post": "yes"}, follow=True).status_code == 200
    assert AudienceList.objects.exists()
    Notice.objects.update(status=Status.CANCELLED)
    client.post(path, {"post": "yes"})
    assert not AudienceList.objects.exists()


def test_a_template_with_a_wrong_place_is_refused_beside_its_field(author: Any) -> None:
    form = {"name": "Lũ", "kind": "warning", "title": "Lũ tại {Nơi}", "body": "Rời {noi}.", "is_active": "on"}
    client = signed_in(author)
    path = "/console/notifications/noticetemplate/add/"
    assert list(client.post(path, form).context["adminform"].form.errors) == ["title"]
    client.post(path, form | {"title": "Lũ tại {noi}"})
    assert NoticeTemplate.objects.get().title == "Lũ tại {noi}"


def test_the_list_finds_what_waits_for_who_is_looking(author: Any) -> None:
    theirs, mine = NoticeFactory.create(submitted=True), NoticeFactory.create(submitted=True, author=author)
    page = signed_in(author).get(f"{LIST}?waits=me").content.decode()
    assert str(theirs.pk) in page
    assert str(mine.pk) not in page


def test_an_officer_without_a_membership_sees_no_notices() -> None:
    client = signed_in(UserFactory.create(officer=True))
    assert client.get(LIST).status_code == 403
    assert ask(client, "reach", audience="all").status_code == 403


def test_devices_show_neither_token_nor_secret(author: Any) -> None:
    device = DeviceFactory.create(secret_hash="5ec7e7" * 10)
    client = signed_in(author)
    for page in ("", f"{device.pk}/change/"):
        text = client.get(f"/console/notifications/device/{page}").content.decode()
        assert device.token not in text
        assert device.secret_hash not in text
        assert device.masked_token in text


@pytest.mark.parametrize("size", [2, 25])
def test_the_list_costs_the_same_few_queries_at_any_size(
    author: Any, size: int, django_assert_max_num_queries: Any
) -> None:
    NoticeFactory.create_batch(size, submitted=True)
    client = signed_in(author)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200
