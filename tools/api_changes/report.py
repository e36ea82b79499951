"""The differences in words: on the screen, and as sections of the changelog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools.api_changes.changes import Change, Kind, Level, allowance
from tools.api_changes.document import Document, Operation

CHANGELOG = "api_docs/CHANGELOG.md"
UNRELEASED = "Unreleased"
NOTHING = "Nothing changed for those who call it."
NOT_RELEASED = "Nothing is released yet; the first section will name the whole API."
BREAKING = "Breaking"
LOOK = "Take a look"
ORDER = [BREAKING, LOOK, Kind.DEPRECATED, Kind.REMOVED, Kind.ADDED, Kind.CHANGED]
MOST_OPERATIONS = 4
HEADER = f"""\
# Changelog of the API

What changed for those who call it, in the manner of [Keep a Changelog](https://keepachangelog.com). Nobody writes it by
hand: `make api-changes` writes what is unreleased from the differences of the document to the last release's, and
`make release` gives it a number. [Which change needs which number](decisions/api-versions.md).

## Unreleased

{NOT_RELEASED}
"""


class Report:
    """All differences, those that are one and the same in many operations told once."""

    def __init__(self, changes: Iterable[Change], old: Any, new: Any, today: dt.date) -> None:
        self.groups: dict[str, dict[str, list[Change]]] = {}
        for change in sorted(changes, key=lambda change: (change.words, change.operation.split(" ")[::-1], change.at)):
            reason = allowance(change, old, new, today)
            words = f"{change.words}: {reason}" if change.level is Level.BREAK and reason else change.words
            self.groups.setdefault(_group(change, reason), {}).setdefault(words, []).append(change)

    def screen(self) -> str:
        """For a person at a terminal: words, operations, places."""
        lines: list[str] = []
        for group in ORDER:
            if found := self.groups.get(group):
                lines += ["", f"{group} ({len(found)})"]
            for words, changes in (found or {}).items():
                lines.append(f"  - {words}")
                lines += [f"      {_few(change.operation for change in changes)}"] if changes[0].operation else []
                lines.append(f"      at {_few(change.at for change in changes)}")
        return "\n".join(lines).strip() or NOTHING

    def section(self) -> str:
        """The same under the headings of the changelog."""
        lines: list[str] = []
        groups = self._without_look()
        for group in ORDER:
            if found := groups.get(group):
                lines += ["", f"### {group}", ""]
            for words, changes in (found or {}).items():
                operations = _few(f"`{change.operation}`" for change in changes if change.operation)
                lines.append(f"- {words[0].upper()}{words[1:]}" + (f" ({operations})" if operations else ""))
        return "\n".join(lines).strip() or NOTHING

    def _without_look(self) -> dict[str, dict[str, list[Change]]]:
        """What only a maintainer need look at stands under the kind that it is."""
        groups = {name: dict(found) for name, found in self.groups.items() if name != LOOK}
        for words, changes in self.groups.get(LOOK, {}).items():
            groups.setdefault(changes[0].kind, {})[words] = changes
        return {name: dict(sorted(found.items())) for name, found in groups.items()}


def _group(change: Change, reason: str | None) -> str:
    if change.level is Level.BREAK and not reason:
        return BREAKING
    return LOOK if change.level is Level.WARNING else change.kind


def _few(words: Iterable[str]) -> str:
    distinct = list(dict.fromkeys(words))
    more = len(distinct) - MOST_OPERATIONS
    return ", ".join(distinct[:MOST_OPERATIONS]) + (f" and {more} more" if more > 0 else "")


def whole(document: Any) -> str:
    """The section of the first release: every operation, by subject."""
    operations = sorted(Document(document).operations.values(), key=lambda one: one.name.split(" ")[::-1])
    lines = ["### Added", "", "The whole API:"]
    subjects = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
    for subject, words in [*subjects.items(), ("", "What has no subject.")]:
        found = [operation for operation in operations if subject == _subject(operation, subjects)]
        title = f"**{subject}**: {words}" if subject else words
        lines += ["", " ".join(title.split()), ""] if found else []
        lines += [f"- `{operation.name}`: {operation.node.value.get('summary', '')}" for operation in found]
    return "\n".join(lines)


def _subject(operation: Operation, subjects: dict[str, str]) -> str:
    return next((tag for tag in operation.node.value.get("tags", []) if tag in subjects), "")


class Changelog:
    """The file, by its sections."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header, *sections = (path.read_text() if path.exists() else HEADER).split("\n## ")
        self.sections = [(title, body.strip()) for title, _, body in (part.partition("\n") for part in sections)]
        if not self.sections or self.sections[0][0] != UNRELEASED:
            self.sections.insert(0, (UNRELEASED, ""))

    @property
    def unreleased(self) -> str:
        """What it says of the changes since the last release."""
        return self.sections[0][1]

    def write(self, unreleased: str, *released: tuple[str, str]) -> None:
        """Write the file with another section for what is unreleased, and sections for new releases below it."""
        self.sections = [(UNRELEASED, unreleased), *released, *self.sections[1:]]
        parts = [self.header.strip(), *(f"## {title}\n\n{body}" for title, body in self.sections)]
        self.path.write_text("\n\n".join(parts) + "\n")
