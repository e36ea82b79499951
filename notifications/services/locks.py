"""Locks on what may have no row yet."""

from __future__ import annotations

import uuid

from django.db import connection


def one_at_a_time(*names: str | None) -> None:
    """Let nobody else touch what has these names until commit: a row that does not exist yet has no lock.

    Taken before any row lock and in one order, so that two phones that swap tokens never wait for each other.
    """
    with connection.cursor() as cursor:
        for name in sorted(filter(None, names)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"device:{name}"])


def of_person(user_id: uuid.UUID | str) -> str:
    """All devices of one person: whoever moves one, or writes to several, holds it."""
    return f"person:{user_id}"
