"""Notices of the demo province, through the same services that officers use."""

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from backend.accounts.models import User
from backend.areas.selectors import area_rows, areas_filter
from backend.common.errors import Conflict
from backend.news.selectors import categories
from notifications import services as notifications

DATA = Path(__file__).parent / "data" / "notices.json"
TEMPLATES = DATA.with_name("notice_templates.json")
TEXTS = ("kind", "title", "title_en", "body", "body_en", "link", "topics", "is_exercise", "event", "event_en")


def load_topics() -> int:
    """A topic for everybody's choice: each news category and each of today's units."""
    count = 0
    for order, category in enumerate(categories()):
        notifications.topic_ensure(
            f"category:{category.slug}", name=category.name, name_en=category.name_en, group="news", order=order
        )
        count += 1
    for order, area in enumerate(area_rows(areas_filter(is_current=True, level="commune"))):
        notifications.topic_ensure(
            f"area:{area.code}", name=area.name, name_en=area.name_en, group="areas", order=order
        )
        count += 1
    return count


def load_notices(*, author: User, approver: User) -> int:
    """Drafts, submitted and approved notices; the worker sends the approved ones as it would any."""
    entries: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))
    for entry in entries:
        values = {name: entry[name] for name in TEXTS if name in entry}
        valid_until = timezone.now() + timedelta(days=entry["days_valid"])
        notice = notifications.notice_draft(author=author, valid_until=valid_until, **values)
        if entry["state"] != "draft":
            notifications.notice_submit(notice_id=notice.pk, by=author)
        if entry["state"] == "approved":
            notifications.notice_approve(notice_id=notice.pk, by=approver)
    return len(entries)


def load_templates(*, author: User) -> int:
    """What officers begin with at night: places to fill instead of an empty page."""
    entries: list[dict[str, Any]] = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    for entry in entries:
        with suppress(Conflict):  # it is there from an earlier time
            notifications.template_save(by=author, **entry)
    return len(entries)
