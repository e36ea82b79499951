"""Text for comparing: no tones, no case, đ as d; as the server folds its search words."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`Đắk R’Lấp` and `dak r'lap` become the same."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
