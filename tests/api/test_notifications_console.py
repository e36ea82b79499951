"""The console's pages of notices: write, be refused one's own approval, approve as another, watch."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from backend.common.models import AuditEntry
from notifications import doorbell
from notifications.models import Notice
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
    return client.post(f"{LIST}{notice.pk}/{name}/", {"_form_submitted": "on"} | fields, follow=True)


def test_a_notice_is_written_in_two_languages_for_chosen_topics(author: Any) -> None:
    TopicFactory.create(topic="area:24611", name="Phường Bắc Gia Nghĩa")
    client = signed_in(author)
    page = client.get(f"{LIST}add/")
    assert page.status_code == 200
    assert "Phường Bắc Gia Nghĩa" in page.content.decode()
    form = {
        "kind": "warning", "title": "Mưa lớn", "title_en": "Heavy rain", "body": "Rời bờ suối.", "body_en": "",
        "topics": ["area:24611"], "link": "", "image_url": "",
    }  # fmt: skip
    client.post(f"{LIST}add/", form)
    notice = Notice.objects.get()
    assert (notice.author, notice.topics, notice.status) == (author, ["area:24611"], Status.DRAFT)
    assert AuditEntry.objects.filter(target_id=str(notice.pk)).values_list("action", flat=True).get() == "notice.draft"


@pytest.mark.parametrize("wrong", [{"topics": ["user:1"]}, {"link": "javascript:alert(1)"}, {"title": ""}])
def test_a_wrong_draft_is_refused_beside_its_field(author: Any, wrong: dict[str, Any]) -> None:
    form = {"kind": "warning", "title": "T", "body": "B", "topics": ["all"]} | wrong
    reply = signed_in(author).post(f"{LIST}add/", form)
    assert list(reply.context["adminform"].form.errors) == list(wrong)
    assert not Notice.objects.exists()


def test_own_approval_is_refused_with_a_clear_message(author: Any, rings: list[Any]) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    reply = act(signed_in(author), notice, "approve_notice")
    with translation.override("vi"):
        expected = translation.gettext("You wrote this notice. Another person has to approve it.")
    assert [str(message) for message in reply.context["messages"]] == [expected]
    notice.refresh_from_db()
    assert (notice.status, rings) == (Status.SUBMITTED, [])


def test_another_person_approves_from_the_page(
    author: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    approver = UserFactory.create(administrator=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert act(signed_in(approver), notice, "approve_notice").status_code == 200
    notice.refresh_from_db()
    assert (notice.status, notice.approver, rings) == (Status.APPROVED, approver, [notice.pk])


def test_asking_for_a_button_changes_nothing_before_the_dialog_is_answered(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    client = signed_in(UserFactory.create(administrator=True))
    for name in ("approve_notice", "reject_notice", "cancel_notice"):
        assert client.get(f"{LIST}{notice.pk}/{name}/").status_code == 200
    assert act(client, notice, "reject_notice", reason="").status_code == 200
    notice.refresh_from_db()
    assert notice.status == Status.SUBMITTED


def test_sending_back_takes_a_reason_that_the_author_reads(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    act(signed_in(UserFactory.create(administrator=True)), notice, "reject_notice", reason="Sai tên xã")
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
    assert 'style="width:75%"' in client.get(f"{LIST}{notice.pk}/change/").content.decode()
    progress = client.get(f"{LIST}{notice.pk}/progress/").json()
    assert (progress["accepted"], progress["failed"], progress["percent"], progress["is_live"]) == (3, 1, 100, True)


def test_the_count_of_devices_follows_the_ticks(author: Any) -> None:
    DeviceFactory.create(topics=["all", "area:24611"])
    client = signed_in(author)
    assert client.get(f"{LIST}audience/?topic=area:24611&topic=all").json() == {"devices": 1}
    assert client.get(f"{LIST}audience/").json() == {"devices": 0}


def test_an_officer_without_a_membership_sees_no_notices() -> None:
    client = signed_in(UserFactory.create(officer=True))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}audience/?topic=all").status_code == 403


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
