"""What the page of one notice shows beside its form: where it stands, how far it got, how it looks on a phone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.models import Kind, Notice, Topic
from notifications.selectors import audience_count, failure_reasons, notice_progress
from notifications.workflow import Status

STEPS = (Status.DRAFT, Status.SUBMITTED, Status.APPROVED, Status.SENDING, Status.SENT)
# Where an ending or a detour stands on the line of steps.
STANDS_AT = {Status.REJECTED: 1, Status.SCHEDULED: 2, Status.CANCELLED: 4, Status.FAILED: 4}
REASONS = {
    "unregistered": _("The app was removed"),
    "sender_id_mismatch": _("The token belongs to another project"),
    "invalid_token": _("Firebase calls the token invalid"),
    "invalid_argument": _("Firebase refuses this message to this device"),
    "third_party_auth": _("A web-push or Apple credential is missing"),
    "expired": _("Not reached in time"),
}


def steps(notice: Notice | None) -> list[dict[str, Any]]:
    """The line of steps: label, and whether it is done, now, or still to come."""
    status = Status(notice.status) if notice else Status.DRAFT
    here = STANDS_AT.get(status, STEPS.index(status) if status in STEPS else 0)
    found = []
    for index, step in enumerate(STEPS):
        label = status.label if index == here else step.label
        state = "done" if index < here or status == Status.SENT else "now" if index == here else "next"
        found.append({"label": label, "state": state, "bad": index == here and status in STANDS_AT and here != 2})
    return found


def progress_of(notice: Notice) -> dict[str, Any]:
    """The ledger's sums as the page's script reads them too."""
    progress = notice_progress(notice)
    names = ("planned", "accepted", "failed", "skipped", "waiting", "percent", "accepted_percent", "failed_percent")
    figures: dict[str, Any] = {name: getattr(progress, name) for name in names}
    reasons = [
        {"reason": str(REASONS.get(row["reason"], row["reason"])), "devices": row["devices"]}
        for row in failure_reasons(notice)
    ]
    return figures | {
        "status": notice.status,
        "label": str(Status(notice.status).label),
        "is_live": notice.status in (Status.APPROVED, Status.SENDING),
        "reasons": reasons,
    }


def page_of(notice: Notice | None) -> dict[str, Any]:
    """Everything that the templates around the form need."""
    if notice is None:
        return {"notice": None, "steps": steps(None)}
    names = dict(Topic.objects.filter(pk__in=notice.topics).values_list("pk", "name"))
    was_planned = notice.sent_at is not None
    return {
        "notice": notice,
        "steps": steps(notice),
        "progress": progress_of(notice) if was_planned else None,
        "devices": notice.planned_count if was_planned else audience_count(notice.topics),
        "was_planned": was_planned,
        "topic_names": [
            names.get(topic, _("The whole province") if topic == "all" else topic) for topic in notice.topics
        ],
        "preview": {
            "kind": notice.kind,
            "kind_name": str(Kind(notice.kind).label),
            "title": notice.title,
            "title_en": notice.title_en,
            "body": notice.body,
            "body_en": notice.body_en,
        },
    }
