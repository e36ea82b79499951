"""Text of people, as XML can carry it."""

import re
import unicodedata

# What XML 1.0 cannot carry (section 2.2), and the C1 controls and noncharacters that it asks to avoid.
_FORBIDDEN = re.compile("[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """As XML can carry it and a screen or voice reads it: composed (NFC), `\\n` alone, without control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", lines)).strip()
