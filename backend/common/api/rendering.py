"""JSON by orjson: several times faster than the standard library, and it knows dates and UUIDs."""

from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.utils.encoding import force_str
from django.utils.functional import Promise
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer


def _default(value: Any) -> Any:
    if isinstance(value, Promise):
        return force_str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "__iter__"):
        return list(value)
    return str(value)


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, default=_default, option=orjson.OPT_NON_STR_KEYS)


class OrjsonParser(BaseParser):
    """Strict JSON (RFC 8259): NaN and lone surrogates are refused, as is a body that is not UTF-8."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read()
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise ParseError(f"JSON: {error}") from error
        if b"\\u0000" in body:
            # PostgreSQL cannot store it, in whichever field it stands.
            raise ParseError("JSON: the character U+0000 is not accepted.")
        return data
