"""What Schemathesis loads: who it is, real requests as examples, and which of its failures are none, each with why.

A fuzzer ends its own sessions and changes its own password, so a refused token is replaced by a new one.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from hypothesis import strategies as st
from PIL import Image
from schemathesis.auths import AuthContext, set_on_case

from tests.fuzz.verdicts import DEVICE_SECRETS, OWN_DOSSIERS, excuse, note_following

API = os.environ.get("FUZZ_API", "")
IDENTIFIER = os.environ.get("FUZZ_IDENTIFIER", "")
PASSWORD = os.environ.get("FUZZ_PASSWORD", "")
KEY = os.environ.get("FUZZ_KEY", "")  # a machine's; it does not end
EXCUSES = os.environ.get("FUZZ_EXCUSES", "")
# What tests.fuzz.real collected: `requests` by operation, `spares`, what `ends` an account and what `leaves` it.
POOL: dict[str, Any] = {"requests": {}, "spares": [], "ends": [], "leaves": [], "own_dossiers": []}
if "FUZZ_POOL" in os.environ:
    POOL |= json.loads(Path(os.environ["FUZZ_POOL"]).read_text(encoding="utf-8"))
OWN_DOSSIERS |= set(POOL["own_dossiers"])
DEVICE_SECRETS |= {
    request["headers"]["X-Device-Secret"]
    for requests in POOL["requests"].values()
    for request in requests
    if "X-Device-Secret" in request.get("headers", {})
}
# The document's example of a key: sent as it is, every second request would be a repetition of another one.
EXAMPLE_KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


class Session:
    """One access token, got by signing in, until it is refused."""

    def __init__(self, identifiers: Iterator[str], token: str = "") -> None:
        self.lock = threading.Lock()
        self.identifiers = identifiers
        self.token = token

    def access(self) -> str:
        with self.lock:
            if not self.token:
                body = {"identifier": next(self.identifiers), "password": PASSWORD, "device_name": "fuzz"}
                reply = httpx.post(f"{API}auth/login/", json=body, timeout=20)
                reply.raise_for_status()
                self.token = reply.json()["access"]
            return self.token

    def forget(self, token: str) -> None:
        with self.lock:
            if token == self.token and not KEY:
                self.token = ""


own = Session(itertools.repeat(IDENTIFIER), KEY)
# Spare citizens, one after the other: who closes an account or changes its password cannot come back as before. Who
# leaves everywhere can.
leaver = Session(itertools.repeat(POOL["spares"].pop() if POOL["spares"] else ""))
spare = Session(iter(POOL["spares"]))
excused: Counter[str] = Counter()


def session_for(case: Any) -> Session:
    operation = [case.method.upper(), case.path]
    if operation in POOL["leaves"]:
        return leaver
    return spare if operation in POOL["ends"] else own


if IDENTIFIER or KEY:

    @schemathesis.auth(refresh_interval=None)
    class SignedIn:
        def get(self, case: Any, context: Any) -> str:
            return session_for(case).access()

        def set(self, case: Any, data: str, context: Any) -> None:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}

    @schemathesis.hook
    def after_call(context: Any, case: Any, response: Any) -> None:
        if response.status_code == 401:
            session_for(case).forget(str(response.request.headers.get("Authorization", "")).removeprefix("Bearer "))


@schemathesis.hook("after_call")
def remember_device(context: Any, case: Any, response: Any) -> None:
    if case.method.upper() == "POST" and case.path == "/api/v1/devices/" and response.status_code in (200, 201):
        DEVICE_SECRETS.add(response.json()["secret"])


@schemathesis.hook("after_call")
def remember_following(context: Any, case: Any, response: Any) -> None:
    note_following(case, response)


@schemathesis.hook
def before_add_examples(context: Any, examples: list[Any]) -> None:
    """Whole valid requests about real things, after the document's own examples."""
    examples += [case_of(context.operation, request) for request in POOL["requests"].get(context.operation.label, [])]


def case_of(operation: Any, request: dict[str, Any]) -> Any:
    parts = {"path_parameters": request.get("path"), "query": request.get("query"), "headers": request.get("headers")}
    if "upload" in request:
        parts.update(body={"file": photo()}, media_type="multipart/form-data")
    elif "body" in request:
        parts.update(body=request["body"], media_type="application/json")
    case = operation.Case(**{name: value for name, value in parts.items() if value})
    set_on_case(case, AuthContext(operation=operation, app=operation.app), None)
    return case


@schemathesis.hook
def map_case(context: Any, case: Any) -> Any:
    """A key of its own for each request; those of the document and of Schemathesis itself would repeat."""
    if (case.headers or {}).get("Idempotency-Key") == EXAMPLE_KEY:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    return case


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Drop what tests.fuzz.verdicts has a reason for, and count it."""
    reason = excuse(failure, case, response)
    if reason:
        excused[reason] += 1
        if EXCUSES:
            Path(EXCUSES).write_text(json.dumps(excused), encoding="utf-8")
    return not reason


def photo() -> bytes:
    """A picture that the server takes."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#8a7f70").save(out, "JPEG")
    return out.getvalue()


# Random bytes are never a picture; every third file is one.
schemathesis.openapi.format("binary", st.one_of(st.binary(min_size=1), st.binary(min_size=1), st.just(photo())))
