"""What the page of one notice shows: where it stands, whom it reaches, how it looks, how far it got."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import services
from notifications.access import audience_lists_visible, may_approve_for
from notifications.admin_moves import moves_of
from notifications.admin_words import (
    KINDS,
    agency_names,
    audience_options,
    grouped,
    in_words,
    kind_cards,
    link_kinds,
    reason_name,
    topic_words,
    trouble_words,
)
from notifications.conf import EMERGENCY_TAPS_WITHIN
from notifications.marking import EXERCISE, marked_title
from notifications.models import Kind, Notice, NoticeTemplate
from notifications.pulse import pulse
from notifications.reach import devices_count
from notifications.selectors import topics_offered
from notifications.workflow import EDITABLE, UNAPPROVED, Status

LANGUAGES = (("vi", "Tiếng Việt"), ("en", "English"))
STEPS = (Status.DRAFT, Status.SUBMITTED, Status.APPROVED, Status.SENDING, Status.SENT)
# Where an ending or a detour stands on the line of steps.
STANDS_AT = {Status.REJECTED: 1, Status.SCHEDULED: 2, Status.CANCELLED: 4, Status.FAILED: 4}
# What a phone does besides showing it; in the phone's own language, whatever the officer reads.
LOUD = {
    "vi": {
        "now": "bây giờ",
        "warning": "Có âm báo",
        "emergency": "Kênh khẩn cấp: rung, chuông, hiện trên màn hình khoá",
    },
    "en": {
        "now": "now",
        "warning": "With sound",
        "emergency": "Emergency channel: vibrates, rings, shows on the lock screen",
    },
}
TEXTS = ("kind", "title", "title_en", "body", "body_en", "image_url")


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


def page_of(user: Any, notice: Notice | None) -> dict[str, Any]:
    """Everything that the templates need; `is_editable` says which of the two faces the page has."""
    is_editable = notice is None or notice.status in EDITABLE
    armed = _armed(user, notice) if notice else None
    moves = [move for move in moves_of(user, notice) if not (move["name"] == "arm" and armed and armed["is_live"])]
    page = {
        "notice": notice,
        "status": notice.status if notice else "new",
        "steps": steps(notice),
        "moves": moves,
        "armed": armed,
        # What is being written is submitted by the bar below the form.
        "buttons": [move for move in moves if not (is_editable and move["name"] == "submit")],
        "submit": next((move for move in moves if move["name"] == "submit"), None),
        "is_editable": is_editable,
        "kinds": kind_cards(),
        "languages": LANGUAGES,
        "texts": texts_of(notice),
        "urls": _urls(notice),
    }
    page |= _standing(user, notice) if notice else {}
    return page | (_writing(user) if is_editable else _reading(notice))


def texts_of(notice: Notice | None) -> dict[str, Any]:
    """What the drawn phone shows where there are no fields to read it from."""
    texts = {name: getattr(notice, name) if notice else "" for name in TEXTS}
    is_exercise = bool(notice and notice.is_exercise)
    audience = notice.audience if notice else ""
    return texts | {"is_exercise": is_exercise, "exercise": EXERCISE, "loud": LOUD, "audience": audience}


def _urls(notice: Notice | None) -> dict[str, str]:
    names = ("look", "reach", "template")
    urls = {name: reverse(f"admin:notifications_notice_{name}") for name in names}
    urls["new_list"] = reverse("admin:notifications_audiencelist_add")
    if notice is not None:
        urls["pulse"] = reverse("admin:notifications_notice_pulse", args=[notice.pk])
        urls["csv"] = reverse("admin:notifications_notice_csv", args=[notice.pk])
    return urls


def _standing(user: Any, notice: Notice) -> dict[str, Any]:
    was_planned = notice.sent_at is not None
    audience = notice.audience or notice.topics[0]
    devices = notice.planned_count if was_planned else devices_count(audience, notice.kind)
    is_others = notice.author_id != user.pk
    return {
        "kind_icon": KINDS[Kind(notice.kind)][0],
        "audience_words": in_words(audience, topic_words(audience)),
        "agency_name": agency_names([notice.agency_code]).get(notice.agency_code, ""),
        "was_planned": was_planned,
        "devices": devices,
        "devices_shown": grouped(devices),
        "titles": {language: marked_title(notice, language) for language, _name in LANGUAGES},
        "waits_for_you": notice.status == Status.SUBMITTED and is_others and may_approve_for(user, notice.agency_code),
    }


def _armed(user: Any, notice: Notice) -> dict[str, Any] | None:
    """The first tap: how long it holds, and whose the second is."""
    if notice.armed_at is None or notice.status not in UNAPPROVED or notice.status == Status.CANCELLED:
        return None
    left = max(0, int((notice.armed_at + EMERGENCY_TAPS_WITHIN - timezone.now()).total_seconds()))
    return {
        "seconds": left,
        "clock": f"{left // 60}:{left % 60:02}",
        "is_live": left > 0,
        "is_yours": notice.armed_by_id == user.pk,
        "send_url": reverse("admin:notifications_notice_move", args=[notice.pk, "send"]),
        "disarm_url": reverse("admin:notifications_notice_move", args=[notice.pk, "disarm"]),
    }


def _writing(user: Any) -> dict[str, Any]:
    templates = NoticeTemplate.objects.filter(is_active=True)
    return {
        "templates": [
            {"id": str(one.pk), "name": one.name, "places": services.template_places(one)} for one in templates
        ],
        "audience_options": audience_options(topics_offered(), audience_lists_visible(user)[:200]),
        "boxes": _boxes(),
        "link_kinds": link_kinds(),
    }


def _boxes() -> list[dict[str, Any]]:
    return [
        {
            "name": "any",
            "title": _("Any of these"),
            "hint": _("Whoever follows at least one. Who follows several gets it once."),
            "action": _("Choose"),
            "is_open": True,
        },
        {
            "name": "all",
            "title": _("And also all of these"),
            "hint": _("Only who meets every one of them, too."),
            "action": _("Narrow it down"),
        },
        {
            "name": "not",
            "title": _("But not these"),
            "hint": _("Whoever meets one of them is left out."),
            "action": _("Leave out"),
        },
    ]


def _reading(notice: Notice | None) -> dict[str, Any]:
    if notice is None:
        return {}
    sizes = [{"language": one.language, "bytes": one.bytes} for one in services.notice_rendered(notice)]
    live = pulse_of(notice) if notice.sent_at is not None else None
    shown = {"pulse": live, "figures": _figures(live), "times": _times(live)} if live else {}
    return shown | {
        "readings": [_reading_in(notice, language, name) for language, name in LANGUAGES],
        "sizes": sizes,
        "nothing_sent": _nothing_sent(notice),
        "cap_messages": list(notice.cap_messages.order_by("id")),
    }


def _figures(live: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures in the order in which a push lives: planned, asked for, answered, seen."""
    labels = {
        "planned": _("planned"),
        "sent": _("requests"),
        "accepted": _("accepted"),
        "failed": _("failed"),
        "skipped": _("skipped"),
        "waiting": _("waiting"),
        "delivered": _("shown on phones"),
        "opened": _("opened"),
    }
    return [{"name": name, "label": label, "value": live[name]} for name, label in labels.items()]


