"""Two languages in two columns: Vietnamese in `title`, English in `title_en`; a blank English one falls back."""

from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("vi", "en")


def current_language() -> str:
    """`vi` or `en`, whichever the request asked for."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def pick(source: Any, name: str, lang: str | None = None) -> Any:
    """The value of `name` in `lang` (default: the request's) from a model instance or a row."""
    is_row = isinstance(source, dict)
    if (lang or current_language()) == "en":
        english = source.get(f"{name}_en") if is_row else getattr(source, f"{name}_en", None)
        if english:
            return english
    return source.get(name, "") if is_row else getattr(source, name, "")
