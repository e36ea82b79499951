"""What Schemathesis loads: who it is. A fuzzer ends its own sessions, so a refused token is replaced by a new one."""

import os
import threading
from typing import Any

import httpx
import schemathesis

API = os.environ.get("FUZZ_API", "")
IDENTIFIER = os.environ.get("FUZZ_IDENTIFIER", "")
PASSWORD = os.environ.get("FUZZ_PASSWORD", "")


class Session:
    """One access token, got by signing in, until it is refused."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.token = ""

    def access(self) -> str:
        with self.lock:
            if not self.token:
                body = {"identifier": IDENTIFIER, "password": PASSWORD, "device_name": "fuzz"}
                reply = httpx.post(f"{API}auth/login/", json=body, timeout=20)
                reply.raise_for_status()
                self.token = reply.json()["access"]
            return self.token

    def forget(self, token: str) -> None:
        with self.lock:
            if token == self.token:
                self.token = ""


session = Session()

if IDENTIFIER:

    @schemathesis.auth(refresh_interval=None)
    class SignedIn:
        def get(self, case: Any, context: Any) -> str:
            return session.access()

        def set(self, case: Any, data: str, context: Any) -> None:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}

    @schemathesis.hook
    def after_call(context: Any, case: Any, response: Any) -> None:
        if response.status_code == 401:
            sent = response.request.headers.get("Authorization", "")
            session.forget(str(sent).removeprefix("Bearer "))
