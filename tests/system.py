"""The whole system as real processes on loopback, for e2e stories: web server, Celery worker and beat, FCM simulator.

It has a database and a Redis number of its own beside the suite's, so that a story sees only what it did itself.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from tools.engines import free_port
from tools.processes import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
REDIS_NUMBER = 40
START_SECONDS = 90


def _with_path(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


@dataclass
class System:
    """Start with `start()`, stop with `stop()`; every process writes to a log in `folder`."""

    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    engines: dict[str, str] = field(default_factory=dict)  # addresses, where they are not those of the suite
    port: int = 0
    simulator_port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def api(self) -> str:
        return f"{self.url}/api/v1/"

    @property
    def simulator(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    def start(self, *, demo: bool = True) -> System:
        self.port, self.simulator_port = free_port(), free_port()
        self.environment = self._environment()
        self._manage("migrate", "-v0")
        if demo:
            self._manage("load_demo")
        self._manage("collectstatic", "--noinput", "-v0")
        self._start_simulator()
        self.start_web()
        self.start_worker()
        self.start_beat()
        self.wait_ready()
        return self

    def start_web(self) -> None:
        self._spawn(
            "web", "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "8",
            "backend.wsgi:application",
        )  # fmt: skip

    def start_beat(self, name: str = "beat") -> None:
        schedule = str(self.folder / name)
        self._spawn(name, "-m", "celery", "-A", "notifications", "beat", "-s", schedule, "-l", "warning", "--pidfile=")

    def start_worker(self) -> None:
        self._spawn(
            "worker", "-m", "celery", "-A", "notifications", "worker", "-l", "warning", "-c", "2", "-n",
            f"e2e-{uuid.uuid4().hex[:6]}@%h", "-Q", "emergency,personal,notices,default", "--without-gossip",
            "--without-mingle",
        )  # fmt: skip

    def kill(self, name: str, how: int = signal.SIGKILL) -> None:
        """The process and its children, with no time to say anything (or with `how`)."""
        process = self.processes.pop(name)
        os.killpg(process.pid, how)
        process.wait(30)

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)

    def wait_ready(self) -> None:
        """Until database, broker and worker answer; else fail with the ends of the logs."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                self._fail_if_dead()
                time.sleep(0.2)
        raise RuntimeError(f"not ready after {START_SECONDS} s\n{self.logs()}")

    def logs(self) -> str:
        return "\n".join(f"--- {path.name}\n{path.read_text()[-2000:]}" for path in sorted(self.folder.glob("*.log")))

    def pushes(self, token: str) -> list[dict[str, Any]]:
        """What the simulator received for this token, oldest first."""
        with urllib.request.urlopen(f"{self.simulator}/log?token={token}", timeout=5) as reply:
            found = json.load(reply)
        entries: list[dict[str, Any]] = found["entries"] if isinstance(found, dict) else found
        return entries

    def forget_throttles(self) -> None:
        """What one test used up of the rate limits is nothing to the next."""
        with redis.Redis.from_url(self.environment["REDIS_URL"]) as client:
            if keys := list(client.scan_iter(f"{self.environment['CACHE_PREFIX']}:throttle:*", count=500)):
                client.delete(*keys)

    def one_time_code(self, phone: str) -> str:
        """The newest code that the development page shows for this phone, once the worker has sent it."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with urllib.request.urlopen(f"{self.url}/dev/sms/", timeout=5) as reply:
                page = reply.read().decode()
            found = re.search(re.escape(phone) + r'.*?class="code"[^>]*>(\d{6})<', page, re.DOTALL)
            if found:
                return found[1]
            time.sleep(0.1)
        raise AssertionError(f"no code for {phone} on /dev/sms/")

    def _environment(self) -> dict[str, str]:
        database = f"e2e_{uuid.uuid4().hex[:8]}"
        inherited = {**os.environ, **self.engines}
        with psycopg.connect(inherited["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return {
            **inherited,
            "DAKNONG_ENV": "development",
            "DATABASE_URL": _with_path(inherited["DATABASE_URL"], database),
            "REDIS_URL": _with_path(inherited["REDIS_URL"], str(REDIS_NUMBER)),
            "CACHE_PREFIX": f"e2e-{database}",
            "DJANGO_SECRET_KEY": "e2e-" * 16,
            "DATA_DIR": str(self.folder),
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "PUBLIC_URL": self.url,
            "FCM_BASE_URL": self.simulator,
            "FCM_SERVICE_ACCOUNT": str(self.folder / "simulator" / "service_account.json"),
        }

    def _start_simulator(self) -> None:
        state = self.folder / "simulator"
        port = str(self.simulator_port)
        self._spawn("simulator", "-m", "notifications.fcm_simulator", "--port", port, "--state-dir", str(state))
        deadline = time.monotonic() + 20
        while not (state / "service_account.json").exists():
            self._fail_if_dead()
            if time.monotonic() > deadline:
                raise RuntimeError(f"no simulator\n{self.logs()}")
            time.sleep(0.05)

    def _manage(self, *command: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")

    def _spawn(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a test may kill it with its children, and nothing else
                preexec_fn=die_with_parent(signal.SIGTERM),  # whoever kills the tests is not left with their servers
            )

    def _fail_if_dead(self) -> None:
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}\n{self.logs()}")
