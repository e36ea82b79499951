"""Two languages in two columns: Vietnamese in `title`, English in `title_en`; a blank English one falls back."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("vi", "en")


def current_language() -> str:
    """`vi` or `en`, whichever the request asked for."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def pick(source: Any, name: str, lang: str | None = None) -> Any:
    """The value of `name` in `lang` (default: the request's) from a model instance or a row."""
    lang = lang or current_language()
    get = source.get if isinstance(source, Mapping) else lambda key, default=None: getattr(source, key, default)
    if lang == "en":
        return get(f"{name}_en", None) or get(name, "")
    return get(name, "")
