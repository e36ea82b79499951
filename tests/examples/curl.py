"""An example's steps as a sample that works as pasted into bash, on Linux and macOS: curl, and Python for the JSON.

Python also makes the Idempotency-Key, since it is needed anyway: `uuidgen` is missing on small Linux systems, and
`/proc/sys/kernel/random/uuid` on macOS.
"""

from __future__ import annotations

import json
import re
import shlex
from typing import Any
from urllib.parse import quote

from tests.examples.steps import MADE_UP, NAME, Example, Step, names_in

BASE = "http://127.0.0.1:8000"  # replaced by the server's own address when the document is served
UUID = "$(python3 -c 'import uuid; print(uuid.uuid4())')"
SHORT = 88


def sample(example: Example) -> str:
    """The text to paste; the last command is the operation itself, and prints its answer."""
    used = set().union(*(names_in([s.args, s.query, s.body, s.headers]) for s in example.steps))
    lines = [f"{name}={how}" for name, (how, _recorded) in MADE_UP.items() if name in used]
    tokens = {step.who for step in example.steps if step.who}
    if len(example.steps) > 1:
        lines += [f"{who}=$(curl -sS {BASE}/dev/tokens/{who}/)" for who in sorted(tokens)]
    lines += [_kept(step) for step in example.steps[:-1]]
    return "\n".join([*lines, _command(example.last, alone=len(example.steps) == 1)])


def _kept(step: Step) -> str:
    """A command whose answer is needed for what it holds, or only for what it does."""
    command = _command(step)
    if step.path.startswith("/dev/sms/"):
        return f"code=$({command})"
    if not step.keep:
        return f"{command} > /dev/null"
    found = ", ".join(step.keep.values())
    pick = f"python3 -c {shlex.quote(f'import json, sys; d = json.load(sys.stdin); print({found})')}"
    if len(step.keep) == 1:
        return f"{next(iter(step.keep))}=$({command} |\n  {pick})"
    return f"read -r {' '.join(step.keep)} < <({command} |\n  {pick})"


def _command(step: Step, *, alone: bool = False) -> str:
    options = [f"-H {_header(f'{name}: {value}')}" for name, value in _headers(step, alone=alone).items()]
    if step.file:
        options.append("-F 'file=@-;filename=photo.jpg;type=image/jpeg'")
    elif step.body is not None:
        options.append(f"-d {_body(_json(step.body))}")
    if _answers_bytes(step):
        options.append("-o photo.jpg")  # a terminal shows no picture
    method = "" if step.method == "GET" else f"-X {step.method} "
    parts = [f"curl -sS --fail-with-body {method}{_address(step)}", *options]
    text = " \\\n  ".join(parts)
    return f"curl -sS {BASE}{step.file} |\n  {text}" if step.file else text


def _headers(step: Step, *, alone: bool) -> dict[str, str]:
    found = {}
    if step.who:
        token = f"$(curl -s {BASE}/dev/tokens/{step.who}/)" if alone else f"${step.who}"
        found["Authorization"] = f"Bearer {token}"
    if step.keyed:
        found["Idempotency-Key"] = UUID
    if step.body is not None and not step.file:
        found["Content-Type"] = "application/json"
    return found | step.headers


def _address(step: Step) -> str:
    path = re.sub(r"\{(\w+)\}", lambda found: step.args[found[1]], step.path)
    query = "&".join(f"{name}={_plain(value)}" for name, value in step.query.items())
    address = f"{BASE}{path}" + (f"?{query}" if query else "")
    needs_quotes = query or "$" in address
    return f'"{address}"' if needs_quotes and "$" in address else f"'{address}'" if needs_quotes else address


def _plain(value: Any) -> str:
    return quote(str(value), safe="$,:").replace("%20", "+")


def _json(body: Any) -> str:
    short = json.dumps(body, ensure_ascii=False)
    return short if len(short) <= SHORT else json.dumps(body, ensure_ascii=False, indent=2)


def _header(text: str) -> str:
    """In double quotes where bash is to put something in."""
    return f'"{text}"' if "$" in text else f"'{text}'"


def _body(text: str) -> str:
    """In single quotes, left for what bash puts in: JSON is full of double ones."""
    plain = text.replace("'", "'\\''")
    return "'" + NAME.sub(lambda found: f"'\"${found[1]}\"'", plain) + "'"


def _answers_bytes(step: Step) -> bool:
    return step.path.endswith("/{variant}/")
