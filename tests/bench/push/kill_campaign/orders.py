"""Phases in which nothing breaks: two senders, a cancelled notice, an emergency."""

from __future__ import annotations

import time
from typing import Any
from unittest import mock

from tests.bench.push.kill_campaign.disasters import DEVICES
from tests.bench.push.kill_campaign.field import Field
from tests.bench.push.rows import devices_load, notice_make
from tests.bench.push.sender import PACED, sender_end, sender_start
from tests.bench.push.verdict import Verdicts

MILLION = 1_000_000
LATE, OVERTAKEN = 5.0, 2.0


def two_senders(here: Field, say: Verdicts) -> None:
    """Two processes as on two machines: they share the database and nothing else."""
    devices = DEVICES // here.scale
    here.set_up(devices)
    notice = notice_make()
    used = [sender_end(process) for process in [sender_start(PACED), sender_start(PACED)]]
    notice.refresh_from_db()
    say.note(f"one sent {used[0].sent:,}, the other {used[1].sent:,}")
    say.check(min(one.sent for one in used) > 0, "both sent")
    say.check(here.simulator.reached() == {1: devices}, f"everybody was sent it once: {here.simulator.reached()}")
    say.check(notice.accepted_count == devices, f"the ledger adds up: {notice.accepted_count:,}, {notice.status}")


def cancel(here: Field, say: Verdicts) -> None:
    """Cancelled at 30 %: nothing leaves more than five seconds after, and the rest never."""
    devices = DEVICES // here.scale
    here.set_up(devices)
    notice = here.publish()
    here.wait_accepted(devices * 3 // 10)
    _cancel(notice)
    at = time.time()
    time.sleep(LATE + 5)
    counts, reached = here.simulator.counts(), sum(here.simulator.reached().values())
    last = counts["last_at"] - at
    say.check(last <= LATE, f"the last message came {last:.1f} s after (≤ {LATE:g})")
    say.check(reached < devices, f"{reached:,} of {devices:,} had got it")
    time.sleep(5)
    say.check(here.simulator.counts()["total"] == counts["total"], "nothing came afterwards")
    notice.refresh_from_db()
    say.check(notice.status == "cancelled", f"the notice is {notice.status}")


def emergency(here: Field, say: Verdicts) -> None:
    """An emergency notice while a million are being told something else."""
    here.set_up(MILLION // here.scale)
    devices_load(1000, name="siren", topics=("area:24611",))
    slow = here.publish(kind="information")
    here.wait_accepted(20_000 // here.scale)
    urgent = here.publish(kind="emergency", topics=("area:24611",))
    began = time.time()
    here.wait_end(urgent, seconds=60)
    first = min(
        (delivery["at"] for line in here.simulator.deliveries("siren-") for delivery in line["accepted"]), default=None
    )
    slow.refresh_from_db()
    say.check(
        slow.status == "sending", f"the other notice is {slow.status}, {here.simulator.accepted():,} messages out"
    )
    if first is None:
        say.check(False, "the emergency reached nobody")
    else:
        say.check(first - began <= OVERTAKEN, f"its first push came after {first - began:.2f} s (≤ {OVERTAKEN:g})")
    _cancel(slow)


def _cancel(notice: Any) -> None:
    """As its author does, but for the word to phones that take it back: it would be counted as a message too."""
    from notifications.services import notices

    with mock.patch.object(notices, "recall_from_phones"):
        notices.notice_cancel(notice_id=notice.pk, by=notice.author)
