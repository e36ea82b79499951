"""One thing moved by several people at the same moment: one move counts, and nothing is sent for a stopped one."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from backend.feedback.models import ReportEvent
from notifications import doorbell
from notifications.models import Notice
from tests.factories.accounts import UserFactory, api_client
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.feedback import ReportFactory
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(asks: list[tuple[Any, str, dict[str, Any]]]) -> Counter[tuple[int, str]]:
    """POST all at the same moment; how often each status and code came."""
    barrier = threading.Barrier(len(asks))

    def ask(one: tuple[Any, str, dict[str, Any]]) -> tuple[int, str]:
        client, path, body = one
        barrier.wait()
        try:
            reply = client.post(path, body, format="json")
            return reply.status_code, reply.json().get("code", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(asks)) as pool:
        return Counter(status for status in pool.map(ask, asks))


def test_of_parallel_approvals_one_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    rings: list[Any] = []
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: rings.append(notice_id))
    notice = NoticeFactory(submitted=True)
    path = f"/api/v1/officer/notices/{notice.pk}/approve/"
    approvers = [api_client(UserFactory(administrator=True)) for _ in range(4)]

    answers = at_once([(approver, path, {}) for approver in approvers])

    assert answers[(409, "notice_state")] == 3
    assert len(rings) == 1


def test_approval_beside_cancellation_leaves_the_notice_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "ring_start", lambda notice_id, kind: None)
    for _ in range(5):
        notice = NoticeFactory(submitted=True)
        path = f"/api/v1/officer/notices/{notice.pk}/"
        one, other = (api_client(UserFactory(administrator=True)) for _ in range(2))

        answers = at_once([(one, f"{path}approve/", {}), (other, f"{path}cancel/", {"reason": "sai"})])

        assert Notice.objects.get(pk=notice.pk).status == "cancelled"
        assert all(status in (200, 409) for status, _code in answers)


def test_of_parallel_moves_of_one_report_one_is_in_its_history() -> None:
    agency = AgencyFactory()
    report = ReportFactory(agency=agency)
    path = f"/api/v1/officer/reports/{report.code}/transitions/"
    handlers = [api_client(MembershipFactory(agency=agency).user) for _ in range(4)]

    answers = at_once([(handler, path, {"to": "received"}) for handler in handlers])

    assert answers[(409, "transition_not_allowed")] == 3
    assert ReportEvent.objects.filter(report=report, to_status="received").count() == 1
