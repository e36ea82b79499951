"""The code that a sender notes down or spells on the phone (PA-261123-48217K), and a guest's secret beside it."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime

from django.utils import timezone

# 23 letters, without I, O and U. 23 is prime, so every wrong digit and every swapped pair changes the letter.
ALPHABET = "ABCDEFGHJKLMNPQRSTVWXYZ"
_PATTERN = re.compile(r"^PA-(\d{6})-(\d{5})([A-Z])$")
# Spaces and dashes get lost between a slip of paper and a keyboard.
_LOOSE = re.compile(r"^PA(\d{6})(\d{5})([A-Z])$")


def check_letter(digits: str) -> str:
    """The letter that belongs to eleven digits."""
    return ALPHABET[sum(place * int(digit) for place, digit in enumerate(digits, start=2)) % len(ALPHABET)]


def code_make(at: datetime, number: int | None = None) -> str:
    """A code for the local day of `at`; the number is random, so that codes do not say how many reports there are."""
    day = timezone.localtime(at).strftime("%y%m%d")
    tail = f"{secrets.randbelow(100_000) if number is None else number:05d}"
    return f"PA-{day}-{tail}{check_letter(day + tail)}"


def code_is_valid(code: str) -> bool:
    """Whether the shape and the check letter agree."""
    found = _PATTERN.match(code)
    return found is not None and check_letter(found[1] + found[2]) == found[3]


def code_normalise(text: str) -> str:
    """What was typed, in the canonical shape where it can be told; otherwise what was typed, upper case."""
    bare = re.sub(r"[\s\-–.]+", "", text).upper()
    found = _LOOSE.match(bare)
    return f"PA-{found[1]}-{found[2]}{found[3]}" if found else text.strip().upper()


def secret_make() -> str:
    """128 random bits, for a guest, once."""
    return secrets.token_urlsafe(16)


def secret_digest(secret: str) -> str:
    """What is kept of a secret. It is random, so a slow hash would protect nothing more."""
    return hashlib.sha256(secret.encode()).hexdigest()
