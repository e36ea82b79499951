"""Notices, what people want to hear of, and topics. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from citizen_mobile.client.models.shapes import list_field


@dataclass
class NoticeItem:
    id: str = ""
    kind: str = "information"
    title: str = ""
    body: str = ""
    event: str = ""
    instruction: str = ""
    risk_level: int | None = None
    link: str = ""
    image_url: str = ""
    sent_at: datetime | None = None
    valid_until: datetime | None = None
    is_read: bool = False
    is_archived: bool = False
    is_exercise: bool = False
    is_test: bool = False
    tag: str = ""
    replaces: str = ""


@dataclass
class Topic:
    topic: str = ""
    name: str = ""
    description: str = ""
    group: str = ""
    default: bool = False


@dataclass
class KindChoice:
    kind: str = ""
    name: str = ""
    push: bool = True
    inbox: bool = True
    can_turn_off: bool = True


@dataclass
class TopicChoice:
    topic: str = ""
    name: str = ""
    group: str = ""
    followed: bool = False
    push: bool = True
    inbox: bool = True


@dataclass
class Preferences:
    kinds: list[KindChoice] = list_field()
    topics: list[TopicChoice] = list_field()
    digest: bool = False
    receipts: bool = False
