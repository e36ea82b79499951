"""One way to fold Vietnamese text for search, on both sides: what is stored and what is asked.

PostgreSQL's parser keeps `12/2024/qd-ubnd` as one token and splits others oddly, so the database gets an array of words
and adjacent word pairs that were made here. A query is the AND of its pairs.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from django.db.models import Q

TAG = re.compile(r"<[^>]*>")
MAX_QUERY_WORDS = 12
MAX_LETTERS = 20_000  # far more than any text of ours uses, far less than Unicode has
MAX_TERMS = 4000


def strip_html(text: str) -> str:
    """Plain text of an HTML fragment; tags become spaces, entities become letters."""
    return html.unescape(TAG.sub(" ", text))


class _Folding(dict[int, str]):
    """A table for `str.translate`, which runs in C: each letter is folded once and then known."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", {"đ": "d", "Đ": "D"}.get(chr(code), chr(code)))
        plain = "".join(part for part in parts if not unicodedata.combining(part)).lower()
        folded = "".join(part if part.isascii() and part.isalnum() else " " for part in plain)
        if len(self) < MAX_LETTERS:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower-case ASCII words with single spaces: NFKD, đ to d, marks dropped."""
    return " ".join(text.translate(_FOLDING).split())


def _pairs(words: list[str]) -> list[str]:
    return [f"{left} {right}" for left, right in pairwise(words)]


def index_terms(*texts: str) -> list[str]:
    """Words and adjacent pairs of each text, once each, for an array column with a GIN index."""
    terms: dict[str, None] = {}
    for text in texts:
        words = fold(text).split()
        terms.update(dict.fromkeys(words))
        terms.update(dict.fromkeys(_pairs(words)))
    return list(terms)[:MAX_TERMS]


def query_terms(query: str) -> list[str]:
    """What `search_terms__contains` must hold; empty if the query has no letter or digit."""
    words = fold(query).split()[:MAX_QUERY_WORDS]
    return words if len(words) < 2 else list(dict.fromkeys(_pairs(words)))


def query_words(query: str) -> list[str]:
    return list(dict.fromkeys(fold(query).split()[:MAX_QUERY_WORDS]))


def search_condition(query: str, column: str = "search_terms") -> Q:
    """Every word and at least one adjacent pair: "phan anh duong" finds "Phản ánh đèn đường".

    Pairs alone would miss what stands between; words alone find too much, folded syllables being so alike. Of a single
    word both are asked too: of one condition PostgreSQL guesses that half a percent of all rows meet it, and then walks
    through 200,000 articles, newest first, for a word that none has (1.6 s); of two it takes the GIN index (3 ms).
    """
    words = query_words(query)
    if not words:
        return Q(pk__in=[])
    return Q(**{f"{column}__contains": words}) & Q(**{f"{column}__overlap": query_terms(query)})


def _fold_with_positions(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place in the original that it came from."""
    folded = text.translate(_FOLDING)
    if len(folded) == len(text) and all(len(_FOLDING[ord(char)]) == 1 for char in set(text)):
        return folded, range(len(text))
    return folded, [place for place, char in enumerate(text) for _part in _FOLDING[ord(char)]]


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![a-z0-9])(?:" + "|".join(re.escape(word) for word in words) + r")(?![a-z0-9])")


def _hits(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    if not words:
        return []
    folded, places = _fold_with_positions(text)
    return [(places[hit.start()], places[hit.end() - 1] + 1) for hit in _any_of(tuple(words)).finditer(folded)]


def highlight(text: str, query: str, *, width: int = 180) -> str:
    """A snippet of `text` around the first hit, HTML-escaped, each hit in <mark>. Empty if nothing hits."""
    text = unicodedata.normalize("NFC", strip_html(text))
    hits = _hits(text, query_words(query))
    if not hits:
        return ""
    start = max(0, hits[0][0] - width // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + width)
    out, at = (["…"] if start else []), start
    for left, right in hits:
        if left < at or right > end:
            continue
        out += [html.escape(text[at:left]), "<mark>", html.escape(text[left:right]), "</mark>"]
        at = right
    out.append(html.escape(text[at:end]))
    if end < len(text):
        out.append("…")
    return "".join(out)