def _times(live: dict[str, Any]) -> list[dict[str, Any]]:
    """How long it took until half, nearly all and all were settled."""
    labels = {50: _("half of them after"), 95: _("95 of 100 after"), 100: _("all of them after")}
    spent = live["time_to"]
    return [
        {"share": share, "label": label, "text": "–" if spent[share] is None else f"{spent[share]:.1f} s"}
        for share, label in labels.items()
    ]


def _reading_in(notice: Notice, language: str, name: str) -> dict[str, Any]:
    end = "_en" if language == "en" else ""
    is_fallback = language == "en" and not notice.title_en and not notice.body_en
    return {
        "language": language,
        "name": name,
        "is_fallback": is_fallback,
        "title": marked_title(notice, language),
        "body": getattr(notice, f"body{end}") or notice.body,
        "instruction": getattr(notice, f"instruction{end}") or notice.instruction,
    }


def _nothing_sent(notice: Notice) -> str:
    return {
        Status.SUBMITTED: _("Nothing has been sent: a second person has to approve it first."),
        Status.APPROVED: _("Approved. The first push leaves within seconds."),
        Status.SCHEDULED: _("Nothing has been sent yet: it waits for its time."),
    }.get(Status(notice.status), _("Nothing was sent."))


def pulse_of(notice: Notice) -> dict[str, Any]:
    """The ledger's figures as page and script read them."""
    now = asdict(pulse(notice))
    planned = now["planned"] or 1
    shares = {f"{name}_percent": 100 * now[name] / planned for name in ("accepted", "failed", "skipped")}
    now["reasons"] = [{"reason": reason_name(row["reason"]), "devices": row["devices"]} for row in now["reasons"]]
    now["trouble"] = trouble_words(now["trouble"])
    return now | shares | {"label": str(Status(notice.status).label)}
