"""One key for all spellings of a unit's name: Đăk, Đắk, Đắc, Dak; R'Lấp, R’Lấp, RLấp; hòa, hoà."""

from collections.abc import Iterable

from backend.common.search import fold

# Longest first: "thanh pho" must not be taken for a name that begins with "thanh".
_KIND_WORDS = ("thanh pho", "thi tran", "thi xa", "huyen", "phuong", "tinh", "xa")
_KIND_SHORT = {"p": "phuong", "x": "xa", "h": "huyen", "tt": "thi tran", "tp": "thanh pho", "tx": "thi xa", "t": "tinh"}


def name_key(text: str) -> str:
    """The text folded, without spaces and marks; `c` at the end of "đắc" counts as the `k` that is also written."""
    return "".join(_syllable(word) for word in _spelled_out(fold(text)).split())


def short_key(text: str) -> str:
    """The same key without the word for the kind of unit: "Xã Đắk Mil" and "Đắk Mil" meet here."""
    folded = _spelled_out(fold(text))
    for kind in _KIND_WORDS:
        if folded.startswith(kind + " "):
            return "".join(_syllable(word) for word in folded[len(kind) + 1 :].split())
    return "".join(_syllable(word) for word in folded.split())


def name_keys(name: str, aliases: Iterable[str]) -> list[str]:
    """All keys by which a unit is found, with and without its kind."""
    return list(dict.fromkeys(key for text in [name, *aliases] for key in (name_key(text), short_key(text))))


def _spelled_out(folded: str) -> str:
    """ "p nghia duc" as "phuong nghia duc": the abbreviations of written addresses."""
    head, _, rest = folded.partition(" ")
    return f"{_KIND_SHORT[head]} {rest}" if rest and head in _KIND_SHORT else folded


def _syllable(word: str) -> str:
    return word[:-1] + "k" if word.endswith("ac") else word
