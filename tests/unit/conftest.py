"""What tests of the push engine share: nothing leaves the process, and no worker is called."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

# Models can be imported only once Django is set up, which is after this file has been read.
if TYPE_CHECKING:
    from tests.transports import FakeTransport


@pytest.fixture
def transport(monkeypatch: pytest.MonkeyPatch) -> FakeTransport:
    from notifications import tasks
    from tests.transports import FakeTransport

    fake = FakeTransport()
    monkeypatch.setattr(tasks, "transport_for", lambda queue: fake)
    monkeypatch.setattr(tasks, "project_id", lambda: "test")
    return fake


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, uuid.UUID]]:
    """What workers would have been called for."""
    heard: list[tuple[str, uuid.UUID]] = []
    monkeypatch.setattr("notifications.doorbell._ring", lambda what, notice_id, queue: heard.append((what, notice_id)))
    return heard


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of four."""
    monkeypatch.setattr("notifications.planner.BATCH_SIZE", 4)
