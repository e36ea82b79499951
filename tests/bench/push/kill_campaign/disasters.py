"""Phases in which something is killed, restarted or refused while a notice goes out."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.bench.push.kill_campaign.field import Field, patiently
from tests.bench.push.kill_campaign.page import PageWatch
from tests.bench.push.kill_campaign.twice import twice
from tests.bench.push.verdict import Verdicts

DEVICES = 100_000
KILLS, RESTARTS, TERMS = 50, 5, 10
MOST_TWICE = 1.35


def kills(here: Field, say: Verdicts) -> None:
    """50 SIGKILLs, in turn to the child that sends and to the whole worker."""
    done: list[float] = []

    def kill(turn: int) -> None:
        done.append(here.workers.kill_whole() if turn % 2 else here.workers.kill_child())

    with going_out(here, say) as (devices, _notice):
        at_shares(here, devices, KILLS // here.scale, kill)
    found = twice(here.simulator, done, latency=here.latency)
    unwritten = found.doubled - found.in_flight
    say.note(f"{len(done)} kills; sent twice {found.doubled:,}: {found.in_flight:,} in flight, {unwritten:,} unwritten")
    say.check(found.ratio <= MOST_TWICE, f"sent twice: {found.ratio:.2f} × what was in flight (≤ {MOST_TWICE})")
    say.check(not found.other_tags, f"{found.other_tags} of them under another tag")


def valkey(here: Field, say: Verdicts) -> None:
    """The broker killed and back without its data, five times."""
    _engine(here, say, kill_valkey)


def postgres(here: Field, say: Verdicts) -> None:
    """The database killed or restarted, five times."""
    _engine(here, say, restart_postgres)


def storm(here: Field, say: Verdicts) -> None:
    """A minute of 503 and 429."""
    seconds = 60 // (1 if here.scale == 1 else 6)

    with going_out(here, say):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            here.simulator.behave(token="*", behaviour="unavailable", probability=0.5, retry_after=None)
            time.sleep(5)
            here.simulator.behave(token="*", behaviour="quota", probability=0.3, retry_after=2)
            time.sleep(2)
        here.simulator.behave(token="*", behaviour=None)
    _nothing_twice(here, say)


def terms(here: Field, say: Verdicts) -> None:
    """10 SIGTERMs: the worker ends in order, and nothing goes twice."""
    slowest: list[float] = []
    with going_out(here, say) as (devices, _notice):
        times = TERMS // (2 if here.scale > 1 else 1)
        at_shares(here, devices, times, lambda _turn: slowest.append(here.workers.restart_in_order()))
    say.note(f"{len(slowest)} restarts, the slowest went after {max(slowest):.1f} s")
    _nothing_twice(here, say)


@contextmanager
def going_out(here: Field, say: Verdicts) -> Iterator[tuple[int, Any]]:
    """A notice on its way while the body does its worst; then everybody has it, ledger and page told the truth."""
    devices = DEVICES // here.scale
    here.set_up(devices)
    notice = here.publish()
    with PageWatch(notice, here.simulator) as watch:
        here.wait_accepted(1)
        yield devices, notice
        here.wait_end(notice)
    _judge(here, say, notice, devices)
    say.check(
        not watch.lies, f"the page told the truth ({watch.looks} looks, {watch.away} while the database was away)"
    )
    for lie in watch.lies[:5]:
        say.note(lie)


def at_shares(here: Field, devices: int, times: int, act: Callable[[int], object]) -> None:
    """Act so many times, spread evenly over the messages that come."""
    for turn in range(times):
        here.wait_accepted(devices * (turn + 1) // (times + 2))
        act(turn)


def kill_valkey(here: Field, _turn: int) -> None:
    engine = here.ground.engines.valkey
    assert engine is not None and engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    time.sleep(0.5)
    for path in engine.folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix in (".rdb", ".aof"):
            path.unlink()
    here.ground.engines.revive()


def restart_postgres(here: Field, turn: int) -> None:
    """Killed and started in turn with an orderly restart."""
    engine = here.ground.engines.postgres
    assert engine is not None and engine.pid is not None
    if turn % 2:
        engine.stop()
        engine.start()
        return
    # As a crash would: no checkpoint, and its children gone with it.
    os.kill(engine.pid, signal.SIGQUIT)
    while not engine.has_ended():
        time.sleep(0.02)
    time.sleep(0.5)
    here.ground.engines.revive()


def _engine(here: Field, say: Verdicts, restart: Callable[[Field, int], None]) -> None:
    with going_out(here, say) as (devices, _notice):
        at_shares(here, devices, RESTARTS, lambda turn: restart(here, turn))
    found = twice(here.simulator, [], latency=here.latency)
    say.note(f"{RESTARTS} restarts, {found.doubled:,} sent twice")
    say.check(not found.other_tags, f"{found.other_tags} of them under another tag")


def _nothing_twice(here: Field, say: Verdicts) -> None:
    found = twice(here.simulator, [], latency=here.latency)
    say.check(not found.doubled, f"{found.doubled} messages sent twice")


def _judge(here: Field, say: Verdicts, notice: Any, devices: int) -> None:
    reached = sum(here.simulator.reached().values())
    say.check(reached == devices, f"{reached:,} of {devices:,} devices reached")
    sums = patiently(lambda: _ledger(notice))
    adds_up = sums["planned"] == devices == sums["accepted"] + sums["failed"] + sums["skipped"]
    say.check(adds_up and notice.status == "sent", f"the ledger adds up, {notice.status}: {sums}")
    spent = here.simulator.counts()
    say.note(f"{spent['last_at'] - spent['first_at']:.1f} s from the first message to the last")


def _ledger(notice: Any) -> dict[str, int]:
    from django.db.models import Sum

    from notifications.models import NoticeBatch

    names = ("planned", "accepted", "failed", "skipped")
    return NoticeBatch.objects.filter(notice=notice).aggregate(**{name: Sum(name) for name in names})
