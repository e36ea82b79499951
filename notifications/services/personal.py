"""The system's own messages to one person: a status changed, somebody answered."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from backend.common.search import index_terms
from backend.common.tasks import run_on_commit
from notifications import audiences, doorbell
from notifications import topics as topic_names
from notifications.models import Kind, Notice, Origin
from notifications.services.content import check_link
from notifications.workflow import Status


def notify(
    *,
    user_id: uuid.UUID | str | None,
    key: str,
    title: Mapping[str, str],
    body: Mapping[str, str],
    link: str = "",
    kind: str = "personal",
    topics: Iterable[str] | None = None,
    valid_until: datetime | None = None,
) -> uuid.UUID:
    """Push to one person's devices and put it in their inbox; the same `key` a second time does nothing.

    `title` and `body` are {"vi": …, "en": …}; English may be missing. `topics` adds followers of one thing (`report:…`,
    `dossier:…`), guests among them; `user_id` may then be None. The row is written in the caller's transaction and the
    push starts after its commit. Returns the notice's id. Raises ValueError for an audience that is not personal: what
    speaks to many needs a second person's approval.
    """
    audience = sorted({*(topics or ()), *([topic_names.of_user(user_id)] if user_id else [])})
    if not audience or not all(topic_names.is_private(topic) for topic in audience):
        raise ValueError(f"not a personal audience: {audience}")
    check_link(link)
    notice = Notice(
        origin=Origin.PERSONAL,
        kind=Kind(kind),
        title=title["vi"][:160],
        title_en=title.get("en", "")[:160],
        body=body["vi"][:4000],
        body_en=body.get("en", "")[:4000],
        link=link,
        status=Status.APPROVED,
        key=key,
        valid_until=valid_until,
    )
    notice.address_to(audiences.any_of(audience))
    notice.search_terms = index_terms(notice.title, notice.title_en, notice.body, notice.body_en)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    notice_id = Notice.objects.values_list("pk", flat=True).get(key=key)
    if notice_id == notice.pk:
        run_on_commit(doorbell.ring_start, notice.pk, notice.kind)
    return notice_id
