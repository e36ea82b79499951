"""Vietnamese order: a ă â b c d đ e ê …, and only where the letters are the same, the tones.

`sorted(names, key=vietnamese)`; no locale of the phone is asked, Android has none that Python can use.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
LETTERS = {letter: place for place, letter in enumerate(ALPHABET, start=20)}
# huyền, hỏi, ngã, sắc, nặng: the order of Hoàng Phê's dictionary; no mark (ngang) comes first.
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# The marks that make letters of their own are composed again after the tones were taken off.
SHAPES = {"\u0302", "\u0306", "\u031b"}

SILENT = "'’-"  # as in H’Bia and Lắk-Đắk

Syllable = tuple[tuple[int, ...], int]


def vietnamese(text: str) -> tuple[tuple[Syllable, ...], str]:
    """A key for sorting: syllable by syllable, its letters first, then its tone; small letters before capitals."""
    return tuple(_syllable(word) for word in text.lower().split()), text.swapcase()


@lru_cache(maxsize=4096)
def _syllable(word: str) -> Syllable:
    if word.isascii() and word.isdigit():
        return (1, int(word[:18])), 0  # Đường 2 before Đường 14
    tone, letters = 0, []
    for mark in unicodedata.normalize("NFD", word):
        tone = tone or TONES.get(mark, 0)
        if mark not in TONES and mark not in SILENT and (mark in SHAPES or not unicodedata.combining(mark)):
            letters.append(mark)
    return tuple(_place(letter) for letter in unicodedata.normalize("NFC", "".join(letters))), tone


def _place(letter: str) -> int:
    """Digits before letters, other signs behind them."""
    if letter in LETTERS:
        return LETTERS[letter]
    return 2 + int(letter) if letter.isascii() and letter.isdigit() else 1000 + ord(letter)
