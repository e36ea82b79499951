"""The pieces of `make run`: children that come back, ports that are ours alone, leftovers that are found."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import children, ports, run
from tools.children import MARK, Child, reclaim, stop_all
from tools.ports import PortClaim
from tools.processes import is_alive, pids_with_variable, wait_gone

SLEEP = "import time; time.sleep(600)"
# A server with a worker of its own, as granian has, in the same process group.
PARENT = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {SLEEP!r}]).pid, flush=True); {SLEEP}"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {SLEEP}"


@pytest.fixture
def mark(tmp_path: Path) -> Iterator[str]:
    yield str(tmp_path)
    for pid in pids_with_variable(MARK, str(tmp_path)):
        os.kill(pid, signal.SIGKILL)


def start(program: str, tmp_path: Path, name: str = "child") -> Child:
    log = tmp_path / f"{name}.log"
    child = Child(name, [sys.executable, "-c", program], log=log, cwd=tmp_path, mark=str(tmp_path))
    child.start(os.environ)
    return child


def wait_for_log(child: Child) -> str:
    deadline = time.monotonic() + 10
    while not child.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    return child.log.read_text().strip()


def pid_of(child: Child) -> int:
    assert child._process is not None
    return child._process.pid


def tend_until(child: Child, words: str) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        news = child.tend()
        if news and words in news:
            return news
        time.sleep(0.02)
    raise AssertionError(f"{words!r} was never said")


def test_child_that_dies_is_started_again_later_each_time(
    tmp_path: Path, mark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "FIRST_PAUSE", 0.1)
    child = start("raise SystemExit(3)", tmp_path)
    child._pause = 0.1
    pauses = []
    for _ in range(3):
        assert "exit code 3" in tend_until(child, "ended")
        assert child._again_at is not None
        pauses.append(child._again_at - time.monotonic())
        tend_until(child, "started again")
    assert pauses[0] < pauses[1] < pauses[2]
    stop_all([child], seconds=5)


def test_worker_of_a_killed_server_does_not_keep_its_port(tmp_path: Path, mark: str) -> None:
    child = start(PARENT, tmp_path)
    worker = int(wait_for_log(child))
    os.kill(pid_of(child), signal.SIGKILL)
    assert "SIGKILL" in tend_until(child, "ended")
    assert wait_gone(worker, 5)
    stop_all([child], seconds=5)


def test_stopping_waits_no_longer_than_told_and_leaves_nothing(tmp_path: Path, mark: str) -> None:
    deaf = start(STUBBORN, tmp_path)
    wait_for_log(deaf)
    family = start(PARENT, tmp_path, "family")
    worker = int(wait_for_log(family))
    began = time.monotonic()
    stop_all([deaf, family], seconds=0.5)
    assert time.monotonic() - began < 3
    assert wait_gone(worker, 2)
    assert pids_with_variable(MARK, mark) == []


def test_leftovers_of_a_killed_run_are_found_by_their_mark_and_nobody_elses(tmp_path: Path, mark: str) -> None:
    family = start(PARENT, tmp_path)
    worker = int(wait_for_log(family))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, env={MARK: mark + "0"}) as other:
        assert reclaim(mark, seconds=0.5) == 2
        assert not is_alive(worker)
        assert other.poll() is None
        other.communicate(b"\n")


def test_leftover_that_changed_its_title_is_found(tmp_path: Path, mark: str) -> None:
    child = start(
        f"import setproctitle; setproctitle.setproctitle('x' * 2000); print('titled', flush=True); {SLEEP}", tmp_path
    )
    wait_for_log(child)
    assert pids_with_variable(MARK, mark) == [pid_of(child)]
    stop_all([child], seconds=5)


def test_two_claims_never_share_a_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = PortClaim(18500)
    second = PortClaim(first.port)
    assert second.port > first.port
    first.drop()
    third = PortClaim(first.port)
    assert third.port == first.port
    second.drop()
    third.drop()


def test_port_that_somebody_listens_on_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with ports.socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        claim = PortClaim(taken)
        assert claim.port != taken
        claim.drop()


def test_accounts_are_shown_in_aligned_columns(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    rows = [
        {"role": "citizen", "identifier": "0901234567", "agency": None},
        {"role": "administrator", "identifier": "a@b.vn", "agency": "Sở Y tế"},
    ]
    file.write_text(json.dumps(rows))
    lines = run.accounts_table(file)
    assert [line.index("0901234567") for line in lines if "0901" in line] == [lines[2].index("a@b.vn")]
    assert run.accounts_table(tmp_path / "missing.json") == []


def test_fingerprint_changes_with_a_byte_and_with_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "ROOT", tmp_path)
    (tmp_path / "a.py").write_text("1")
    first = run.fingerprint(["*.py"])
    (tmp_path / "a.py").write_text("2")
    second = run.fingerprint(["*.py"])
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, run.fingerprint(["*.py"])}) == 3
