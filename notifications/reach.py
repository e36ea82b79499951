"""Reads: whom an audience reaches at this moment. Two statements, however many devices there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import audiences
from notifications import topics as topic_names
from notifications.audiences import Expression
from notifications.conf import STALE_AFTER
from notifications.models import Device, Kind, Platform
from notifications.models.fields import Addressed

SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom an audience reaches now. `silenced` devices are meant, but their people have turned this off."""

    devices: int
    people: int
    people_without_device: int
    silenced: int
    sample: list[str] = field(default_factory=list)


# The same as `reachable`, in SQL, for statements that the ORM cannot say.
REACHABLE = "is_active AND (token IS NOT NULL OR fid <> '') AND last_seen_at > {since}"


def reachable() -> QuerySet[Device]:
    """Devices that Firebase may still know."""
    has_address = Q(token__isnull=False) | ~Q(fid="")
    return Device.objects.filter(has_address, is_active=True, last_seen_at__gt=timezone.now() - STALE_AFTER)


def push_query(audience: Expression, kind: str) -> str:
    """The formula of the devices that a push of this kind goes to: who wants a daily digest gets information there."""
    query = audiences.query_of(audience, kind=kind)
    return audiences.without(query, topic_names.DIGEST) if kind == Kind.INFORMATION else query


def meant_query(audience: Expression) -> str:
    """The formula of everybody who is meant, whatever they have turned off."""
    return audiences.query_of(audience, kind=Kind.EMERGENCY)


def reach_of(audience: Expression, kind: str) -> Reach:
    """Count devices and people, and describe a few without saying who they are."""
    meant, pushed = meant_query(audience), push_query(audience, kind)
    has_lists = any(topic.startswith("list:") for topic in audiences.mentioned(audience))
    since = timezone.now() - STALE_AFTER
    values: dict[str, Any] = {"meant": meant, "pushed": pushed, "has_lists": has_lists, "since": since}
    with connection.cursor() as cursor:
        cursor.execute(_statement(), values)
        devices, silenced, people, without = cursor.fetchone()
    return Reach(devices, people, without, silenced, _sample(pushed) if devices else [])


def devices_count(audience: Expression, kind: str) -> int:
    """How many devices a push of this kind would go to now."""
    return reachable().filter(Addressed(push_query(audience, kind))).count()


def _statement() -> str:
    users = connection.ops.quote_name(get_user_model()._meta.db_table)
    return _COUNTS.format(users=users, reachable=REACHABLE.format(since="%(since)s"))


# Devices in one pass; and people who are addressed by what their account says, but have no device: these are looked for
# first, since there are fewer of them than there are people. A machine account is nobody: it has no inbox.
_COUNTS = """
    WITH meant AS (
        SELECT user_id, address @@ %(pushed)s::tsquery AS is_pushed
        FROM notifications_device
        WHERE {reachable}
          AND address @@ %(meant)s::tsquery
    ), owners AS (
        SELECT user_id, count(*) FILTER (WHERE is_pushed) AS pushed, count(*) AS devices FROM meant GROUP BY user_id
    ), idle AS MATERIALIZED (
        SELECT id, role, language, area_codes FROM {users} person
        WHERE person.is_active AND person.role IN ('citizen', 'officer', 'administrator')
          AND NOT EXISTS (SELECT FROM notifications_device mine WHERE mine.user_id = person.id AND mine.is_active)
    ), without AS (
        SELECT count(*) AS people FROM idle
        WHERE array_to_tsvector(
            ARRAY['all', 'user:' || id, 'role:' || role, 'lang:' || language]
            || ARRAY(SELECT 'area:' || code FROM unnest(area_codes) code)
            || CASE WHEN %(has_lists)s
               THEN ARRAY(SELECT 'list:' || audience_list_id FROM notifications_audiencemember WHERE user_id = idle.id)
               ELSE ARRAY[]::text[] END
        ) @@ %(meant)s::tsquery
    )
    SELECT coalesce(sum(pushed), 0)::bigint, coalesce(sum(devices - pushed), 0)::bigint,
           count(user_id) FILTER (WHERE pushed > 0), (SELECT people FROM without)
    FROM owners
"""


def _sample(query: str) -> list[str]:
    found = reachable().filter(Addressed(query)).select_related("user").only("platform", "language", "user")[:SAMPLE]
    return [_described(device) for device in found]


def _described(device: Device) -> str:
    who = masked_name(device.user) if device.user_id else _("Guest")
    language = _("English") if device.language == "en" else _("Vietnamese")
    return " · ".join([who, str(Platform(device.platform).label), language])


def masked_name(user: Any) -> str:
    """`Nguyễn Văn An` → `Nguyễn V… A…`: enough to see that it is a person, not who."""
    words = str(getattr(user, "full_name", "")).split()
    if not words:
        return _("A person")
    kept = [words[0]] if len(words) > 1 else []
    return " ".join([*kept, *(f"{word[0]}…" for word in words[len(kept) :])])
