"""Messages that differ in nothing but the token are read once: the token is cut out and the verdict on the rest kept.

Why that is the same as reading each in full: a verdict is kept only after the rest, with a marker where the token was,
has been read and the marker found as the message's target. A JSON reader that reaches the marker inside that string
reaches any other name of these letters there too (none ends a string or escapes), and goes on after it as before.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from notifications.fcm_simulator.validation import TOKEN_LETTERS, Content, Refused, parse

_TARGET = re.compile(rb'\s?"(' + TOKEN_LETTERS.encode() + rb')"')
_KEYS = (b'"token":', b'"fid":')
# Nobody can have written it anywhere else in a message.
_MARKER = secrets.token_hex(16).encode()
# A campaign has one content or a few; personal notices have one each, and must not fill the memory.
KEEP = 512


@dataclass(slots=True)
class Contents:
    """Reads messages, each distinct content once."""

    _known: dict[tuple[bytes, bytes], Content | None] = field(default_factory=dict)

    def read(self, body: bytes) -> tuple[Content, str]:
        """What `parse` gives for this body, the same with less work; raises Refused as it does."""
        cut = _cut(body)
        if cut is None:
            return parse(body)
        start, end = cut
        rest = (body[:start], body[end:])
        content = self._known[rest] if rest in self._known else self._learn(rest)
        return (content, body[start:end].decode("ascii")) if content is not None else parse(body)

    def _learn(self, rest: tuple[bytes, bytes]) -> Content | None:
        if len(self._known) >= KEEP:
            self._known.clear()
        self._known[rest] = content = _verdict(rest)
        return content


def _cut(body: bytes) -> tuple[int, int] | None:
    """Where the token seems to stand; whether it does, `_verdict` finds out."""
    for key in _KEYS:
        at = body.find(key)
        if at >= 0:
            found = _TARGET.match(body, at + len(key))
            return found.span(1) if found else None
    return None


def _verdict(rest: tuple[bytes, bytes]) -> Content | None:
    """The content of a good message whose target was cut out here; None when it must be read in full each time."""
    before, after = rest
    try:
        content, target = parse(before + _MARKER + after)
    except Refused:
        return None
    return content if target == _MARKER.decode() and content.target_kind in ("token", "fid") else None
