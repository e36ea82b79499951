"""Several at the same moment, on connections of their own: one wins, nothing is doubled."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from backend.common.errors import Conflict
from notifications import doorbell, pace, planner, services
from notifications.ledger import batches
from notifications.models import Device, Notice, NoticeBatch
from notifications.workflow import Status
from tests.factories.accounts import UserFactory
from tests.factories.notifications import DeviceFactory, NoticeFactory, notice_planned

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6


@pytest.fixture(autouse=True)
def rings(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    heard: list[Any] = []
    monkeypatch.setattr(doorbell, "_ring", lambda what, notice_id, queue: heard.append(notice_id))
    return heard


def together(work: Callable[[int], Any]) -> list[Any]:
    """What each of the crowd got: the result, or the refusal."""
    start, results = threading.Barrier(CROWD), [None] * CROWD

    def one(number: int) -> None:
        start.wait()
        try:
            results[number] = work(number)
        except Conflict as refused:
            results[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CROWD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_each_batch_is_claimed_by_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner, "BATCH_SIZE", 1)
    DeviceFactory.create_batch(4)
    notice_planned()
    taken = together(lambda n: batches.batches_claim(first=0, last=3, limit=1))
    claimed = [batch.id for found in taken for batch in found]
    assert len(claimed) == len(set(claimed))
    left = NoticeBatch.objects.filter(status="pending").count()
    assert len(claimed) + left == 4


def test_what_all_senders_take_together_is_not_more_than_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "PER_SECOND", 1000.0)
    monkeypatch.setattr(pace, "RAMP_SECONDS", 0.0)
    began = time.monotonic()

    def take_for_a_second(_number: int) -> int:
        hand, taken = pace.Pace("shared"), 0
        while time.monotonic() - began < 1.0:
            taken += hand.take(100, backlog=100, is_urgent=False)
        return taken

    total = sum(together(take_for_a_second))
    passed = time.monotonic() - began
    # A second of what nobody used before, and what may be taken ahead.
    assert 900 <= total <= 1000 * (passed + 1 + pace.AHEAD) + 1


def test_of_several_approvals_at_once_exactly_one_counts(rings: list[Any]) -> None:
    notice = NoticeFactory.create(submitted=True)
    approvers = [UserFactory.create(administrator=True) for _ in range(CROWD)]
    results = together(lambda n: services.notice_approve(notice_id=notice.pk, by=approvers[n]))
    assert sum(isinstance(result, Notice) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == CROWD - 1
    assert rings == [notice.pk]


def test_a_notice_started_by_several_is_planned_by_one() -> None:
    DeviceFactory.create()
    notice = NoticeFactory.create(approved=True)
    started = [result for result in together(lambda n: planner.notice_start(notice_id=notice.pk)) if result]
    assert len(started) == 1
    assert NoticeBatch.objects.count() == 1


def test_the_same_message_said_by_several_is_one_notice(rings: list[Any]) -> None:
    user = UserFactory.create()
    ids = together(lambda n: services.notify(user_id=user.pk, key="k", title={"vi": "T"}, body={"vi": "B"}))
    assert len(set(ids)) == 1
    assert Notice.objects.get().status == Status.APPROVED
    assert rings == [ids[0]]


def test_one_installation_registered_by_several_calls_is_one_device() -> None:
    install_id = uuid.uuid4()
    done = together(
        lambda n: services.device_register(
            install_id=install_id, token="the-same", platform="android", language="vi", topics=["area:24611"]
        )
    )
    assert Device.objects.count() == 1
    assert sum(registration.created for registration in done) == 1


def test_one_token_brought_by_several_installations_ends_with_one_of_them() -> None:
    together(
        lambda n: services.device_register(
            install_id=uuid.uuid4(), token="moved", platform="android", language="vi", topics=[]
        )
    )
    assert Device.objects.filter(token="moved", is_active=True).count() == 1
    assert Device.objects.filter(token=None, disabled_reason="replaced").count() == CROWD - 1
