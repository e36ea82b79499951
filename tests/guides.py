"""Guides as tests: the commands of a Markdown page run as one shell session, each answer held to the one that is shown.

The rule, for writers in api_docs/README.md: `…` stands for what varies or is left out, everything else is meant.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
GUIDES = sorted(path for path in (ROOT / "api_docs" / "guides").glob("*.md") if path.name != "README.md")
CUT = "…"
ANSWERS = ("json", "http", "text")
COMMANDS = "sh"
# Between the output of one block and the next: an end-of-record sign that no answer has.
END = "\x1e"


class Differs(AssertionError):
    """The answer is not the one that the guide shows."""


@dataclass(frozen=True)
class Step:
    """One block of commands, and the answer that the guide shows for it; without one it prints nothing."""

    line: int
    command: str
    kind: str = ""
    shown: str = ""


def steps_of(text: str) -> list[Step]:
    """The blocks of a guide in order. Raises Differs at one that nobody would run or hold to anything."""
    steps: list[Step] = []
    for token in MarkdownIt().parse(text):
        if token.type not in ("fence", "code_block"):
            continue
        line = (token.map or [0])[0] + 1
        if token.info == COMMANDS:
            steps.append(Step(line, token.content))
        elif token.info in ANSWERS and steps and not steps[-1].kind:
            steps[-1] = Step(steps[-1].line, steps[-1].command, token.info, token.content)
        else:
            raise Differs(f"line {line}: a block of {token.info or 'no language'} is neither a command nor its answer")
    return steps


def run(steps: Sequence[Step], folder: Path) -> list[str]:
    """What each block printed, one bash session for all. Raises Differs at the first that fails."""
    script = folder / "guide.sh"
    ends = [f"printf '{END}%s{END}' {number}\n" for number in range(len(steps))]
    blocks = [f"{step.command}\n{end}" for step, end in zip(steps, ends, strict=True)]
    script.write_text("set -euo pipefail\n" + "".join(blocks), encoding="utf-8")
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYENV_VERSION") if name in os.environ}
    done = subprocess.run(
        ["bash", str(script)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    printed = re.split(rf"{END}\d+{END}", done.stdout)
    if done.returncode or len(printed) != len(steps) + 1:
        failed = steps[min(len(printed), len(steps)) - 1]
        raise Differs(f"line {failed.line}: ended with {done.returncode}\n{printed[-1]}\n{done.stderr}")
    return printed[:-1]


def hold(step: Step, printed: str) -> None:
    """Raise Differs unless `printed` is what the guide shows."""
    try:
        _HOLDERS[step.kind](step.shown, printed)
    except Differs as error:
        raise Differs(f"line {step.line}: {error}\n--- printed\n{printed}") from None


def _hold_nothing(_shown: str, printed: str) -> None:
    if printed.strip():
        raise Differs("prints something, and the guide shows no answer")


def _hold_text(shown: str, printed: str) -> None:
    """Line by line; a line of `…` stands for any number of lines."""
    pattern = "".join("(?:.*\n)*" if line == CUT else _pattern(line) + "\n" for line in shown.strip().splitlines())
    if not re.fullmatch(pattern, printed.strip() + "\n"):
        raise Differs("is not the text shown")


def _hold_json(shown: str, printed: str) -> None:
    try:
        real = json.loads(printed)
    except ValueError as error:
        raise Differs(f"is no JSON: {error}") from None
    compare(json.loads(shown), real)


def _hold_http(shown: str, printed: str) -> None:
    """Status line, headers in any order, the body as JSON. `…` for a line: more headers, or the body is left out."""
    shown_head, _, shown_body = shown.strip().partition("\n\n")
    head, _, body = printed.replace("\r\n", "\n").strip().partition("\n\n")
    (status, *wanted), (real_status, *lines) = shown_head.splitlines(), head.splitlines()
    _match(status, real_status.strip(), "status")
    headers = dict(_header(line) for line in lines)
    for line in wanted:
        if line != CUT:
            name, value = _header(line)
            _match(value, headers.pop(name, None), f"header {name}")
    if CUT not in wanted and headers:
        raise Differs(f"has headers that are not shown: {sorted(headers)}")
    if shown_body.strip() == CUT:
        return
    if shown_body:
        _hold_json(shown_body, body)
    elif body:
        raise Differs("has a body that is not shown")


_HOLDERS = {"": _hold_nothing, "text": _hold_text, "json": _hold_json, "http": _hold_http}


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def compare(shown: Any, real: Any, where: str = "the answer") -> None:
    """Keys, types, values, all the way down. `"…": "…"` in an object: more keys. `"…"` last in a list: more items."""
    if isinstance(shown, str):
        _match(shown, real, where)
    elif type(shown) is not type(real):
        raise Differs(f"{where} is {json.dumps(real, ensure_ascii=False)}, shown as {json.dumps(shown)}")
    elif isinstance(shown, dict):
        _compare_objects(shown, real, where)
    elif isinstance(shown, list):
        _compare_lists(shown, real, where)
    elif shown != real:
        raise Differs(f"{where} is {real!r}, shown as {shown!r}")


def _compare_objects(shown: dict[str, Any], real: dict[str, Any], where: str) -> None:
    stated = {key: value for key, value in shown.items() if key != CUT}
    if missing := stated.keys() - real.keys():
        raise Differs(f"{where} lacks {sorted(missing)}")
    if CUT not in shown and (more := real.keys() - stated.keys()):
        raise Differs(f"{where} has keys that are not shown: {sorted(more)}")
    for key, value in stated.items():
        compare(value, real[key], f"{where}.{key}")


def _compare_lists(shown: list[Any], real: list[Any], where: str) -> None:
    is_cut = bool(shown) and shown[-1] == CUT
    stated = shown[:-1] if is_cut else shown
    if len(real) < len(stated) or (len(real) > len(stated) and not is_cut):
        raise Differs(f"{where} has {len(real)} items, {len(stated)} are shown")
    for number, value in enumerate(stated):
        compare(value, real[number], f"{where}[{number}]")


def _match(shown: str, real: Any, where: str) -> None:
    if not isinstance(real, str) or not re.fullmatch(_pattern(shown), real, re.DOTALL):
        raise Differs(f"{where} is {real!r}, shown as {shown!r}")


def _pattern(shown: str) -> str:
    return ".*".join(re.escape(part) for part in shown.split(CUT))
