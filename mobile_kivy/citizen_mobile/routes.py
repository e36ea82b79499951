"""Where a link leads. Links come from notices, from outside the app and from people: none of them is trusted.

The server's rules for what a notice may link to are in its `notifications/services/links.py`; these are the same names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

SCHEME = "daknong://"
_SLUG = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
_CODE = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# kind → its screen, the parameter that names what it shows, and what may stand there
PAGES = {
    "article": ("article", "slug", re.compile(_SLUG)),
    "place": ("place", "slug", re.compile(_SLUG)),
    "procedure": ("procedure", "code", re.compile(_CODE)),
    "dossier": ("dossier", "code", re.compile(_CODE)),
    "report": ("report_detail", "code", re.compile(_CODE)),
    "public-report": ("public_report", "address", re.compile(_CODE + r"@-?\d{1,3}\.\d+,-?\d{1,3}\.\d+")),
    "inbox": ("notice", "notice_id", re.compile(_UUID)),
}
LONGEST = 300


@dataclass(frozen=True)
class Route:
    """A screen of the app and its parameters; or the address of a web page; with neither, nothing that we know."""

    kind: str = ""
    screen: str = ""
    params: dict[str, str] = field(default_factory=dict)
    web: str = ""


UNKNOWN = Route()
INBOX = Route("inbox", "inbox")


def route_of(link: str) -> Route:
    """Where a link leads; UNKNOWN for what is misspelt, too long or of another app."""
    link = link.strip()
    if len(link) > LONGEST:
        return UNKNOWN
    if link.startswith("https://"):
        return Route("web", web=link) if re.fullmatch(r"https://[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?", link) else UNKNOWN
    return _page(link.removeprefix(SCHEME).rstrip("/")) if link.startswith(SCHEME) else UNKNOWN


def web_link(base_url: str, kind: str, name: str) -> str:
    """A page's address for other people: it opens here on a phone with the app, and as a web page elsewhere.

    The server that answers at `base_url` (`https://host/api/v1/`) serves those pages below `/app/`.
    """
    return urljoin(base_url, f"/app/{kind}/{name}")


def _page(rest: str) -> Route:
    kind, _, name = rest.partition("/")
    if rest == "inbox":
        return INBOX
    if kind not in PAGES:
        return UNKNOWN
    screen, param, pattern = PAGES[kind]
    return Route(kind, screen, {param: name}) if pattern.fullmatch(name) else UNKNOWN
