"""Notices and topics. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass
class NoticeItem:
    id: str = ""
    kind: str = "information"
    title: str = ""
    body: str = ""
    link: str = ""
    image_url: str = ""
    sent_at: datetime | None = None
    valid_until: datetime | None = None
    is_read: bool = False


@dataclass
class Topic:
    topic: str = ""
    name: str = ""
    description: str = ""
    group: str = ""
    default: bool = False
