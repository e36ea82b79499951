"""`python -m tests.bench.refresh_campaign`: parallel refreshes and thefts against a real server, counted.

1,000 rounds of 4 refreshes of one token at the same moment: exactly one succeeds, and since the others are uses of a
spent token, the family ends with its successor. 200 thefts: a thief and the owner use the same token one after the
other; both are out afterwards, whoever came first. And a request with two Authorization headers, which only a real
server can be sent, is nobody's. Exits with 1 if anything else happened, or any answer was a 5xx.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Refresh = Callable[[str], tuple[int, dict[str, Any]]]
Access = Callable[[str], int]
AT_ONCE = 4


@dataclass
class Counts:
    """What happened. `alive`: tokens of an ended family that still opened something. `faults`: answers 5xx."""

    rounds: int = 0
    successes: Counter[int] = field(default_factory=Counter)  # successes in a round → rounds
    refusals: Counter[str] = field(default_factory=Counter)
    thefts: int = 0
    thefts_ended: int = 0
    alive: int = 0
    faults: int = 0
    doubles: Counter[str] = field(default_factory=Counter)  # answers to two Authorization headers in one request

    def note(self, status: int, body: dict[str, Any]) -> None:
        if status >= 500:
            self.faults += 1
        elif status != 200:
            self.refusals[f"{status} {body.get('code')}"] += 1

    def as_expected(self, *, rounds: int = 0, thefts: int = 0) -> bool:
        return (
            self.successes == (Counter({1: rounds}) if rounds else Counter())
            and self.thefts == self.thefts_ended == thefts
            and not self.alive
            and not self.faults
            and set(self.refusals) <= {"401 token_reused"}
            and set(self.doubles) <= {"401"}
        )


@contextmanager
def threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that give their database connections back at the end."""
    with ThreadPoolExecutor(count) as pool:
        yield pool
        barrier = threading.Barrier(count)
        list(pool.map(lambda _: (barrier.wait(), _close_connections()), range(count)))


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def round_of_refreshes(pool: ThreadPoolExecutor, refresh: Refresh, token: str, counts: Counts) -> None:
    """One token, used by all threads at once; then the winner's successor, which must be dead."""
    barrier = threading.Barrier(AT_ONCE)

    def use(_: int) -> tuple[int, dict[str, Any]]:
        barrier.wait()
        return refresh(token)

    replies = list(pool.map(use, range(AT_ONCE)))
    won = [body for status, body in replies if status == 200]
    counts.rounds += 1
    counts.successes[len(won)] += 1
    for status, body in replies:
        counts.note(status, body)
    for body in won:
        status, after = refresh(body["refresh"])
        counts.note(status, after)
        counts.alive += status == 200


def theft(refresh: Refresh, access: Access, token: str, counts: Counts, *, thief_first: bool) -> None:
    """Two people hold one refresh token. The second use ends both; `thief_first` is only who that is."""
    pairs = {}
    order = ("thief", "owner") if thief_first else ("owner", "thief")
    for who in order:
        status, body = refresh(token)
        counts.note(status, body)
        pairs[who] = body if status == 200 else None
    counts.thefts += 1
    alive = 0
    for pair in filter(None, pairs.values()):
        status, body = refresh(pair["refresh"])
        counts.note(status, body)
        alive += (status == 200) + (access(pair["access"]) != 401)
    counts.alive += alive
    counts.thefts_ended += bool(pairs[order[0]] and pairs[order[1]] is None and not alive)


def over_http(port: int) -> tuple[Refresh, Access]:
    """The two doors, over one kept connection a thread."""
    local = threading.local()

    def send(method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        if not hasattr(local, "connection"):
            local.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        local.connection.request(method, f"/api/v1/{path}", body, headers)
        reply = local.connection.getresponse()
        return reply.status, reply.read()

    def refresh(token: str) -> tuple[int, dict[str, Any]]:
        body = json.dumps({"refresh": token}).encode()
        status, raw = send("POST", "auth/refresh/", body, {"Content-Type": "application/json"})
        return status, json.loads(raw) if status < 500 else {}

    def access(token: str) -> int:
        return send("GET", "me/", None, {"Authorization": f"Bearer {token}"})[0]

    return refresh, access


def two_headers(port: int, good: str, counts: Counts) -> None:
    """Which of two tokens counts must not depend on who reads them: a proxy, the server or us."""
    bad = f"{good[:-4]}AAAA"
    for tokens in ((good, good), (good, bad), (bad, good), (good, ""), ("", good)):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.putrequest("GET", "/api/v1/me/")
        for token in tokens:
            connection.putheader("Authorization", f"Bearer {token}")
        connection.endheaders()
        counts.doubles[str(connection.getresponse().status)] += 1
        connection.close()


def campaign(rounds: int, thefts: int) -> Counts:
    """Start engines and a server of our own, make the people, run everything."""
    from tests.bench.__main__ import manage, serve
    from tools.engines import Engines, free_port, temporary_folder

    engines = Engines(temporary_folder("daknong-campaign-"))
    counts = Counts()
    try:
        os.environ.update(engines.start())
        os.environ.update(
            DAKNONG_ENV="development",
            DJANGO_SETTINGS_MODULE="backend.settings",
            THROTTLING_ENABLED="0",  # one address sends everything here
            LOG_LEVEL="WARNING",
            DATA_DIR=str(engines.folder),
            DJANGO_SECRET_KEY="campaign-" * 8,
        )
        manage("migrate", "-v0")
        port = free_port()
        server = serve(port, 2, 0)
        try:
            _run(port, rounds, thefts, counts)
        finally:
            server.terminate()
            server.wait(20)
    finally:
        engines.stop()
        engines.forget()
    return counts


def _run(port: int, rounds: int, thefts: int, counts: Counts) -> None:
    import django

    django.setup()
    from backend.accounts import services
    from backend.accounts.models import Session, User
    from tests.factories.accounts import UserFactory, tokens_of

    refresh, access = over_http(port)
    people = [UserFactory.create() for _ in range(20)]
    two_headers(port, tokens_of(UserFactory.create()).access, counts)
    services.user_logout_everywhere(user=User.objects.latest("created_at"))
    with threads(AT_ONCE) as pool:
        for number in range(rounds):
            round_of_refreshes(pool, refresh, tokens_of(people[number % 20]).refresh, counts)
    for number in range(thefts):
        token = tokens_of(people[number % 20]).refresh
        theft(refresh, access, token, counts, thief_first=number % 2 == 0)
    counts.alive += Session.objects.filter(ended_at=None).count()
    _close_connections()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.refresh_campaign", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--thefts", type=int, default=200)
    wanted = parser.parse_args()
    started = time.monotonic()
    counts = campaign(wanted.rounds, wanted.thefts)
    print(f"rounds of {AT_ONCE} parallel refreshes  {counts.rounds:>6}   by successes: {dict(counts.successes)}")
    print(f"thefts                         {counts.thefts:>6}   ended for both: {counts.thefts_ended}")
    print(f"refusals                       {sum(counts.refusals.values()):>6}   {dict(counts.refusals)}")
    print(f"two Authorization headers      {sum(counts.doubles.values()):>6}   by status: {dict(counts.doubles)}")
    print(f"live successors {counts.alive}, answers 5xx {counts.faults}, {time.monotonic() - started:.0f} s")
    return 0 if counts.as_expected(rounds=wanted.rounds, thefts=wanted.thefts) else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    raise SystemExit(main())
