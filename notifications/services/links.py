"""Where a notice may lead: a page of the app, named as that page names itself, or a web page over TLS."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError

_SLUG = r"[a-z0-9]+(?:[-_][a-z0-9]+)*"
_CODE = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# What stands behind each kind of page; no slash, no query, nothing that another page could be reached by.
NAMES = {"article": _SLUG, "place": _SLUG, "procedure": _CODE, "dossier": _CODE, "report": _CODE, "inbox": _UUID}
_APP = {kind: re.compile(rf"(?=.{{1,200}}\Z){name}\Z") for kind, name in NAMES.items()}
_WEB = re.compile(r"\Ahttps://[^\s/?#@]+\.[^\s/?#@]+(?:[/?#][^\s]*)?\Z")
MAX_LENGTH = 300


def check_link(link: str) -> None:
    """Raise DomainError `notice_link_invalid` for a link that no app opens; none at all is fine."""
    if not link or (len(link) <= MAX_LENGTH and (_leads_into_app(link) or _WEB.match(link))):
        return
    text = _("Use a link of the app (daknong://article/…) or an https:// address.")
    raise DomainError("notice_link_invalid", text, fields={"link": text})


def _leads_into_app(link: str) -> bool:
    scheme, _separator, rest = link.partition("://")
    kind, _slash, name = rest.partition("/")
    return scheme == "daknong" and kind in _APP and bool(_APP[kind].match(name))
