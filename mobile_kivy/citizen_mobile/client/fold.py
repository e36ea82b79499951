"""Text for comparing, folded exactly as the server folds it (backend/common/search.py): found here as found there."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise

MAX_QUERY_WORDS = 12  # as many words of a question as the server looks at


class _Folding(dict[int, str]):
    """A table for `str.translate`, which runs in C: each letter is folded once and then known."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", {"đ": "d", "Đ": "D"}.get(chr(code), chr(code)))
        plain = "".join(part for part in parts if not unicodedata.combining(part)).lower()
        self[code] = "".join(part if part.isascii() and part.isalnum() else " " for part in plain)
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower-case ASCII words with single spaces: `Đắk R’Lấp` and `dak r'lap` become `dak r lap`."""
    return " ".join(text.translate(_FOLDING).split())


@lru_cache(maxsize=64)
def query_words(query: str) -> tuple[str, ...]:
    """The words of a question, once each."""
    return tuple(dict.fromkeys(fold(query).split()[:MAX_QUERY_WORDS]))


def holds(text: str, query: str) -> bool:
    """Whether folded `text` has every word of `query` in any order; the last one may be half typed."""
    *whole, last = query_words(query) or ("",)
    spaced = f" {text} "
    return all(f" {word} " in spaced for word in whole) and f" {last}" in spaced


def closeness(text: str, query: str) -> int:
    """How many neighbours in `query` are neighbours in folded `text`: those that say the phrase come first."""
    spaced = f" {text}"
    return sum(f" {left} {right}" in spaced for left, right in pairwise(fold(query).split()[:MAX_QUERY_WORDS]))
