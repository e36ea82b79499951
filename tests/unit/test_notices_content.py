"""What an officer writes: fields that are looked at, kin, marks, trials and recalls."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.common.errors import Conflict, DomainError, PermissionDenied
from notifications import doorbell, services
from notifications.marking import marked_title
from notifications.models import BatchStatus, Device, Notice, Origin
from notifications.models.fields import Addressed
from notifications.services.content import check_link
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory, batch_of

pytestmark = pytest.mark.django_db
TEXT = {"title": "Mưa lớn", "body": "Nước lên nhanh."}


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: heard.append((notice_id, kind)))
    return heard


@pytest.fixture
def author() -> Any:
    return UserFactory.create(administrator=True)


# --- Fields ---------------------------------------------------------------------------------------------------------
def test_an_audience_is_a_formula_and_topics_are_its_short_form(author: Any) -> None:
    formula = {"all": ["area:24611", {"not": "lang:en"}]}
    assert services.notice_draft(author=author, audience=formula, **TEXT).audience == formula
    short = services.notice_draft(author=author, topics=["area:24640", "area:24611"], **TEXT)
    assert short.audience == {"any": ["area:24611", "area:24640"]}


def test_a_draft_is_addressed_as_it_says(author: Any) -> None:
    DeviceFactory.create(topics=["all", "area:24611", "lang:en"])
    here = DeviceFactory.create(topics=["all", "area:24611", "lang:vi"])
    notice = services.notice_draft(author=author, audience={"all": ["area:24611", {"not": "lang:en"}]}, **TEXT)
    assert list(Device.objects.filter(Addressed(notice.query))) == [here]


def test_a_change_of_kind_addresses_anew_what_people_have_turned_off(author: Any) -> None:
    DeviceFactory.create(muted=["mute:warning"])
    notice = services.notice_draft(author=author, topics=["all"], kind="warning", **TEXT)
    assert not Device.objects.filter(Addressed(notice.query)).exists()
    notice = services.notice_update(notice_id=notice.pk, by=author, kind="emergency")
    assert Device.objects.filter(Addressed(notice.query)).exists()
    assert notice.audience == "all"


@pytest.mark.parametrize(
    "audience", ["user:1", "", {}, [], None, {"any": []}, {"none": ["all"]}, {"not": {"any": ["dossier:1"]}}, 5]
)
def test_an_audience_that_officers_may_not_address_is_refused(author: Any, audience: Any) -> None:
    with pytest.raises(DomainError) as refused:
        services.notice_draft(author=author, audience=audience, **TEXT)
    assert refused.value.code == "notice_audience_invalid"


def test_a_draft_is_found_by_its_words_in_both_languages(author: Any) -> None:
    notice = services.notice_draft(author=author, topics=["all"], title_en="Heavy rain", **TEXT)
    assert {"mua lon", "nuoc len", "heavy rain"} <= set(notice.search_terms)


@pytest.mark.parametrize("field", ["title", "event", "instruction"])
def test_a_text_that_is_too_long_for_its_column_is_refused_by_name(author: Any, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        services.notice_draft(author=author, topics=["all"], **(TEXT | {field: "x" * 4001}))
    assert (refused.value.code, [error.field for error in refused.value.fields]) == ("notice_too_long", [field])


@pytest.mark.parametrize(
    "link",
    [
        "", "daknong://article/mua-lon-2026", "daknong://place/nuoc_dray-sap", "daknong://procedure/1.005129",
        "daknong://dossier/H16.12-261102-0001", "daknong://report/PA-2611-0001",
        "daknong://inbox/0198c0de-0000-7000-8000-000000000001", "https://daknong.gov.vn/tin?x=1#y", "https://a.vn",
    ],
)  # fmt: skip
def test_links_to_pages_are_accepted(link: str) -> None:
    check_link(link)


@pytest.mark.parametrize(
    "link",
    [
        "daknong://article/", "daknong://article/a/b", "daknong://article/a?b=c", "daknong://settings/x",
        "daknong://inbox/1", "daknong://place/../x", "http://a.vn/", "https://", "https:///x", "javascript:alert(1)",
        "https://a.vn/\nx", "https://evil@a.vn/", "DAKNONG://article/x", "https://a.vn/" + "x" * 300,
    ],
)  # fmt: skip
def test_links_to_anything_else_are_not(link: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_link(link)
    assert refused.value.code == "notice_link_invalid"


# --- Kin ------------------------------------------------------------------------------------------------------------
def test_what_replaces_another_bears_the_tag_of_the_first(author: Any) -> None:
    first = NoticeFactory.create(author=author, sent=True)
    second = services.notice_draft(author=author, topics=["all"], replaces=first.pk, **TEXT)
    assert (second.replaces, second.tag) == (first, str(first.pk))
    Notice.objects.filter(pk=second.pk).update(
        status=Status.SENT, approver=UserFactory.create(), sent_at=timezone.now()
    )
    third = services.notice_draft(author=author, topics=["all"], replaces=second.pk, **TEXT)
    assert third.tag == str(first.pk)
    alone = services.notice_update(notice_id=third.pk, by=author, replaces=None)
    assert (alone.replaces, alone.tag) == (None, str(third.pk))


def test_only_what_was_sent_is_replaced_and_only_once(author: Any) -> None:
    sent = NoticeFactory.create(author=author, sent=True)
    services.notice_draft(author=author, topics=["all"], replaces=sent.pk, **TEXT)
    for wrong in (sent.pk, NoticeFactory.create(author=author).pk, uuid.uuid4()):
        with pytest.raises(DomainError) as refused:
            services.notice_draft(author=author, topics=["all"], replaces=wrong, **TEXT)
        assert refused.value.code == "notice_replaces_invalid"


# --- Withdrawing ----------------------------------------------------------------------------------------------------
def test_an_author_takes_a_notice_back_and_works_on(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    services.notice_withdraw(notice_id=notice.pk, by=author)
    notice = services.notice_update(notice_id=notice.pk, by=author, title="Mưa rất lớn")
    assert (notice.status, notice.submitted_at) == (Status.DRAFT, None)


def test_nobody_else_takes_it_back_and_nothing_else_can_be_taken_back(author: Any) -> None:
    notice = NoticeFactory.create(author=author, submitted=True)
    with pytest.raises(PermissionDenied):
        services.notice_withdraw(notice_id=notice.pk, by=UserFactory.create(administrator=True))
    for status in (Status.DRAFT, Status.REJECTED):
        Notice.objects.filter(pk=notice.pk).update(status=status)
        with pytest.raises(Conflict):
            services.notice_withdraw(notice_id=notice.pk, by=author)


# --- Recalls --------------------------------------------------------------------------------------------------------
def sending(**values: Any) -> Notice:
    return NoticeFactory.create(sent=True, **({"status": Status.SENDING} | values))


def recall_of(notice: Notice) -> Notice | None:
    return Notice.objects.filter(origin=Origin.RECALL, concerns=notice).first()


def test_a_notice_that_has_begun_to_leave_is_taken_off_the_phones(
    author: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    notice = sending(kind="warning", audience={"not": "area:24611"}, collapse_key="mua")
    batch_of(notice, status=BatchStatus.LEASED)
    with django_capture_on_commit_callbacks(execute=True):
        services.notice_cancel(notice_id=notice.pk, by=author, reason="Báo nhầm")
    recall = recall_of(notice)
    assert recall is not None
    assert (recall.key, recall.tag, recall.status) == (f"recall:{notice.pk}", notice.tag, Status.SCHEDULED)
    assert recall.held_until > timezone.now()  # what is in the air arrives first
    assert (recall.audience, recall.kind, recall.collapse_key) == (notice.audience, "warning", "mua")
    assert rings == []


@pytest.mark.parametrize("status", [Status.SENT, Status.FAILED])
def test_what_was_sent_is_recalled_by_the_tag_of_its_row(author: Any, rings: list[Any], status: str) -> None:
    first = NoticeFactory.create(sent=True)
    notice = sending(status=status, replaces=first, tag_id=first.pk, accepted_count=3)
    services.notice_cancel(notice_id=notice.pk, by=author, reason="Báo nhầm")
    recall = recall_of(notice)
    assert recall is not None and recall.tag == str(first.pk)


def test_nothing_is_recalled_where_nothing_can_have_left(author: Any) -> None:
    waiting, untouched = NoticeFactory.create(approved=True), sending()
    batch_of(untouched)
    for notice in (waiting, untouched):
        services.notice_cancel(notice_id=notice.pk, by=author, reason="")
        assert recall_of(notice) is None
    assert untouched.batches.get().status == BatchStatus.STOPPED


def test_a_recall_does_not_take_away_what_has_replaced_the_notice(author: Any) -> None:
    notice = sending(status=Status.SENT, accepted_count=3)
    NoticeFactory.create(sent=True, replaces=notice, tag_id=notice.pk)
    services.notice_cancel(notice_id=notice.pk, by=author, reason="")
    assert recall_of(notice) is None


def test_officers_see_neither_recalls_nor_trials_among_their_notices(author: Any, rings: list[Any]) -> None:
    from notifications.access import notices_visible

    notice = sending(author=author, accepted_count=1)
    services.notice_cancel(notice_id=notice.pk, by=author)
    draft = NoticeFactory.create(author=author)
    DeviceFactory.create(user=author)
    services.notice_test(notice_id=draft.pk, by=author)
    assert set(notices_visible(author)) == {notice, draft}


# --- Trials and marks -----------------------------------------------------------------------------------------------
def test_a_trial_goes_to_the_devices_of_who_tries_whatever_they_have_turned_off(
    author: Any, rings: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    mine = DeviceFactory.create(user=author, topics=["all", f"user:{author.pk}"], muted=["mute:information"])
    DeviceFactory.create()
    notice = NoticeFactory.create(author=author)
    with django_capture_on_commit_callbacks(execute=True):
        first = services.notice_test(notice_id=notice.pk, by=author)
        second = services.notice_test(notice_id=notice.pk, by=author)
    assert list(Device.objects.filter(Addressed(first.query))) == [mine]
    assert (first.origin, first.concerns, first.status) == (Origin.TEST, notice, Status.APPROVED)
    assert first.key != second.key and len(rings) == 2
    notice.refresh_from_db()
    assert notice.status == Status.DRAFT


def test_who_has_no_device_is_told_so(author: Any) -> None:
    DeviceFactory.create(user=author, last_seen_at=timezone.now() - timedelta(days=271))
    DeviceFactory.create(user=author, is_active=False)
    with pytest.raises(Conflict) as refused:
        services.notice_test(notice_id=NoticeFactory.create(author=author).pk, by=author)
    assert refused.value.code == "no_device"


def test_trials_and_exercises_say_so_in_the_reader_s_language() -> None:
    plain = NoticeFactory.build(author=None, title="Mưa", title_en="Rain")
    both = NoticeFactory.build(author=None, title="Mưa", title_en="", origin=Origin.TEST, is_exercise=True)
    assert marked_title(plain, "vi") == "Mưa" and marked_title(plain, "en") == "Rain"
    assert marked_title(both, "vi") == "[THỬ] [DIỄN TẬP] Mưa"
    assert marked_title(both, "en") == "[TEST] [EXERCISE] Mưa"
