"""The FCM simulator as a process of its own, and its doors for tests."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.layout import ROOT
from tools.processes import die_with_parent

ACCEPTED = ("ok", "slow", "goaway")


@dataclass
class Simulator:
    """Start with `simulator_start`; `ready` is the line in which it says where it is."""

    process: subprocess.Popen[str]
    ready: dict[str, str]

    def settings(self) -> dict[str, str]:
        """The environment that leads a sender here, over TLS."""
        return {
            "FCM_BASE_URL": self.ready["tls_url"],
            "FCM_CA_FILE": self.ready["ca"],
            "FCM_SERVICE_ACCOUNT": self.ready["service_account"],
        }

    def behave(self, **wish: Any) -> None:
        """Change how it answers: `latency_ms=150`, `behaviour="quota", token="*", times=3`, `reset=True`."""
        self._ask("POST", "/behaviour", json.dumps(wish).encode())

    def counts(self) -> dict[str, Any]:
        """How many messages came, by answer and by second."""
        found: dict[str, Any] = json.loads(self._ask("GET", "/counts"))
        return found

    def accepted(self) -> int:
        """Messages that a phone would have got."""
        by_outcome = self.counts()["by_outcome"]
        return sum(by_outcome.get(name, 0) for name in ACCEPTED)

    def reached(self) -> dict[int, int]:
        """How many devices accepted how many messages: {1: 100_000} is what one hopes for."""
        return {int(times): devices for times, devices in json.loads(self._ask("GET", "/tokens"))["accepted"].items()}

    def doubled(self) -> list[dict[str, Any]]:
        """The devices that accepted more than one message, with the times and tags of all of them."""
        return list(json.loads(self._ask("GET", "/tokens?list=doubled"))["doubled"])

    def deliveries(self, containing: str = "") -> Iterator[dict[str, Any]]:
        """Every device with what it accepted; only the lines that contain this text, where one is given."""
        for line in self._ask("GET", "/tokens?list=all").splitlines():
            if containing.encode() in line:
                yield json.loads(line)

    def clear(self) -> None:
        """Forget what came; how it answers stays."""
        self._ask("DELETE", "/log")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def _ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(self.ready["url"] + path, body, method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            answer: bytes = reply.read()
        return answer


def simulator_start(folder: Path, *, count_tokens: bool = True) -> Simulator:
    """Serve on free ports; without `count_tokens` it remembers nobody, which is the fastest."""
    command = [sys.executable, "-m", "notifications.fcm_simulator", "--tls-port", "0", "--state-dir", str(folder)]
    command += ["--journal", "counts", *(["--count-tokens"] if count_tokens else [])]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent(signal.SIGTERM)
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit("The simulator did not start.")
    return Simulator(process, json.loads(line))
