"""Topics that people can choose."""

from __future__ import annotations

from notifications.models import Topic
from notifications.topics import is_public


def topic_ensure(
    topic: str,
    *,
    name: str,
    name_en: str = "",
    description: str = "",
    description_en: str = "",
    group: str = "general",
    is_default: bool = False,
    is_active: bool = True,
    order: int = 0,
) -> Topic:
    """Offer a topic, or bring an offered one up to date. Raises ValueError for one that nobody may choose."""
    if not is_public(topic):
        raise ValueError(f"not a topic that people can choose: {topic!r}")
    values = {
        "name": name,
        "name_en": name_en,
        "description": description,
        "description_en": description_en,
        "group": group,
        "is_default": is_default,
        "is_active": is_active,
        "order": order,
    }
    row, _created = Topic.objects.update_or_create(topic=topic, defaults=values)
    return row
