"""The audit trail in words: what each stored code of an action, a kind of thing and a detail means to a reader."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.feedback.workflow import Status as ReportStatus

ACTIONS: dict[str, Any] = {
    "add": gettext_lazy("Added an entry"),
    "change": gettext_lazy("Changed an entry"),
    "delete": gettext_lazy("Deleted an entry"),
    "register": gettext_lazy("Registered"),
    "password_change": gettext_lazy("Set a new password"),
    "logout_everywhere": gettext_lazy("Ended all own sessions"),
    "sessions_end": gettext_lazy("Ended the sessions of an account"),
    "other_sessions_end": gettext_lazy("Signed in and ended all other own sessions"),
    "personal_data_export": gettext_lazy("Asked for all own data"),
    "disable": gettext_lazy("Disabled an account"),
    "enable": gettext_lazy("Enabled an account"),
    "role_change": gettext_lazy("Changed a role"),
    "membership_set": gettext_lazy("Gave an officer rights"),
    "membership_end": gettext_lazy("Took an officer's rights away"),
    "machine.create": gettext_lazy("Made a machine account"),
    "machine.change": gettext_lazy("Changed a machine account"),
    "machine.disable": gettext_lazy("Disabled a machine account"),
    "machine.enable": gettext_lazy("Enabled a machine account"),
    "machine_key.issue": gettext_lazy("Issued a key"),
    "machine_key.revoke": gettext_lazy("Revoked a key"),
    "article_create": gettext_lazy("Wrote an article"),
    "article_update": gettext_lazy("Changed an article"),
    "article_cover_set": gettext_lazy("Set a cover picture"),
    "article_published": gettext_lazy("Published an article"),
    "article_archived": gettext_lazy("Archived an article"),
    "article_draft": gettext_lazy("Withdrew an article for correction"),
    "place_create": gettext_lazy("Added a place"),
    "place_update": gettext_lazy("Changed a place"),
    "place_image_set": gettext_lazy("Set a place's picture"),
    "notice.draft": gettext_lazy("Drafted a notice"),
    "notice.change": gettext_lazy("Changed a notice"),
    "notice.submit": gettext_lazy("Submitted a notice"),
    "notice.approve": gettext_lazy("Approved a notice"),
    "notice.reject": gettext_lazy("Sent a notice back"),
    "notice.cancel": gettext_lazy("Stopped a notice"),
    "dossier.status_change": gettext_lazy("Moved a dossier on"),
    "dossier.lookup_refused": gettext_lazy("Dossier lookup refused"),
    "report.publish": gettext_lazy("Showed a report in the public list"),
    "report.unpublish": gettext_lazy("Took a report out of the public list"),
    "load_demo": gettext_lazy("Loaded the demo province"),
}
DETAILS = {
    "changed": gettext_lazy("Changed fields"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "reason": gettext_lazy("Reason"),
    "ended": gettext_lazy("Sessions ended"),
    "scopes": gettext_lazy("Scopes"),
    "key": gettext_lazy("Key"),
    "expires": gettext_lazy("Expires"),
    "machine_key": gettext_lazy("By the machine's key"),
}


def action_label(action: str) -> str:
    """What was done; an action that nobody has named here is shown as it is stored."""
    if action in ACTIONS:
        return str(ACTIONS[action])
    subject, _dot, status = action.partition(".")
    if subject == "report" and status in ReportStatus.values:
        return _("Report: %(status)s") % {"status": ReportStatus(status).label}
    return action


def type_label(target_type: str) -> str:
    """The model's name as people say it."""
    try:
        return str(apps.get_model(target_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return "–" if target_type == "text" else target_type


def detail_lines(target_type: str, detail: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and value of each thing noted, statuses and fields by their names."""
    order = list(DETAILS)  # the database keeps keys in an order of its own
    known = sorted(detail.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    return [(str(DETAILS.get(key, key)), _value(target_type, key, value)) for key, value in known]


def _value(target_type: str, key: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_field(target_type, str(one)) if key == "changed" else str(one) for one in value) or "–"
    if key in ("from", "to"):
        return _choice(target_type, value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "–" if value in ("", None) else str(value)


def _field(target_type: str, name: str) -> str:
    """Django's own messages say fields by their labels already; services say them by name."""
    try:
        field: Any = apps.get_model(target_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return name
    return str(getattr(field, "verbose_name", name))


def _choice(target_type: str, value: Any) -> str:
    for name in ("status", "role"):
        try:
            choices: Any = apps.get_model(target_type)._meta.get_field(name).choices
        except (LookupError, ValueError, FieldDoesNotExist):
            continue
        labels = dict(choices or [])
        if value in labels:
            return str(labels[value])
    return str(value)
