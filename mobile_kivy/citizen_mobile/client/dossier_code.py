"""The code of a dossier, as it stands on a receipt: `H36.12-261123-0001`, agency, day of receipt, number of that day.

Circular 01/2018/TT-VPCP, article 19; since then agencies have dotted codes of one to three parts too.
"""

from __future__ import annotations

import re
from datetime import date

AGENCY = r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})"
WHOLE = re.compile(rf"{AGENCY}-(\d{{6}})-\d{{4}}")
INSIDE = re.compile(rf"(?<![A-Z0-9.]){WHOLE.pattern}(?!\d)")
DASHES = str.maketrans("–—−_", "----")

# What stands between what is typed and a whole code.
EMPTY, AGENCY_PART, DAY_PART, NUMBER_PART, WHOLE_CODE = "empty", "agency", "day", "number", "whole"


def tidy(text: str) -> str:
    """As the server reads it: capitals, no spaces, plain dashes."""
    return "".join(text.translate(DASHES).split()).upper()


def is_whole(text: str) -> bool:
    """Whether it has the form of a code and its day exists."""
    found = WHOLE.fullmatch(tidy(text))
    return found is not None and _is_day(found[1])


def find(text: str) -> str:
    """The first code inside any text (a message, the address in a QR code), or an empty string."""
    loose = re.sub(r"\s*-\s*", "-", text.translate(DASHES)).upper()
    for found in INSIDE.finditer(loose):
        if _is_day(found[1]):
            return found[0]
    return ""


def part_due(text: str) -> str:
    """Which part of the code is being typed, or is not right yet."""
    typed = tidy(text)
    if not typed:
        return EMPTY
    parts = typed.split("-")
    if not re.fullmatch(AGENCY, parts[0]):
        return AGENCY_PART
    if len(parts) < 2 or not re.fullmatch(r"\d{6}", parts[1]) or not _is_day(parts[1]):
        return DAY_PART if len(parts) > 1 else AGENCY_PART
    return WHOLE_CODE if is_whole(typed) else NUMBER_PART


def _is_day(digits: str) -> bool:
    year, month, day = (int(digits[at : at + 2]) for at in (0, 2, 4))
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True
