"""Rich text from people and feeds: one allow-list, applied by the field itself, so that no way in goes around it."""

import html
import re
import unicodedata
from typing import Any

import nh3
from django.db import models

# No <img>: a picture on someone else's server would tell them who reads what. Pictures come through `images.py`.
ALLOWED_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "strong", "b", "em", "i", "u", "s", "del", "sub", "sup",
    "blockquote", "pre", "code", "a", "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel", "daknong"}
# The console's editor writes paragraphs as <div> and has one heading, <h1>, which is the page's own.
REPLACED = {"div": "p", "h1": "h2"}
_REPLACE = re.compile(r"<(/?)(div|h1)>")
_BLOCK_END = re.compile(
    r"</(?:p|h[1-6]|li|tr|blockquote|pre|table|ul|ol)>|<br\s*/?>|<hr\s*/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def text_clean(text: str) -> str:
    """NFC, without control characters (XML feeds cannot carry them), trimmed."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text)).strip()


def html_sanitise(markup: str) -> str:
    """The part of `markup` that is on the allow-list, well formed. Cleaning twice gives the same bytes."""
    if not markup:
        return ""
    cleaned = _clean(text_clean(markup), ALLOWED_TAGS | REPLACED.keys())
    return _clean(_REPLACE.sub(lambda tag: f"<{tag[1]}{REPLACED[tag[2]]}>", cleaned), ALLOWED_TAGS)


def _clean(markup: str, tags: set[str]) -> str:
    return nh3.clean(
        markup,
        tags=tags,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    )


def html_to_text(markup: str) -> str:
    """Plain text with a line for each block: for search, for small screens, for loudspeakers."""
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", markup)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


class RichTextField(models.TextField):
    """A TextField whose value is sanitised on its way to the database: save, bulk_create and update alike."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return html_sanitise(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = html_sanitise(value)
            setattr(model_instance, self.attname, value)  # what the caller holds is what was stored
        return value
