"""Whom an audience reaches: lists of people, marks that are brought up to date, and what an officer is shown of it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from backend.common.errors import Conflict, DomainError, NotFound
from backend.common.models import AuditEntry
from notifications import services
from notifications.models import AudienceList, AudienceMember, Device, Preference
from notifications.reach import masked_name
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory

pytestmark = pytest.mark.django_db
TEXT = {"title": "Mưa lớn", "body": "Nước lên nhanh."}


@pytest.fixture
def officer() -> Any:
    return UserFactory.create(administrator=True)


def person(phone: str, **values: Any) -> Any:
    return UserFactory.create(phone=phone, phone_verified_at=timezone.now(), **values)


def topics_of(device: Device) -> set[str]:
    device.refresh_from_db()
    return set(device.topics)


# --- Lists ----------------------------------------------------------------------------------------------------------
def test_a_list_is_made_of_accounts_and_says_once_who_is_unknown(officer: Any) -> None:
    known = person("+84901234567")
    phones = "Họ tên;Điện thoại\nAn;0901 234 567\n\nBình,0901.234.568\nChi\t12\n+84901234567\n"
    made = services.audience_list_create(name="Trưởng thôn", phones=phones, by=officer)
    assert (made.matched, made.unknown, made.invalid) == (1, ["Bình,0901.234.568"], ["Chi\t12"])
    assert list(made.audience_list.members.values_list("user", flat=True)) == [known.pk]


def test_no_phone_is_kept_in_the_trail(officer: Any) -> None:
    person("+84901234567")
    services.audience_list_create(name="L", phones="0901234567\n0909999999\n12345", by=officer)
    entry = AuditEntry.objects.get(action="audience_list.create")
    assert entry.detail == {"matched": 1, "unknown": 1, "invalid": 1}
    assert not re.search(r"\d{5}", f"{entry.detail} {entry.target_label}")


def test_who_has_not_shown_that_a_phone_is_theirs_is_not_found_by_it(officer: Any) -> None:
    UserFactory.create(phone="+84901234567")
    person("+84901234568", is_active=False)
    with pytest.raises(DomainError) as refused:
        services.audience_list_create(name="L", phones="0901234567\n0901234568", by=officer)
    assert refused.value.code == "audience_list_empty"
    assert not AudienceList.objects.exists()


def test_a_list_has_a_limit(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.services.audience_lists.MAX_LIST_LINES", 3)
    with pytest.raises(DomainError) as refused:
        services.audience_list_create(name="L", phones="1\n2\n3\n4", by=officer)
    assert refused.value.code == "audience_list_too_large"


def test_only_who_sees_a_list_can_address_it() -> None:
    province = AgencyFactory(code="H36")
    here, there = (AgencyFactory(code=code, parent=province) for code in ("H36.1", "H36.2"))
    author, colleague, stranger = (UserFactory.create(officer=True) for _ in range(3))
    for user, agency in ((author, here), (colleague, here), (stranger, there)):
        MembershipFactory(user=user, agency=agency, is_editor=True)
    person("+84901234567")
    made = services.audience_list_create(name="L", phones="0901234567", by=author).audience_list
    audience = {"any": [f"list:{made.pk}"]}
    assert made.agency_code == here.code
    assert list(services.audience_lists_visible(stranger)) == []
    assert services.notice_draft(author=colleague, audience=audience, **TEXT).audience == audience
    for refused_audience in (audience, {"not": f"list:{made.pk}"}, "list:" + "-" * 36):
        with pytest.raises(DomainError) as refused:
            services.notice_draft(author=stranger, audience=refused_audience, **TEXT)
        assert refused.value.code == "notice_audience_invalid"
    with pytest.raises(NotFound):
        services.audience_list_delete(list_id=made.pk, by=stranger)


def test_a_list_goes_with_its_marks_but_not_while_a_notice_is_for_it(officer: Any) -> None:
    device = DeviceFactory.create(user=person("+84901234567"))
    made = services.audience_list_create(name="L", phones="0901234567", by=officer).audience_list
    topic = f"list:{made.pk}"
    services.audience_sync(topic)
    assert topic in topics_of(device)
    notice = NoticeFactory.create(author=officer, audience={"all": ["all", {"not": topic}]})
    with pytest.raises(Conflict) as refused:
        services.audience_list_delete(list_id=made.pk, by=officer)
    assert refused.value.code == "audience_list_in_use"
    services.notice_cancel(notice_id=notice.pk, by=officer)
    services.audience_list_delete(list_id=made.pk, by=officer)
    assert topic not in topics_of(device) and not AudienceMember.objects.exists()


# --- Marks ----------------------------------------------------------------------------------------------------------
def test_marks_of_lists_and_roles_follow_what_is_so_now() -> None:
    member, former, guest_now = UserFactory.create(), UserFactory.create(officer=True), DeviceFactory.create()
    made = AudienceList.objects.create(name="L", author=former)
    topic = f"list:{made.pk}"
    AudienceMember.objects.create(audience_list=made, user=member)
    on_list = DeviceFactory.create(user=member, topics=["all", "role:guest"])
    no_more = DeviceFactory.create(user=former, topics=["all", topic, "role:citizen", "role:guest"])
    logged_out = DeviceFactory.create(topics=["all", topic])
    assert services.audience_sync({"all": [topic, {"not": "role:officer"}]}) > 0
    assert topics_of(on_list) == {"all", topic, "role:citizen"}
    assert topics_of(no_more) == {"all", "role:officer"}
    assert topics_of(logged_out) == topics_of(guest_now) == {"all", "role:guest"}
    assert services.audience_sync({"all": [topic, {"not": "role:officer"}]}) == 0


def test_an_audience_without_lists_and_roles_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):  # a transaction, since nothing else stands in one
        services.audience_sync({"all": ["area:24611", {"not": "lang:en"}]})


# --- What an officer is shown ---------------------------------------------------------------------------------------
def test_the_preview_counts_devices_people_and_who_has_turned_it_off() -> None:
    one, two = UserFactory.create(), UserFactory.create()
    DeviceFactory.create_batch(2, user=one)
    DeviceFactory.create(user=two, muted=["mute:information"])
    DeviceFactory.create(muted=["digest"])
    DeviceFactory.create(token=None, fid="fid-1")
    DeviceFactory.create(token=None)
    DeviceFactory.create(is_active=False)
    DeviceFactory.create(last_seen_at=timezone.now() - timedelta(days=271))
    information = services.audience_preview("all", "information")
    assert (information.devices, information.people, information.silenced) == (3, 1, 2)
    warning = services.audience_preview("all", "warning")
    assert (warning.devices, warning.people, warning.silenced) == (5, 2, 0)


def test_an_emergency_reaches_whoever_turned_it_off() -> None:
    DeviceFactory.create(topics=["all", "area:24611"], muted=["mute:emergency", "mute:area:24611", "digest"])
    reach = services.audience_preview("area:24611", "emergency")
    assert (reach.devices, reach.silenced) == (1, 0)


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        ("all", 3),
        ("role:officer", 1),
        ("area:24611", 1),
        ({"all": ["role:citizen", {"not": "area:24611"}]}, 1),
        ("lang:en", 1),
        ("category:canh-bao", 0),
    ],
)
def test_people_without_a_device_are_counted_by_what_their_account_says(audience: Any, people: int) -> None:
    UserFactory.create(area_codes=["24611"])
    UserFactory.create(language="en")
    UserFactory.create(officer=True)
    UserFactory.create(is_active=False)
    DeviceFactory.create(user=UserFactory.create(), topics=["all", "area:24611"])
    assert services.audience_preview(audience, "warning").people_without_device == people


def test_people_on_a_list_who_have_no_device_are_counted() -> None:
    member, author = UserFactory.create(), UserFactory.create(officer=True)
    made = AudienceList.objects.create(name="L", author=author)
    AudienceMember.objects.create(audience_list=made, user=member)
    Preference.objects.create(user=member, push_off=["warning"])
    reach = services.audience_preview(f"list:{made.pk}", "warning")
    assert (reach.devices, reach.people_without_device) == (0, 1)


def test_the_sample_says_what_they_are_and_not_who(django_assert_num_queries: Any) -> None:
    DeviceFactory.create(user=UserFactory.create(full_name="Nguyễn Văn An", phone="+84901234567"))
    DeviceFactory.create_batch(4, language="en")
    with django_assert_num_queries(4):  # two, and the transaction in which marks would be changed
        sample = services.audience_preview("all", "warning").sample
    guest = "Khách (không đăng nhập) · Android · Tiếng Anh"
    assert sorted(sample) == [*[guest] * 4, "Nguyễn V… A… · Android · Tiếng Việt"]


def test_the_sample_is_short() -> None:
    DeviceFactory.create_batch(9)
    assert len(services.audience_preview("all", "warning").sample) == 5


@pytest.mark.parametrize(("name", "masked"), [("Nguyễn Văn An", "Nguyễn V… A…"), ("An", "A…"), ("", "Người dân")])
def test_a_name_is_masked(name: str, masked: str) -> None:
    assert masked_name(UserFactory.build(full_name=name)) == masked
