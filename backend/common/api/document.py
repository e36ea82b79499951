"""The OpenAPI document as it is served: the committed api_docs/openapi.yaml, with this server's own address in it.

Not made anew for each request: that takes seconds, and the committed one is what the suite holds every answer to. It is
shipped with the image; what it was made of (api_docs/examples/) is not.
"""

import functools
from pathlib import Path

import orjson
import yaml
from django.conf import settings

DOCUMENT = Path(settings.BASE_DIR) / "api_docs" / "openapi.yaml"
# The address of `make run`: samples and links in the committed document begin with it.
BASE = "http://127.0.0.1:8000"


def document(*, address: str, as_json: bool) -> bytes:
    """The document for who came to `address`, such as `https://api.daknong.vn`."""
    return _with_address(DOCUMENT.stat().st_mtime_ns, as_json, address)


@functools.lru_cache(maxsize=8)
def _with_address(changed: int, as_json: bool, address: str) -> bytes:
    return _text(changed, as_json).replace(BASE, address).encode()


@functools.lru_cache(maxsize=2)
def _text(_changed: int, as_json: bool) -> str:
    """Read once a process; and again when `make schema` has written it while a developer looks at it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    if not as_json:
        return text
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return orjson.dumps(yaml.load(text, Loader=loader), option=orjson.OPT_INDENT_2).decode()  # noqa: S506
