"""The FCM simulator as a process of its own, for tests that speak to it over real sockets."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import jwt
import pycurl
import requests

SCOPE = "https://www.googleapis.com/auth/firebase.messaging"


class FcmSimulator:
    """`python -m notifications.fcm_simulator`, and the doors of it that tests use."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "notifications.fcm_simulator", "--state-dir", str(folder), *arguments]
        self.errors = folder / "stderr"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self.process.stdout is not None
        self.ready: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.url: str = self.ready["url"]
        self.path = "/v1/projects/daknong-c-sim/messages:send"
        self.authorization = f"Bearer {self.token()}"

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def assertion(self, **claims: Any) -> str:
        account = json.loads(Path(self.ready["service_account"]).read_text())
        now = int(time.time())
        own = {"iss": account["client_email"], "aud": account["token_uri"], "iat": now, "exp": now + 60, "scope": SCOPE}
        return jwt.encode(own | claims, account["private_key"], algorithm="RS256")

    def token(self) -> str:
        form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": self.assertion()}
        return str(requests.post(f"{self.url}/token", data=form, timeout=5).json()["access_token"])

    def get(self, path: str, **query: Any) -> Any:
        reply = requests.get(f"{self.url}{path}", params=query, timeout=5)
        assert reply.ok, reply.text
        return reply.json()

    def behave(self, **wish: Any) -> None:
        reply = requests.post(f"{self.url}/behaviour", json=wish, timeout=5)
        assert reply.ok, reply.text

    def forget(self) -> None:
        """Begin anew, once what earlier tests left under way has come in."""
        self.behave(reset=True, slow_ms=10_000)
        deadline = time.monotonic() + 5
        while self.get("/counts")["in_flight"]:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert requests.delete(f"{self.url}/log", timeout=5).status_code == 204

    def send1(self, message: dict[str, Any]) -> requests.Response:
        """One message over HTTP/1.1."""
        headers = {"Authorization": self.authorization}
        return requests.post(f"{self.url}{self.path}", json={"message": message}, headers=headers, timeout=5)

    def stop(self) -> str:
        """End it; what it said on stderr (nothing, if all was well)."""
        self.process.terminate()
        self.process.wait(10)
        return self.errors.read_text()


class Curl:
    """One libcurl handle over HTTP/2, as the sender uses it."""

    def __init__(self, simulator: FcmSimulator, message: dict[str, Any], *, tls: bool = False) -> None:
        self.body, self.heads = BytesIO(), BytesIO()
        self.handle = handle = pycurl.Curl()
        base = simulator.ready["tls_url"] if tls else simulator.url
        handle.setopt(pycurl.URL, f"{base}{simulator.path}")
        handle.setopt(
            pycurl.HTTPHEADER, [f"Authorization: {simulator.authorization}", "Content-Type: application/json"]
        )
        handle.setopt(pycurl.POSTFIELDS, json.dumps({"message": message}))
        handle.setopt(pycurl.WRITEDATA, self.body)
        handle.setopt(pycurl.HEADERFUNCTION, self.heads.write)
        handle.setopt(pycurl.TIMEOUT, 10)
        version = pycurl.CURL_HTTP_VERSION_2TLS if tls else pycurl.CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE
        handle.setopt(pycurl.HTTP_VERSION, version)
        if tls:
            handle.setopt(pycurl.CAINFO, simulator.ready["ca"])

    def perform(self) -> Curl:
        self.handle.perform()
        return self

    @property
    def status(self) -> int:
        return int(self.handle.getinfo(pycurl.RESPONSE_CODE))

    @property
    def headers(self) -> list[tuple[str, str]]:
        lines = self.heads.getvalue().decode().split("\r\n")[1:]
        return [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines if line)]

    def json(self) -> Any:
        return json.loads(self.body.getvalue())
