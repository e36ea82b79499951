"""`make run`: the whole province on one machine, and nothing of it left when it stops.

Engines, then database and demo data brought up to date, then web server, Celery worker, beat and FCM simulator as real
processes. A process that dies is started again. Ctrl-C or SIGTERM stops everything and keeps the data.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

from tools.children import Child, reclaim, stop_all
from tools.compile_messages import CatalogueError, compile_stale
from tools.engines import EngineError, Engines, Lock, private_folder, tail, write_private
from tools.layout import ACCOUNTS, DATA, ENGINES, LOGS, ROOT, RUN_ENV, RUN_LOCK, RUN_PID, read_run_env
from tools.ports import PortClaim

WEB_PORT, SIMULATOR_PORT = 8000, 8899
READY_SECONDS = 90.0
STOP_SECONDS = 15.0
# Name of the process: the queues that it serves. What is urgent has workers of its own, whom no broadcast keeps busy.
WORKERS = {"worker-urgent": "emergency,personal", "worker": "notices,default"}
# What database and static files are made of: when none of it changed, a start has nothing to prepare.
INGREDIENTS = (
    "backend/**/migrations/*.py",
    "notifications/migrations/*.py",
    "backend/demo/**/*",
    "backend/areas/seed/*",
    "backend/**/static/**/*",
    "notifications/static/**/*",
    "requirements-run.lock",
    "tools/prepare.py",
)


class Stopped(Exception):
    """Ctrl-C or SIGTERM came."""


def say(text: str) -> None:
    print(f"» {text}", flush=True)


def fingerprint(patterns: Iterable[str]) -> str:
    """One hash over names and contents of the files."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern)}):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def secret_key() -> str:
    """Made once for each data folder: sessions and tokens outlive a restart."""
    path = DATA / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


