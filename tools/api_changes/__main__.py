"""What changed since the last release, and whether an old client survives it: `make api-changes`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from tools.api_changes.baseline import DOCUMENT, Refused, baseline, check_version
from tools.api_changes.changes import unallowed
from tools.api_changes.compare import compare
from tools.api_changes.document import NotUnderstood, read
from tools.api_changes.report import CHANGELOG, Changelog, Report

ROOT = Path(__file__).resolve().parents[2]
BROKEN = (
    "A client that keeps to the last release would break. Keep the old beside the new and mark it as deprecated with "
    "the day of its end, or serve the change under a new version's address: api_docs/decisions/api-versions.md."
)


def main(arguments: list[str], root: Path = ROOT, today: dt.date | None = None) -> int:
    """0 if nothing breaks without excuse and the changelog says what there is."""
    parser = argparse.ArgumentParser(prog="make api-changes", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the changelog is stale")
    options = parser.parse_args(arguments)
    try:
        return _report(root, today or dt.datetime.now(dt.UTC).date(), check=options.check)
    except (Refused, NotUnderstood) as error:
        print(f"api-changes: {error}", file=sys.stderr)
        return 1


def _report(root: Path, today: dt.date, *, check: bool) -> int:
    released, document = baseline(root), read(root / DOCUMENT)
    check_version(document, released)
    changes = compare(released.document, document)
    report = Report(changes, released.document, document, today)
    print(f"Since {released.version}, by {released.source}:\n\n{report.screen()}")
    broken = unallowed(changes, released.document, document, today)
    if broken:
        print(f"\n{BROKEN}")
    stale = _bring_up_to_date(Changelog(root / CHANGELOG), report.section(), check=check)
    return 1 if broken or stale else 0


def _bring_up_to_date(changelog: Changelog, section: str, *, check: bool) -> bool:
    """Write what is unreleased into the changelog; when only checking, whether it would have to be written."""
    if changelog.unreleased == section:
        return False
    if check:
        print(f"\n{CHANGELOG} does not say so. Run: make api-changes")
        return True
    changelog.write(section)
    print(f"\nWritten to {CHANGELOG}.")
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
