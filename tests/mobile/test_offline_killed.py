"""The app is killed forty times, at any moment, on a bad network: each report is on the server once, photos and all."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_mobile.client.http import Http
from citizen_mobile.client.outbox import PENDING, REJECTED, SENT, Outbox, Sender
from citizen_mobile.client.tokens import MemoryVault, Tokens
from tests.faults import FaultProxy
from tests.mobile import killed_app
from tests.mobile.stub_server import Stub

KILLS = 40
WEATHER = ["cut", "lost", "half", "broken_chunks", "portal", "broken"]


class Nursery:
    """A process that bears apps; one lives at a time."""

    def __init__(self, folder: Path, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, killed_app.__file__, str(folder), url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.written: dict[str, int] = {}  # text → photos

    def live_and_die(self, name: str, after: float) -> None:
        """A child is born, is let live this long after its first report, and is killed."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        child = 0
        while not child or not any(text.startswith(f"{name}-") for text in self.written):
            child = self._hear(self._process.stdout.readline()) or child
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        while _alive(child):
            time.sleep(0.001)

    def end(self) -> None:
        """No more children; hear what the last ones said."""
        assert self._process.stdout
        if not self._process.stdin.closed:  # type: ignore[union-attr]
            self._process.stdin.close()  # type: ignore[union-attr]
        for line in self._process.stdout:
            self._hear(line)
        self._process.wait(timeout=10)

    def _hear(self, line: str) -> int:
        word, _, rest = line.strip().partition(" ")
        if word == "written":
            text, photos = rest.split()
            self.written[text] = int(photos)
        return int(rest) if word == "born" else 0


def _alive(child: int) -> bool:
    try:
        os.kill(child, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def nursery(tmp_path: Path, stub: Stub) -> Iterator[Nursery]:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff" + bytes(20_000))
    with FaultProxy(stub.url) as network:
        network.storm(7, 0.25, WEATHER)
        made = Nursery(tmp_path, f"{network.url}/api/v1/")
        yield made
        made.end()


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_doubled(nursery: Nursery, stub: Stub, tmp_path: Path) -> None:
    dice = random.Random(11)
    for life in range(KILLS):
        nursery.live_and_die(f"đời{life}", dice.uniform(0.0, 0.12))
    nursery.end()
    unsent = _send_the_rest(tmp_path, stub)
    on_the_server = Counter(row["text"] for row in stub.reports)
    assert len(nursery.written) >= KILLS
    assert sorted(set(nursery.written) - set(on_the_server)) == [], "lost"
    assert [text for text, times in on_the_server.items() if times > 1] == [], "doubled"
    assert unsent > 0, "everything had been sent before the kills: they were no test"
    _each_has_its_photos(nursery.written, stub)


def _send_the_rest(folder: Path, stub: Stub) -> int:
    """The app is started once more on a good network; returns how many were still to be sent."""
    outbox = Outbox(folder / "outbox")
    waiting = len(outbox.items(PENDING))
    outbox.retry_now()
    Sender(outbox, Http(stub.url, Tokens(MemoryVault()))).send_due()
    assert outbox.items(PENDING, REJECTED) == []
    assert list((folder / "outbox" / "photos").iterdir()) == [], "copies are left over"
    codes = [item.result["code"] for item in outbox.items(SENT) if item.kind == "report" and item.result]
    assert len(codes) == len(set(codes))
    outbox.close()
    return waiting


def _each_has_its_photos(written: dict[str, int], stub: Stub) -> None:
    sent = {body["text"]: body.get("photo_ids", []) for path, body in stub.bodies if path == "reports/"}
    assert {text: len(sent[text]) for text in written} == written
    taken = [photo for text in written for photo in sent[text]]
    assert len(taken) == len(set(taken)), "one photo in two reports"
