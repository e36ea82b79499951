"""One push a day in place of many: for who chose it, the information notices of the last day in one.

Whoever was addressed by the same notices shares one digest. It is addressed by what they have in common, a formula made
of the notices' own, so that there is no list of people or devices: `digest & q1 & q2 & !q3`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from backend.common.tasks import run_on_commit
from notifications import audiences, doorbell
from notifications import topics as topic_names
from notifications.conf import DIGEST_AT, DIGEST_NOTICES
from notifications.marking import marked_title
from notifications.models import Device, Kind, Notice, Origin
from notifications.models.fields import Addressed
from notifications.services.locks import one_at_a_time
from notifications.workflow import VISIBLE, Status

DAY = timedelta(days=1)
LINK = "daknong://inbox/"
HEADS = {"vi": ("{n} tin mới hôm nay", "{n} tin mới hôm nay"), "en": ("{n} new notice today", "{n} new notices today")}


def digests_make(now: datetime | None = None) -> int:
    """Make today's digests, once its hour has struck; how many were made. A day's digests are made once."""
    local = timezone.localtime(now)
    end = local.replace(hour=DIGEST_AT.hour, minute=DIGEST_AT.minute, second=0, microsecond=0)
    return _make(end) if local >= end else 0


@transaction.atomic
def _make(end: datetime) -> int:
    one_at_a_time(f"digest:{end.date()}")
    if Notice.objects.filter(origin=Origin.DIGEST, key__startswith=_key(end.date())).exists():
        return 0
    notices = _of_the_day(end)
    made = [_digest(end, notices, wanted) for wanted in _sets(notices)]
    Notice.objects.bulk_create(made, batch_size=500)
    for digest in made:
        run_on_commit(doorbell.ring_start, digest.pk, digest.kind)
    return len(made)


def _of_the_day(end: datetime) -> list[Notice]:
    """Information that officers sent in the 24 hours before the digest's own, as far as it still stands."""
    sent = Notice.objects.filter(origin=Origin.OFFICER, kind=Kind.INFORMATION, status__in=VISIBLE)
    of_the_day = sent.filter(sent_at__gte=end - DAY, sent_at__lt=end).exclude(valid_until__lte=timezone.now())
    still_standing = of_the_day.exclude(replaced_by__origin=Origin.OFFICER, replaced_by__sent_at__isnull=False)
    return list(still_standing.order_by("-sent_at", "-id")[:DIGEST_NOTICES])


def _sets(notices: Sequence[Notice]) -> list[tuple[bool, ...]]:
    """Which of these notices addressed the same devices: each combination that occurs, once, but for none at all."""
    if not notices:
        return []
    wanting = Device.objects.filter(Addressed(audiences.lexeme(topic_names.DIGEST)), is_active=True).order_by()
    columns = {f"n{place}": Addressed(notice.query) for place, notice in enumerate(notices)}
    found = wanting.annotate(**columns).values_list(*columns).distinct()
    return sorted(row for row in found if any(row))


def _digest(end: datetime, notices: Sequence[Notice], wanted: Sequence[bool]) -> Notice:
    told = [notice for notice, is_wanted in zip(notices, wanted, strict=True) if is_wanted]
    texts = {lang: HEADS[lang][len(told) > 1].format(n=len(told)) for lang in HEADS}
    bodies = {lang: "\n".join(f"• {marked_title(notice, lang)}" for notice in told)[:4000] for lang in HEADS}
    return Notice(
        origin=Origin.DIGEST,
        kind=Kind.INFORMATION,
        title=texts["vi"],
        title_en=texts["en"],
        body=bodies["vi"],
        body_en=bodies["en"],
        link=LINK,
        topics=[topic_names.ALL],
        query=_formula(notices, wanted),
        status=Status.APPROVED,
        key=_key(end.date()) + _hash(told),
        valid_until=end + DAY,
    )


def _formula(notices: Sequence[Notice], wanted: Sequence[bool]) -> str:
    """Exactly those devices that these notices addressed, and the others did not."""
    query = audiences.lexeme(topic_names.DIGEST)
    for notice, is_wanted in zip(notices, wanted, strict=True):
        query = audiences.both(query, notice.query if is_wanted else f"!({notice.query})")
    return query


def _key(day: date) -> str:
    return f"digest:{day}:"


def _hash(notices: Sequence[Notice]) -> str:
    return hashlib.sha256(" ".join(sorted(str(notice.pk) for notice in notices)).encode()).hexdigest()[:16]
