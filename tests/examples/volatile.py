"""What differs from run to run in an answer, and the fixed, plausible value that an example shows instead.

| in an answer | in the example |
|---|---|
| a UUID | a UUID of version 7 that counts up, in the order of appearance |
| a JSON web token | one whose payload says that it is an example |
| a report's code | one of the same day, its number counted up, its check letter right |
| a whole number called `id` | counted up |
| the `secret` of a guest's report or device, a one-time code, a photo's signature, a cursor, a `trace_id` | one that never changes |
| the name of a public picture's file, a digest of its bytes | one that counts up: another encoder, another digest |
| the test server's address | that of `make run` |

Times need no rule: the walk runs at one frozen moment.
"""  # noqa: E501

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.feedback.codes import code_make
from tests.examples.steps import MADE_UP

HEADER = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
PAYLOAD = "eyJzdWIiOiJhbi1leGFtcGxlIn0"  # {"sub":"an-example"}
SECRET = "an-example-secret-4kQ2"
KEPT = {value for _how, value in MADE_UP.values()}


def _uuid(number: int, _found: re.Match[str]) -> str:
    return f"019ab3d2-5c00-7000-8000-{number:012x}"


def _token(number: int, _found: re.Match[str]) -> str:
    return f"{HEADER}.{PAYLOAD}.not-a-signature-{number}"


def _report(number: int, found: re.Match[str]) -> str:
    day = datetime.strptime(found[1], "%y%m%d").replace(hour=12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    return code_make(day, 48216 + number)


def _always(value: str) -> Callable[[int, re.Match[str]], str]:
    return lambda _number, _found: value


RULES: list[tuple[re.Pattern[str], Callable[[int, re.Match[str]], str]]] = [
    (re.compile(r"http://testserver"), _always("http://127.0.0.1:8000")),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), _token),
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"), _uuid),
    (re.compile(r"\bPA-(\d{6})-\d{5}[A-Z]\b"), _report),
    (re.compile(r"(?<=/)[0-9a-f]{2}/[0-9a-f]{32}(?=\.)"), lambda number, _found: f"5e/5ec0ffee{number:024x}"),
    (re.compile(r'(?<=[?&]sig=)[^"&]+'), _always("1wXaMp%3AaN-eXaMpLe-sIgNaTuRe")),
    (re.compile(r'(?<="sig": ")[^"]+'), _always("1wXaMp:aN-eXaMpLe-sIgNaTuRe")),
    (re.compile(r'(?<=[?&]cursor=)[^"&]+'), _always("WyJhbiIsImV4YW1wbGUiXQ")),  # ["an","example"]
    (re.compile(r'(?<="secret": ")[^"]+'), _always(SECRET)),
    (re.compile(r'(?<="X-Device-Secret": ")[^"]+'), _always(SECRET)),
    (re.compile(r'(?<="code": ")\d{6}(?=")'), _always("482913")),
    (re.compile(r'(?<="trace_id": ")[^"]+'), _always("9f2c41d07a3be815")),
    (re.compile(r'(?<="id": )\d+'), lambda number, _found: str(4100 + number)),
]


def settled(value: Any) -> Any:
    """The same value with everything volatile replaced by the table above."""
    text = json.dumps(value, ensure_ascii=False)
    for pattern, rule in RULES:
        text = _replaced(text, pattern, rule)
    return json.loads(text)


def _replaced(text: str, pattern: re.Pattern[str], rule: Callable[[int, re.Match[str]], str]) -> str:
    """Equal things stay equal: each different one gets the next number."""
    seen: dict[str, str] = {}

    def replace(found: re.Match[str]) -> str:
        if found[0] in KEPT:
            return found[0]
        if found[0] not in seen:
            seen[found[0]] = rule(len(seen) + 1, found)
        return seen[found[0]]

    return pattern.sub(replace, text)
