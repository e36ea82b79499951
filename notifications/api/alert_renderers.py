"""XML for readers that are no clients of ours. A refusal is problem+json here as everywhere."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

from notifications.cap.atom import ATOM_TYPE, CAP_TYPE


class XmlRenderer(BaseRenderer):
    """Takes the text of a whole document."""

    media_type = "application/xml"
    format = "xml"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return data.encode() if isinstance(data, str) else orjson.dumps(data)


class TextXmlRenderer(XmlRenderer):
    media_type = "text/xml"


class CapRenderer(XmlRenderer):
    media_type = CAP_TYPE


class AtomRenderer(XmlRenderer):
    media_type = ATOM_TYPE


# Whatever of these is asked for, the answer bears the first one's name.
CAP_RENDERERS = (CapRenderer, XmlRenderer, TextXmlRenderer)
ATOM_RENDERERS = (AtomRenderer, XmlRenderer, TextXmlRenderer)
