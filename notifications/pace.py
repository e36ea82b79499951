"""How fast: one token bucket for all senders of a Firebase project, on the database's clock.

It lives in the database because what it guards must not depend on Redis being there. Taking a share is one statement,
some ten times a second and sender.
"""

from __future__ import annotations

import time

from django.db import connection

from notifications.conf import PER_SECOND, QUOTA_PAUSE, RAMP_FROM, RAMP_SECONDS

# The generic cell rate algorithm: `busy_until` is when what was handed out is used up. A minute without traffic starts
# the ramp anew. An emergency may reach further ahead than others, which then wait until it has passed.
_TAKE = """
    WITH pace AS (
        SELECT *, clock_timestamp() AS moment FROM notifications_sendpace WHERE project = %(project)s FOR UPDATE
    ),
    ramp AS (
        SELECT *, CASE WHEN busy_until < moment - interval '60 seconds' THEN moment ELSE since END AS start FROM pace
    ),
    speed AS (
        SELECT *, %(rate)s * share * CASE WHEN %(ramp)s <= 0 THEN 1 ELSE
            least(1, %(from)s + (1 - %(from)s) * extract(epoch FROM moment - start) / %(ramp)s) END AS rate
        FROM ramp
    ),
    bucket AS (
        SELECT *, greatest(busy_until, moment - interval '1 second') AS base FROM speed
    ),
    grants AS (
        SELECT *, CASE WHEN blocked_until > moment THEN 0 ELSE greatest(0, least(%(wanted)s,
            floor(extract(epoch FROM moment + %(ahead)s * interval '1 second' - base) * rate)))::int END AS granted
        FROM bucket
    )
    UPDATE notifications_sendpace p SET
        busy_until = grants.base + grants.granted / grants.rate * interval '1 second', since = grants.start,
        share = least(1, grants.share + grants.granted / grants.rate / 60)
    FROM grants WHERE p.project = grants.project
    RETURNING grants.granted, greatest(0, extract(epoch FROM grants.blocked_until - grants.moment))
"""
_OPEN = """
    INSERT INTO notifications_sendpace (project, busy_until, since, share)
    VALUES (%s, clock_timestamp() - interval '1 hour', clock_timestamp(), 1) ON CONFLICT DO NOTHING
"""
# Many answers say it at once: the pace falls once a second.
_BLOCK = """
    UPDATE notifications_sendpace SET
        share = CASE WHEN blocked_until > clock_timestamp() THEN share ELSE greatest(0.1, share * 0.7) END,
        blocked_until = greatest(blocked_until, clock_timestamp() + %s * interval '1 second')
    WHERE project = %s
"""
AHEAD, AHEAD_URGENT = 0.25, 2.0
SHARE_SECONDS = 0.1
# After a refusal there is no need to ask at once.
PAUSE = 0.01


class Pace:
    """One sender's hand in the bucket."""

    def __init__(self, project: str) -> None:
        self._project = project
        self._granted = 0
        self._ask_again = self._blocked_until = 0.0
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, [project])

    @property
    def blocked_for(self) -> float:
        """Seconds in which nobody may send, as far as we have heard."""
        return max(0.0, self._blocked_until - time.monotonic())

    def take(self, wanted: int, *, backlog: int, is_urgent: bool) -> int:
        """How many of `wanted` may leave now. Of the `backlog` behind them a tenth of a second is asked for at once."""
        if self._granted < wanted and time.monotonic() >= self._ask_again:
            share = max(wanted, min(backlog, int(PER_SECOND * SHARE_SECONDS)))
            self._granted += self._ask(share - self._granted, is_urgent=is_urgent)
            if self._granted < wanted:
                self._ask_again = time.monotonic() + PAUSE
        taken = min(wanted, self._granted)
        self._granted -= taken
        return taken

    def block(self, retry_after: float | None) -> None:
        """Firebase says that it is too much: everybody waits, and goes on slower."""
        seconds = QUOTA_PAUSE if retry_after is None else retry_after
        self._granted, self._blocked_until = 0, time.monotonic() + seconds
        with connection.cursor() as cursor:
            cursor.execute(_BLOCK, [seconds, self._project])

    def _ask(self, wanted: int, *, is_urgent: bool) -> int:
        values = {
            "project": self._project, "rate": PER_SECOND, "ramp": RAMP_SECONDS, "from": RAMP_FROM,
            "wanted": wanted, "ahead": AHEAD_URGENT if is_urgent else AHEAD,
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, values)
            granted, blocked_for = cursor.fetchone()
        self._blocked_until = time.monotonic() + float(blocked_for or 0)
        return int(granted)
