"""Compile translation catalogues (.po to .mo) without gettext's msgfmt, which many machines lack.

`python -m tools.compile_messages` compiles those whose .po is newer than the .mo.
"""

from __future__ import annotations

import array
import ast
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("backend", "notifications", "mobile_kivy")
MAGIC = 0x950412DE
CONTEXT_SIGN, PLURAL_SIGN = "\x04", "\x00"
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


class CatalogueError(Exception):
    """A .po file that cannot be read; the message names the line."""


class _Entry:
    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.is_fuzzy = False

    def pair(self) -> tuple[str, str] | None:
        """What the program looks up and what it gets; None if there is no finished translation."""
        if "msgid" not in self.texts:
            return None
        original = self.texts["msgid"]
        if (self.is_fuzzy and original) or not any(v for k, v in self.texts.items() if k.startswith("msgstr")):
            return None
        if "msgctxt" in self.texts:
            original = self.texts["msgctxt"] + CONTEXT_SIGN + original
        if "msgid_plural" not in self.texts:
            return original, self.texts.get("msgstr", "")
        forms = sorted((int(key[7:-1]), text) for key, text in self.texts.items() if key.startswith("msgstr["))
        return original + PLURAL_SIGN + self.texts["msgid_plural"], PLURAL_SIGN.join(text for _, text in forms)


def parse(text: str) -> dict[str, str]:
    """The finished translations of a .po file. Fuzzy, empty and obsolete (`#~`) entries are left out."""
    entries = [_Entry()]
    current = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#"):
            if "msgstr" in current:
                entries.append(_Entry())
                current = ""
            if line.startswith("#,") and "fuzzy" in line:
                entries[-1].is_fuzzy = True
        elif line.startswith('"') and current:
            entries[-1].texts[current] += _unquote(line, number)
        elif line:
            keyword, _, rest = line.partition(" ")
            if not keyword.startswith(KEYWORDS):
                raise CatalogueError(f"line {number}: {line[:60]}")
            if keyword in ("msgctxt", "msgid") and "msgstr" in current:
                entries.append(_Entry())
            current = keyword
            entries[-1].texts[current] = _unquote(rest, number)
    return dict(pair for entry in entries if (pair := entry.pair()) is not None)


def _unquote(text: str, number: int) -> str:
    """The text between the quotes: .po escapes are those of a Python string."""
    text = text.strip()
    if len(text) < 2 or not (text.startswith('"') and text.endswith('"')):
        raise CatalogueError(f"line {number}: expected a quoted text: {text[:60]}")
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError) as error:
        raise CatalogueError(f"line {number}: {error}") from error
    return str(value)


def compile_catalogue(messages: dict[str, str]) -> bytes:
    """A .mo file: two tables of (length, offset), sorted by original, then all texts, each ended by a zero byte."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    start = 7 * 4 + 16 * len(pairs)
    body = b""
    tables: list[list[int]] = [[], []]
    for column in (0, 1):
        for pair in pairs:
            tables[column] += [len(pair[column]), start + len(body)]
            body += pair[column] + b"\0"
    header = struct.pack("=7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + array.array("I", tables[0] + tables[1]).tobytes() + body


def compile_file(source: Path) -> int:
    """Compile one catalogue beside its source; answer how many messages it has."""
    try:
        messages = parse(source.read_text(encoding="utf-8"))
    except CatalogueError as error:
        raise CatalogueError(f"{source}: {error}") from error
    target = source.with_suffix(".mo")
    fresh = target.with_suffix(".mo.new")
    fresh.write_bytes(compile_catalogue(messages))
    fresh.replace(target)
    return len(messages)


def compile_stale(root: Path = ROOT) -> list[Path]:
    """Compile the catalogues whose .mo is missing or older than the .po; answer which."""
    done = []
    for folder in FOLDERS:
        for source in sorted((root / folder).glob("**/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                compile_file(source)
                done.append(source)
    return done


def main() -> int:
    try:
        for source in compile_stale():
            print(f"Compiled {source.relative_to(ROOT)}")
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
