"""Devices by the hundred thousand, and a notice for them. Needs Django set up."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import connection

from tests.bench.push.tokens import TOKEN_LENGTH

if TYPE_CHECKING:
    from notifications.models import Notice

TITLE, BODY = "Mưa lớn", "Nước suối lên nhanh, hãy tránh xa bờ."
_INSERT = """
    INSERT INTO notifications_device (
        id, install_id, token, fid, platform, language, app_version, secret_hash, topics, muted, is_active,
        disabled_reason, suspect_count, last_seen_at, created_at, updated_at)
    SELECT gen_random_uuid(), gen_random_uuid(), rpad(%s || '-' || n || '-', %s, 'x'), '', 'android', 'vi', '1',
        repeat('0', 64), %s, '{}', true, '', 0, now(), now(), now()
    FROM generate_series(1, %s) AS n
"""


def devices_load(count: int, *, name: str = "ok", topics: tuple[str, ...] = ("all",)) -> None:
    """So many phones that follow `topics`; how the simulator answers for them is in their `name`."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [name, TOKEN_LENGTH, list(topics), count])
        cursor.execute("VACUUM ANALYZE notifications_device")


def devices_forget() -> None:
    """No devices, no notices: the next scene begins from nothing."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE notifications_device, notifications_notice, notifications_sendpace CASCADE")


def notice_make(*, kind: str = "warning", topics: tuple[str, ...] = ("all",)) -> Notice:
    """An approved notice, whose time has come."""
    from tests.factories.accounts import UserFactory
    from tests.factories.notifications import NoticeFactory

    people = [UserFactory.create(administrator=True, phone=_phone()) for _ in range(2)]
    values = {"title": TITLE, "body": BODY, "author": people[0], "approver": people[1]}
    return NoticeFactory.create(approved=True, kind=kind, topics=list(topics), **values)


def _phone() -> str:
    """A campaign makes more people than the factory has numbers for in one process."""
    return f"+8490{uuid.uuid4().int % 10**7:07d}"
