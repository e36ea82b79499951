"""The embedded engines: they start, stop, keep their data, and are not stopped by what a killed run left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tools.engines import AlreadyRunning, EngineError, Engines, others_may_enter, private_folder, temporary_folder
from tools.processes import is_alive, started_at, stop_pid, wait_gone

ROOT = Path(__file__).resolve().parents[2]

# A process of its own that starts the engines and says so, for us to kill.
HOLDER = """
import sys, time
from pathlib import Path
from tools.engines import Engines
engines = Engines(Path(sys.argv[1]), test=True)
environment = engines.start()
print(environment["DATABASE_URL"], engines.postgres.pid, engines.valkey.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    path = temporary_folder("daknong-test-engines-")
    yield path
    Engines(path).forget()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def start_and_kill_holder(folder: Path) -> list[int]:
    """Start the engines from another process, SIGKILL that process, and give the two servers' ids."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as holder:
        assert holder.stdout is not None
        url, *pids = holder.stdout.readline().split()
        ask(url, "CREATE TABLE kept (id int)")
        holder.kill()
    return [int(pid) for pid in pids]


def test_engines_answer_with_the_extensions_and_keep_data_over_a_restart(folder: Path) -> None:
    engines = Engines(folder, test=True)
    environment = engines.start()
    url = environment["DATABASE_URL"]
    assert ask(url, "SELECT unaccent('đường') || similarity('a', 'a')") == "duong1"
    ask(url, "CREATE TABLE kept (id int)")
    assert redis.Redis.from_url(environment["REDIS_URL"]).ping()
    engines.stop()

    again = Engines(folder, test=True)
    assert ask(again.start()["DATABASE_URL"], "SELECT count(*) FROM kept") == 0
    again.stop()


def test_new_databases_have_the_extensions_too(folder: Path) -> None:
    engines = Engines(folder, test=True)
    url = engines.start(valkey=False)["DATABASE_URL"]
    ask(url, "CREATE DATABASE other")
    found = ask(url.rpartition("/")[0] + "/other", "SELECT count(*) FROM pg_extension WHERE extname ~ 'trgm|gist|unac'")
    engines.stop()
    assert found == 3


def test_engines_refuse_callers_without_the_password(folder: Path) -> None:
    engines = Engines(folder, test=True)
    environment = engines.start()
    assert engines.postgres is not None
    assert engines.valkey is not None
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://daknong@127.0.0.1:{engines.postgres.port}/daknong")
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=engines.valkey.port).ping()
    engines.stop()
    assert environment["DAKNONG_EMBEDDED"] == "1"


def test_second_holder_is_told_that_the_folder_is_in_use(folder: Path) -> None:
    engines = Engines(folder, test=True)
    engines.start(postgres=False)
    with pytest.raises(AlreadyRunning):
        Engines(folder, test=True).start()
    assert engines.valkey is not None
    assert not engines.valkey.has_ended()
    engines.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells children of their parent's end only on Linux")
def test_servers_end_when_their_holder_is_killed(folder: Path) -> None:
    for pid in start_and_kill_holder(folder):
        assert wait_gone(pid, 15)


def test_start_follows_at_once_on_a_killed_holder_and_finds_its_data(folder: Path) -> None:
    start_and_kill_holder(folder)
    engines = Engines(folder, test=True)
    assert ask(engines.start()["DATABASE_URL"], "SELECT count(*) FROM kept") == 0
    engines.stop()


def test_orphan_server_of_the_same_data_is_stopped_by_the_next_start(folder: Path) -> None:
    first = Engines(folder, test=True)
    first.start()
    assert first.postgres is not None
    assert first.valkey is not None
    orphans = [first.postgres.pid, first.valkey.pid]
    first._lock.drop()  # what the kernel does for a dead holder

    second = Engines(folder, test=True)
    url = second.start()["DATABASE_URL"]
    assert [pid for pid in orphans if pid is None or is_alive(pid)] == []
    assert ask(url, "SELECT 1") == 1
    second.stop()
    first.stop()


def test_pid_file_that_names_a_stranger_neither_stops_the_start_nor_harms_the_stranger(folder: Path) -> None:
    engines = Engines(folder, test=True)
    engines.start()
    assert engines.postgres is not None
    data = engines.postgres.data
    left = (data / "postmaster.pid").read_text()
    engines.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        lines = [str(stranger.pid), *left.splitlines()[1:]]
        (data / "postmaster.pid").write_text("\n".join(lines) + "\n")
        (folder / "valkey" / "server.pid").write_text(f"{stranger.pid} 1")
        again = Engines(folder, test=True)
        assert ask(again.start()["DATABASE_URL"], "SELECT 1") == 1
        again.stop()
        assert stranger.poll() is None
        stranger.communicate(b"\n")


def test_half_made_cluster_is_made_anew(folder: Path) -> None:
    half = private_folder(folder / "postgres", 0o711) / "data"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    engines = Engines(folder, test=True)
    assert ask(engines.start(valkey=False)["DATABASE_URL"], "SELECT 1") == 1
    engines.stop()


def test_engine_that_dies_is_revived_at_the_same_address(folder: Path) -> None:
    engines = Engines(folder, test=True)
    environment = engines.start()
    assert engines.postgres is not None
    assert engines.valkey is not None
    for engine in (engines.postgres, engines.valkey):
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        engine._process.wait()  # type: ignore[union-attr]
    assert engines.revive() == ["PostgreSQL", "Valkey"]
    assert ask(environment["DATABASE_URL"], "SELECT 1") == 1
    assert redis.Redis.from_url(environment["REDIS_URL"]).ping()
    assert engines.revive() == []
    engines.stop()


def test_folder_with_spaces_and_accents_in_a_very_long_path_works(folder: Path) -> None:
    deep = folder / "Tỉnh Đắk Nông" / ("rất dài " * 20).strip()
    deep.mkdir(parents=True)
    engines = Engines(deep, test=True)
    environment = engines.start()
    assert ask(environment["DATABASE_URL"], "SELECT 1") == 1
    engines.stop()


def test_folder_that_others_may_not_enter_still_gets_a_server_and_keeps_its_mode(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    engines = Engines(closed / "engines", test=True)
    assert ask(engines.start(valkey=False)["DATABASE_URL"], "SELECT 1") == 1
    engines.stop()
    assert closed.stat().st_mode & 0o777 == 0o700
    assert not others_may_enter(closed)
    engines.forget()
    assert list(closed.iterdir()) == []


def test_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EngineError, match="somebody else"):
        private_folder(tmp_path / "link")


def test_process_is_named_by_its_start_as_well_as_its_id() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert started_at(child.pid) == started_at(child.pid) != ""
        stop_pid(child.pid, (signal.SIGKILL, 0.0))
        child.wait()
        assert started_at(child.pid) == ""
