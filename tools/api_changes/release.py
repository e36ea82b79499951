"""Give the state of the API a number, with changelog, copy, commit and tag: `make release VERSION=1.1.0`."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.api_changes.baseline import (
    COPY,
    DOCUMENT,
    Baseline,
    NotReleased,
    Refused,
    baseline,
    check_version,
    git,
    numbers,
)
from tools.api_changes.changes import Change, is_new_version, unallowed
from tools.api_changes.compare import compare
from tools.api_changes.document import NotUnderstood, read
from tools.api_changes.report import CHANGELOG, NOTHING, Changelog, Report, whole

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "backend/settings.py"
PROJECT = "pyproject.toml"
SETTINGS_VERSION = re.compile(r'(?<=^    "VERSION": ")[^"]+(?=",$)', re.MULTILINE)
PROJECT_VERSION = re.compile(r'(?<=^version = ")[^"]+(?="$)', re.MULTILINE)


def release(root: Path, version: str, today: dt.date) -> str:
    """Release the API as this version; the name of the tag. Refused, with nothing changed, if it may not be."""
    tag = f"v{version}"
    wanted = numbers(version)
    if git(root, "status", "--porcelain").strip():
        raise Refused("The tree is not clean; commit or remove what is there (git status).")
    if git(root, "tag", "--list", tag).strip():
        raise Refused(f"{tag} is released already.")
    document = read(root / DOCUMENT)
    last = _last(root)
    check_version(document, last)
    if last is None:
        section = whole(document)
        kind = "the whole API"
    else:
        changes = compare(last.document, document)
        _check_breaks(changes, last, document, today)
        kind = _check_number(wanted, last, changes, document)
        section = Report(changes, last.document, document, today).section()
    _set_version(root, version, document)
    shutil.copyfile(root / DOCUMENT, _made(root / COPY))
    Changelog(root / CHANGELOG).write(NOTHING, (f"{version} - {today}", section))
    git(root, "add", "--", SETTINGS, PROJECT, "api_docs")
    git(root, "commit", "--quiet", "-m", f"Release the API as {version}: {kind}")
    git(root, "tag", "--annotate", tag, "-m", f"The API, version {version}")
    return tag


def _last(root: Path) -> Baseline | None:
    try:
        return baseline(root)
    except NotReleased:
        return None


def _check_breaks(changes: list[Change], last: Baseline, document: Any, today: dt.date) -> None:
    broken = unallowed(changes, last.document, document, today)
    if broken:
        words = "\n".join(sorted({f"  {change.operation} {change.words}" for change in broken}))
        raise Refused(f"A client that keeps to {last.version} would break:\n{words}")


def _check_number(wanted: tuple[int, ...], last: Baseline, changes: list[Change], document: Any) -> str:
    """The kind of release in words; Refused if the number is not the next of its kind or its kind is too small."""
    first, second, third = numbers(last.version)
    kinds = {
        (first, second, third + 1): "words alone",
        (first, second + 1, 0): "additions",
        (first + 1, 0, 0): "a new version",
    }
    if is_new_version(last.document, document):
        least = (first + 1, 0, 0)
    else:
        least = (first, second + 1, 0) if changes else (first, second, third + 1)
    if wanted not in kinds or wanted < least:
        fitting = " or ".join(".".join(map(str, number)) for number in kinds if number >= least)
        what = "nothing changed" if not changes else f"{len(changes)} changes"
        raise Refused(f"After {last.version} with {what} comes {fitting}, not {'.'.join(map(str, wanted))}.")
    if wanted[0] > first and not is_new_version(last.document, document):
        raise Refused(f"A version {wanted[0]} needs addresses under /api/v{wanted[0]}/.")
    return kinds[wanted]


def _set_version(root: Path, version: str, before: Any) -> None:
    """Put the number into the settings and make the document from them; all is put back if that fails."""
    kept = {path: (root / path).read_text() for path in (SETTINGS, PROJECT, DOCUMENT)}
    old = str(before["info"]["version"])
    try:
        (root / SETTINGS).write_text(_replaced(SETTINGS_VERSION, kept[SETTINGS], version, SETTINGS))
        if PROJECT_VERSION.findall(kept[PROJECT]) == [old]:  # while the product and its API are one
            (root / PROJECT).write_text(_replaced(PROJECT_VERSION, kept[PROJECT], version, PROJECT))
        if version != old:
            _make(root, "examples", "schema")  # the API's front page tells its version, and that is one of the examples
        else:
            _make(root, "schema")
        after = read(root / DOCUMENT)
        check_version(after)
        if str(after["info"]["version"]) != version or compare(before, after):
            raise Refused(f"{DOCUMENT} was not that of the code: run make schema, look, commit, release again.")
    except (Refused, NotUnderstood):
        for path, text in kept.items():
            (root / path).write_text(text)
        git(root, "checkout", "--quiet", "--", "api_docs")
        raise


def _replaced(pattern: re.Pattern[str], text: str, version: str, name: str) -> str:
    changed, times = pattern.subn(version, text)
    if times != 1:
        raise Refused(f"{name} says its version {times} times; once was looked for.")
    return changed


def _make(root: Path, *targets: str) -> None:
    run = subprocess.run(["make", "-C", str(root), *targets], capture_output=True, text=True, check=False)
    if run.returncode:
        raise Refused(f"make {' '.join(targets)} failed:\n{run.stdout}{run.stderr}")


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def main(arguments: list[str], root: Path = ROOT, today: dt.date | None = None) -> int:
    """0 if it is released."""
    if len(arguments) != 1:
        print("Which version? make release VERSION=1.1.0", file=sys.stderr)
        return 2
    try:
        tag = release(root, arguments[0], today or dt.datetime.now(dt.UTC).date())
    except (Refused, NotUnderstood) as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    print(f"Released: {tag}. Nobody else knows yet: git push origin main {tag}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
