"""Read a .po catalogue, and compile it to .mo, in plain Python: no msgfmt on the machine or the phone is needed.

python -m citizen_mobile.locale.po      compiles every catalogue beside this file
"""

from __future__ import annotations

import ast
import gettext
import io
import struct
from pathlib import Path

HERE = Path(__file__).resolve().parent


def parse(text: str) -> dict[str, str]:
    """Message ids to translations; empty translations are left out. Plural forms are not used in this app."""
    messages: dict[str, str] = {}
    parts = {"msgid": "", "msgstr": ""}
    current = ""
    for line in [*text.splitlines(), 'msgid ""']:
        line = line.strip()
        if line.startswith("msgid "):
            if current == "msgstr" and parts["msgstr"]:
                messages[parts["msgid"]] = parts["msgstr"]
            parts = {"msgid": "", "msgstr": ""}
        if line.startswith(("msgid ", "msgstr ")):
            current, _, line = line.partition(" ")
        if line.startswith('"'):
            parts[current] += ast.literal_eval(line)
    return messages


def compile_mo(messages: dict[str, str]) -> bytes:
    """The GNU .mo form of a catalogue."""
    ids, texts, spans = b"", b"", []
    for key in sorted(messages):
        raw_id, raw_text = key.encode(), messages[key].encode()
        spans.append((len(ids), len(raw_id), len(texts), len(raw_text)))
        ids += raw_id + b"\0"
        texts += raw_text + b"\0"
    count, start = len(spans), 28
    id_base = start + count * 16
    text_base = id_base + len(ids)
    id_table = b"".join(struct.pack("<II", length, id_base + at) for at, length, _, _ in spans)
    text_table = b"".join(struct.pack("<II", length, text_base + at) for _, _, at, length in spans)
    head = struct.pack("<7I", 0x950412DE, 0, count, start, start + count * 8, 0, 0)
    return head + id_table + text_table + ids + texts


def load(language: str) -> gettext.NullTranslations:
    """The catalogue of a language: the .mo if it is at hand and not older than its .po, else the .po itself."""
    po = HERE / language / "LC_MESSAGES" / "app.po"
    mo = po.with_suffix(".mo")
    if mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime):
        return gettext.GNUTranslations(io.BytesIO(mo.read_bytes()))
    if po.exists():
        return gettext.GNUTranslations(io.BytesIO(compile_mo(parse(po.read_text(encoding="utf-8")))))
    return gettext.NullTranslations()


def main() -> None:
    """Compile every catalogue."""
    for po in HERE.glob("*/LC_MESSAGES/app.po"):
        po.with_suffix(".mo").write_bytes(compile_mo(parse(po.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
