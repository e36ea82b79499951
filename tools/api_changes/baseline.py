"""The document that today's is compared with: that of the last release, and never nothing."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.api_changes.changes import major, path_versions
from tools.api_changes.document import load

DOCUMENT = "api_docs/openapi.yaml"
COPY = "api_docs/released/openapi.yaml"


class Refused(Exception):
    """Why it cannot go on, in words for the one who asked."""


class NotReleased(Refused):
    """There is nothing to compare with, because nothing was released yet."""


@dataclass(frozen=True)
class Baseline:
    """A released document."""

    source: str
    document: Any

    @property
    def version(self) -> str:
        """Its number, "1.0.0"."""
        return str(self.document["info"]["version"])


def baseline(root: Path) -> Baseline:
    """The last release that HEAD knows: by its tag, else (a shallow clone) by the copy that the release left here."""
    copy = root / COPY
    tag = last_tag(root)
    if tag is None and not copy.exists():
        raise NotReleased(f"There is neither a tag v* nor {COPY}: release the first version (make release VERSION=…).")
    if tag is None:
        return _checked(Baseline(f"{COPY} (no tag is known here)", load(copy.read_bytes())))
    released = git(root, "show", f"{tag}:{DOCUMENT}")
    if not copy.exists() or copy.read_bytes() != released:
        raise Refused(
            f"{COPY} is not the document of the tag {tag}. `make release` alone writes it. Is a newer tag missing here "
            f"(git fetch --tags)? Else: git show {tag}:{DOCUMENT} > {COPY}"
        )
    found = _checked(Baseline(f"the tag {tag}", load(released)))
    if tag != f"v{found.version}":
        raise Refused(f"The document of the tag {tag} says that it is version {found.version}.")
    return found


def _checked(found: Baseline) -> Baseline:
    if not found.document.get("paths"):
        raise Refused(f"The document of {found.source} has no paths; nothing can be compared with it.")
    return found


def last_tag(root: Path) -> str | None:
    """The nearest v* tag behind HEAD."""
    command = ["git", "-C", str(root), "describe", "--tags", "--abbrev=0", "--match", "v[0-9]*"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stdout.strip() if run.returncode == 0 else None


def git(root: Path, *arguments: str) -> bytes:
    """What git answers; Refused with its own words if it fails."""
    run = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    if run.returncode:
        raise Refused(f"git {' '.join(arguments)}: {run.stderr.decode().strip()}")
    return run.stdout


def numbers(version: str) -> tuple[int, ...]:
    """ "1.2.3" as (1, 2, 3)."""
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        raise Refused(f"{version!r} is no version; one looks like 1.2.3.")
    return tuple(map(int, parts))


def check_version(document: Any, released: Baseline | None = None) -> None:
    """The number of the document is that of its addresses, and not behind what was released."""
    version = str(document["info"]["version"])
    numbers(version)
    newest = max(path_versions(document), default=None)
    if newest is not None and major(document) != newest:
        raise Refused(f"The document is version {version}, its newest addresses are /api/v{newest}/.")
    if released and numbers(version) < numbers(released.version):
        raise Refused(f"The document is version {version}, but {released.version} was released already.")
