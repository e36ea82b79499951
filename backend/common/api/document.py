"""The OpenAPI document as it is served: the committed api_docs/openapi.yaml, with this server's own address in it.

Not made anew for each request: that takes seconds, and the committed one is what the suite holds every answer to. It is
shipped with the image; what it was made of (api_docs/examples/) is not.
"""

import functools
import re
from pathlib import Path

import orjson
import yaml
from django.conf import settings

from backend.common.development import is_development

DOCUMENT = Path(settings.BASE_DIR) / "api_docs" / "openapi.yaml"
# The address of `make run`: samples and links in the committed document begin with it.
BASE = "http://127.0.0.1:8000"


# What samples ask of a development server, and what stands for it where there is none.
BY_HAND = (
    (re.compile(r"\$\(curl [^()]*/dev/tokens/\w+/\)"), "$ACCESS_TOKEN"),
    (re.compile(r"\$\(curl [^()]*/dev/sms/[^()]*\)"), "$CODE_FROM_THE_MESSAGE"),
)


def document(*, address: str, as_json: bool) -> bytes:
    """The document for who came to `address`, such as `https://api.daknong.vn`."""
    return _for_address(DOCUMENT.stat().st_mtime_ns, as_json, address, is_development())


@functools.lru_cache(maxsize=8)
def _for_address(changed: int, as_json: bool, address: str, has_demo: bool) -> bytes:
    text = _text(changed, as_json).replace(BASE, address)
    for pattern, word in () if has_demo else BY_HAND:
        text = pattern.sub(word, text)  # a `$` means nothing in a replacement
    return text.encode()


@functools.lru_cache(maxsize=2)
def _text(_changed: int, as_json: bool) -> str:
    """Read once a process; and again when `make schema` has written it while a developer looks at it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    if not as_json:
        return text
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return orjson.dumps(yaml.load(text, Loader=loader), option=orjson.OPT_INDENT_2).decode()  # noqa: S506
