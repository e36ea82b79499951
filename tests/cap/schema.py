"""Messages held to the OASIS schema, and to what the standard says beside it."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from lxml import etree

NAMES = {"cap": "urn:oasis:names:tc:emergency:cap:1.2", "atom": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
NAME = re.compile(r"[^\s,&<]+")


@functools.cache
def schema() -> etree.XMLSchema:
    """The published schema; it imports nothing, and the parser may not look for more."""
    path = Path(__file__).parent / "CAP-v1.2.xsd"
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def parsed(xml: str) -> Any:
    """The document, if it is valid CAP 1.2; AssertionError with the reason if not."""
    root = etree.fromstring(xml.encode(), etree.XMLParser(no_network=True, resolve_entities=False))
    assert schema().validate(root), schema().error_log
    _hold_to_the_standard(root)
    return root


def texts(root: Any, path: str) -> list[str]:
    """The text of each element, by an XPath with the prefixes `cap` and `atom`."""
    return [element.text or "" for element in root.iterfind(path, NAMES)]


def _hold_to_the_standard(root: Any) -> None:
    """What section 3.2 demands and a schema cannot say."""
    for name in ("identifier", "sender"):
        assert NAME.fullmatch(texts(root, f"cap:{name}")[0])
    times = [text for name in ("sent", "effective", "expires") for text in texts(root, f".//cap:{name}")]
    assert len(times) >= 3 and all(MOMENT.fullmatch(time) for time in times)
    assert (texts(root, "cap:msgType") == ["Alert"]) == (not texts(root, "cap:references"))
    for reference in " ".join(texts(root, "cap:references")).split():
        sender, identifier, sent = reference.split(",")
        assert sender and identifier and MOMENT.fullmatch(sent)
    for polygon in texts(root, ".//cap:polygon"):
        points = polygon.split(" ")
        assert len(points) >= 4 and points[0] == points[-1]
    assert all(element.text and element.text.strip() for element in root.iter() if len(element) == 0)
