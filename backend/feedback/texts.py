"""One sentence in both languages, whichever language the request or the worker happens to speak."""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from backend.common.i18n import LANGUAGES

# Numbers that name a person: phones, personal numbers, accounts. Dates and house numbers are shorter or broken by /.
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\+?\d[ .\-]?){8,18}\d(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def both(message: Promise, **values: Any) -> dict[str, str]:
    """`message` (lazy, with %(name)s) in Vietnamese and English. A value that is lazy itself follows the language."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(message) % {name: str(value) for name, value in values.items()}
    return found


def mask_personal(text: str) -> str:
    """What a stranger may read of a text: phone numbers, personal numbers and e-mail addresses covered."""
    return _LONG_NUMBER.sub("•••", _EMAIL.sub("•••", text))
