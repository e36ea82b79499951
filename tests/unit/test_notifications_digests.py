"""One push a day for who chose it: the same notices share a digest, others get another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from notifications import doorbell
from notifications.digests import digests_make
from notifications.models import Device, Kind, Notice, Origin
from notifications.models.fields import Addressed
from tests.factories.notifications import DeviceFactory, NoticeFactory

pytestmark = pytest.mark.django_db
# Of tomorrow, so that what is made now is valid then.
SEVEN = timezone.localtime().replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=1)


def phone(*topics: str, wants: bool = True, muted: tuple[str, ...] = ()) -> Device:
    return DeviceFactory.create(topics=["all", *topics], muted=[*muted, *(["digest"] if wants else [])])


def news(topic: str, title: str, sent_at: datetime | None = None, **values: Any) -> Notice:
    sent_at = sent_at or SEVEN - timedelta(hours=9)
    return NoticeFactory.create(sent=True, topics=[topic], title=title, sent_at=sent_at, **values)


def digests() -> list[Notice]:
    return list(Notice.objects.filter(origin=Origin.DIGEST).order_by("title", "body"))


def reached(digest: Notice) -> set[Device]:
    return set(Device.objects.filter(Addressed(digest.query)))


def test_who_follows_different_things_gets_a_digest_of_their_own() -> None:
    here, there, also_here, nowhere = phone("area:1"), phone("area:2"), phone("area:1"), phone()
    one_by_one = phone("area:1", wants=False)
    news("area:1", "Cắt điện")
    news("area:1", "Họp thôn", SEVEN - timedelta(hours=3))
    news("area:2", "Tiêm chủng", title_en="Vaccination")
    assert digests_make(SEVEN) == 2
    one, two = digests()
    assert (one.title, one.title_en) == ("1 tin mới hôm nay", "1 new notice today")
    assert (one.body, one.body_en) == ("• Tiêm chủng", "• Vaccination")
    assert (two.title, two.title_en) == ("2 tin mới hôm nay", "2 new notices today")
    assert two.body == "• Họp thôn\n• Cắt điện"
    assert (reached(one), reached(two)) == ({there}, {here, also_here})
    assert not {nowhere, one_by_one} & (reached(one) | reached(two))
    assert {(d.kind, d.status, d.link, d.author) for d in digests()} == {
        (Kind.INFORMATION, "approved", "daknong://inbox/", None)
    }


def test_a_days_digests_are_made_once_and_rung_for(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rings: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: rings.append((notice_id, kind)))
    phone()
    news("all", "Cắt điện")
    with django_capture_on_commit_callbacks(execute=True):
        assert [digests_make(SEVEN), digests_make(SEVEN), digests_make(SEVEN + timedelta(hours=5))] == [1, 0, 0]
    assert rings == [(digests()[0].pk, "information")]
    phone("area:1")
    news("area:1", "Muộn", SEVEN - timedelta(minutes=1))
    assert digests_make(SEVEN + timedelta(hours=6)) == 0


def test_before_its_hour_there_is_no_digest() -> None:
    phone()
    news("all", "Cắt điện", SEVEN - timedelta(hours=30))
    assert digests_make(SEVEN - timedelta(minutes=1)) == 0


@pytest.mark.parametrize(
    "values",
    [
        {"sent_at": SEVEN - timedelta(hours=25)},
        {"sent_at": SEVEN + timedelta(minutes=1)},
        {"kind": "warning"},
        {"status": "cancelled"},
        {"valid_until": timezone.now() - timedelta(hours=1)},
    ],
)
def test_nothing_of_the_day_makes_no_digest(values: dict[str, Any]) -> None:
    phone()
    news("all", "Cắt điện", **values)
    assert digests_make(SEVEN + timedelta(hours=1)) == 0


def test_a_replaced_notice_is_told_of_once() -> None:
    phone()
    old = news("all", "Cắt điện lúc 7 giờ")
    news("all", "Cắt điện lúc 8 giờ", replaces=old)
    digests_make(SEVEN)
    assert digests()[0].body == "• Cắt điện lúc 8 giờ"


def test_what_somebody_turned_off_is_not_in_their_digest() -> None:
    quiet, choosy = phone("area:1", muted=("mute:information",)), phone("area:1", muted=("mute:area:1",))
    news("area:1", "Cắt điện")
    news("all", "Họp báo")
    digests_make(SEVEN)
    (digest,) = digests()
    assert (reached(digest), digest.body) == ({choosy}, "• Họp báo")
    assert quiet not in reached(digest)


def test_next_day_there_is_another() -> None:
    phone()
    news("all", "Cắt điện")
    news("all", "Họp thôn", SEVEN + timedelta(hours=3))
    assert [digests_make(SEVEN), digests_make(SEVEN + timedelta(days=1))] == [1, 1]