class System:
    """Everything that runs, in the order in which it starts."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.engines = Engines(ENGINES, logs=LOGS)
        self.children: list[Child] = []
        self.claims: list[PortClaim] = []
        self.environment: dict[str, str] = {}
        self.stopping = False

    # --- starting -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        left = reclaim(str(ROOT))
        if left:
            say(f"An earlier run was killed; {left} of its processes are stopped now.")
        self._start_engines()
        self._choose_addresses()
        self._prepare()
        self._start_children()
        self._wait_ready()

    def _start_engines(self) -> None:
        own = {name: name not in os.environ for name in ("DATABASE_URL", "REDIS_URL")}
        self.environment = {**os.environ, "DAKNONG_ENV": os.environ.get("DAKNONG_ENV", "development")}
        if not any(own.values()):
            return
        say("Starting PostgreSQL and Valkey")
        self.environment |= self.engines.start(postgres=own["DATABASE_URL"], valkey=own["REDIS_URL"])

    def _choose_addresses(self) -> None:
        web = self._claim(WEB_PORT)
        url = f"http://127.0.0.1:{web}"
        metrics = DATA / "metrics"
        shutil.rmtree(metrics, ignore_errors=True)  # counters of processes that are no more
        metrics.mkdir()
        ours = {
            "DAKNONG_API_URL": f"{url}/api/v1/",  # what the app is given
            "PUBLIC_URL": url,
            "DATA_DIR": str(DATA),
            "PROMETHEUS_MULTIPROC_DIR": str(metrics),
            "DJANGO_SETTINGS_MODULE": "backend.settings",
        }
        if not os.environ.get("DJANGO_SECRET_KEY"):
            ours["DJANGO_SECRET_KEY"] = secret_key()
        if not os.environ.get("FCM_SERVICE_ACCOUNT"):
            simulator = f"http://127.0.0.1:{self._claim(SIMULATOR_PORT)}"
            ours |= {
                "FCM_BASE_URL": simulator,
                "FCM_TOKEN_URI": f"{simulator}/token",
                "FCM_SERVICE_ACCOUNT": str(DATA / "fcm" / "service_account.json"),
                "FCM_SIMULATOR_URL": simulator,
            }
        self.environment |= ours
        self._write_run_env(ours)

    def _claim(self, wanted: int) -> int:
        claim = PortClaim(wanted)
        self.claims.append(claim)
        return claim.port

    def _write_run_env(self, ours: dict[str, str]) -> None:
        names = [*ours, "DAKNONG_ENV", "DATABASE_URL", "REDIS_URL", "DAKNONG_EMBEDDED"]
        lines = [f"{name}={self.environment[name]}" for name in names if name in self.environment]
        write_private(
            RUN_ENV, "# The running system's addresses and secrets, for manage.py.\n" + "\n".join(lines) + "\n"
        )

    def _prepare(self) -> None:
        for source in compile_stale():
            say(f"Compiled the translations of {source.relative_to(ROOT)}")
        # The mark lies beside the cluster: whoever removes the data removes the mark with them.
        postgres = self.engines.postgres
        mark = postgres.folder / "prepared" if postgres else None
        wanted = fingerprint(INGREDIENTS)
        if mark and mark.exists() and mark.read_text() == wanted and ACCOUNTS.exists() and (DATA / "static").exists():
            return
        self._run("tools.prepare", str(ACCOUNTS))
        if mark:
            mark.write_text(wanted)

    def _run(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", module, *arguments]
        with subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True) as process:
            try:
                code = process.wait()
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                raise
        if code:
            raise EngineError(f"{module} failed (exit code {code}); the reason is above.")

    def _commands(self) -> dict[str, list[str]]:
        python, port = sys.executable, str(self.claims[0].port)
        celery = [python, "-m", "celery", "-A", "notifications"]
        web = [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", "2"]
        # Without a time-out granian waits for ever for a worker that waits for a database that is gone.
        rest = ["--backlog", "1024", "--no-ws", "backend.wsgi:application"]
        commands = {
            "web": [*web, "--blocking-threads", "4", "--workers-kill-timeout", "8", *rest],
            **{name: self._worker(name, queues) for name, queues in WORKERS.items()},
            "beat": [*celery, "beat", "--schedule", str(DATA / "beat-schedule"), "--pidfile=", "--loglevel=WARNING"],
        }
        if len(self.claims) > 1:
            simulator = ["--port", str(self.claims[1].port), "--state-dir", str(DATA / "fcm")]
            commands["simulator"] = [python, "-m", "notifications.fcm_simulator", *simulator]
        return commands

    def _worker(self, name: str, queues: str) -> list[str]:
        celery = [sys.executable, "-m", "celery", "-A", "notifications", "worker", "--hostname", f"{name}@%h"]
        quiet = ["--without-gossip", "--without-mingle", "--loglevel=INFO"]
        return [*celery, "--queues", queues, "--concurrency", "2", *quiet]

    def _start_children(self) -> None:
        say("Starting web server, worker, beat" + (" and FCM simulator" if len(self.claims) > 1 else ""))
        for name, command in self._commands().items():
            child = Child(name, command, log=LOGS / f"{name}.log", cwd=ROOT, mark=str(ROOT))
            self.children.append(child)
            child.start(self.environment)

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        answer = ""
        while time.monotonic() < deadline:
            is_ready, answer = self._ask_ready()
            if is_ready:
                return
            self.tend()
            time.sleep(0.1)
        logs = "\n".join(f"--- {child.log}\n{tail(child.log, 8)}" for child in self.children)
        raise EngineError(f"Not ready after {READY_SECONDS:.0f} s: {answer}\n{logs}")

    def _ask_ready(self) -> tuple[bool, str]:
        try:
            with urllib.request.urlopen(f"{self.environment['PUBLIC_URL']}/readyz", timeout=5) as reply:
                return reply.status == 200, ""
        except urllib.error.HTTPError as error:
            return False, error.read(500).decode(errors="replace")
        except OSError as error:
            return False, str(error)

    # --- running ------------------------------------------------------------------------------------------------------

    def tend(self) -> None:
        """One look after everything that should be running."""
        for name in self.engines.revive():
            say(f"{name} had ended; it runs again. Its log: {LOGS}")
        for child in self.children:
            news = child.tend()
            if news:
                say(news)

    def stop(self) -> None:
        stop_all(self.children, seconds=STOP_SECONDS)
        reclaim(str(ROOT), seconds=2.0)
        self.engines.stop()
        for claim in self.claims:
            claim.drop()
        RUN_ENV.unlink(missing_ok=True)

    # --- telling ------------------------------------------------------------------------------------------------------

    def describe(self) -> str:
        url = self.environment["PUBLIC_URL"]
        rows = [
            ("App API", f"{url}/api/v1/"),
            ("Officials' console", f"{url}/console/"),
            ("API documents", f"{url}/api/docs/"),
            ("One-time codes (SMS)", f"{url}/dev/sms/"),
            ("Tokens, for curl", f"{url}/dev/tokens/citizen/  (or the role of an account below, or machine)"),
        ]
        if "FCM_SIMULATOR_URL" in self.environment:
            rows.append(("Pushes (simulator)", f"{self.environment['FCM_SIMULATOR_URL']}/"))
        rows.append(("The app, on the desktop", "make app"))
        lines = [f"\nDAKNONG-C is ready, {time.monotonic() - self.began:.1f} s after the start.\n"]
        lines += [f"  {title:<25}{address}" for title, address in rows]
        lines += ["", *accounts_table(ACCOUNTS), ""]
        lines += [f"  Logs: {LOGS.relative_to(ROOT)}/   Data: {DATA.relative_to(ROOT)}/ (make reset forgets them)"]
        lines += ["  Ctrl-C stops everything and keeps the data.\n"]
        return "\n".join(lines)


def accounts_table(path: Path) -> list[str]:
    """The demo accounts as aligned columns, whatever fields `manage.py demo_accounts --json` gives."""
    accounts = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    if not accounts:
        return []
    columns = list(accounts[0])
    texts = [[str(account.get(column) or "") for column in columns] for account in accounts]
    widths = [max(len(text) for text in column) for column in zip(columns, *texts, strict=True)]
    return [
        "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in [columns, *texts]
    ]


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    """The first signal stops in order; one more while stopping is left to its default and kills."""
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN if signum != signal.SIGINT else signal.SIG_DFL)
    raise Stopped


def already_running() -> int:
    pid = RUN_PID.read_text().strip() if RUN_PID.exists() else "?"
    url = read_run_env().get("PUBLIC_URL", "(still starting)")
    print(f"This checkout is running already: {url} (process {pid}). `make stop` stops it.")
    return 0


def main() -> int:
    os.chdir(ROOT)
    private_folder_of_data()
    lock = Lock(RUN_LOCK)
    if not lock.take():
        return already_running()
    RUN_PID.write_text(str(os.getpid()))
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, ask_to_stop)
    system = System()
    code = 0
    try:
        system.start()
        print(system.describe(), flush=True)
        while True:
            system.tend()
            time.sleep(0.3)
    except Stopped:
        print("\n» Stopping", flush=True)
    except (EngineError, CatalogueError) as error:
        print(f"\n{error}", file=sys.stderr)
        code = 1
    finally:
        system.stop()
    if code == 0:
        say("Everything is stopped; the data are kept.")
    return code


def private_folder_of_data() -> None:
    """`.data` may be walked through (root's PostgreSQL runs as somebody else) but listed by its owner alone."""
    private_folder(DATA, 0o711)
    LOGS.mkdir(exist_ok=True, mode=0o700)


if __name__ == "__main__":
    sys.exit(main())
