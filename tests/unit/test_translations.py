"""Every sentence that people read on the server's side is there in Vietnamese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext
from rest_framework import exceptions, serializers

ROOT = Path(__file__).resolve().parents[2]
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
TEMPLATE = re.compile(r"""\{%\s*(?:trans|translate)\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*(?:endblocktrans|plural)", re.DOTALL)
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# What the API says through Django REST framework, whose own catalogue has little Vietnamese.
REFUSALS = (
    exceptions.AuthenticationFailed, exceptions.MethodNotAllowed, exceptions.NotAcceptable,
    exceptions.NotAuthenticated, exceptions.NotFound, exceptions.ParseError, exceptions.PermissionDenied,
    exceptions.UnsupportedMediaType, exceptions.ValidationError,
)  # fmt: skip
FIELDS = (
    serializers.BooleanField, serializers.CharField, serializers.ChoiceField, serializers.DateField,
    serializers.DateTimeField, serializers.DecimalField, serializers.EmailField, serializers.FloatField,
    serializers.ImageField, serializers.IntegerField, serializers.ListField, serializers.MultipleChoiceField,
    serializers.Serializer, serializers.SlugField, serializers.UUIDField,
)  # fmt: skip
# What reads the same in both languages.
SAME = {"API", "DAKNONG-C", "E-mail", "Firebase", "Android"}


def sources(*patterns: str) -> Iterator[Path]:
    for top in ("backend", "notifications"):
        for pattern in patterns:
            yield from (path for path in (ROOT / top).rglob(pattern) if "migrations" not in path.parts)


def from_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in MARKERS:
            continue
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            yield node.args[0].value


def from_template(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    for double, single in TEMPLATE.findall(text):
        yield double or single
    for options, body in BLOCK.findall(text):
        body = VARIABLE.sub(r"%(\1)s", body)
        yield re.sub(r"\s*\n\s*", " ", body).strip() if "trimmed" in options else body


def marked() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sources("*.py"):
        found.update({text: str(path.relative_to(ROOT)) for text in from_python(path)})
    for path in sources("*.html", "*.txt"):
        found.update({text: str(path.relative_to(ROOT)) for text in from_template(path)})
    return found


def is_translated(text: str) -> bool:
    """Whether the Vietnamese catalogue has it, alone or as the singular of a pair."""
    return gettext(text) != text or ngettext(text, text + "s", 1) != text


def test_there_is_something_to_translate() -> None:
    assert len(marked()) > 100


def test_every_marked_sentence_has_a_vietnamese_one() -> None:
    with translation.override("vi"):
        missing = [
            f"{where}: {text!r}" for text, where in marked().items() if text not in SAME and not is_translated(text)
        ]
    assert not missing, "Not in backend/locale/vi:\n" + "\n".join(sorted(missing))


@pytest.mark.parametrize("text", ["Sign me in, %(name)s", "{{ name }}"])
def test_an_unknown_sentence_counts_as_missing(text: str) -> None:
    with translation.override("vi"):
        assert not is_translated(text)


def framework_messages() -> dict[str, str]:
    found = {str(kind.default_detail): kind.__name__ for kind in REFUSALS}
    for field in FIELDS:
        for ancestor in field.__mro__:
            messages = vars(ancestor).get("default_error_messages", {})
            found.update({str(message): f"{ancestor.__name__}.{code}" for code, message in messages.items()})
    return found


def test_what_the_framework_says_of_a_request_is_there_in_vietnamese() -> None:
    with translation.override("en"):
        messages = framework_messages()
    with translation.override("vi"):
        missing = [f"{where}: {text!r}" for text, where in messages.items() if not is_translated(text)]
    assert len(messages) > 40
    assert not missing, "Not in backend/locale/vi:\n" + "\n".join(sorted(missing))
