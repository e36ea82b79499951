"""What each capability of a membership allows: the one table from capability to permissions."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Capability(TextChoices):
    HANDLER = "handler", _("answers reports")
    EDITOR = "editor", _("writes news and notices")
    APPROVER = "approver", _("approves notices")


# What every officer sees: the reference tables, never people.
_SHARED = [
    "agencies.view_agency",
    "agencies.view_office",
    "agencies.view_openinghours",
    "agencies.view_emergencynumber",
    "areas.view_area",
    "areas.view_areamerge",
]

_EDITOR = [
    *_SHARED,
    "news.view_*",
    "news.add_article*",
    "news.change_article*",
    "places.view_*",
    "places.add_place*",
    "places.change_place*",
    "notifications.view_notice*",
    "notifications.view_topic*",
    "notifications.add_notice",
    "notifications.change_notice",
]

GRANTS: dict[Capability, list[str]] = {
    # Answers reports and moves dossiers; both are changed by their workflow alone, so nothing is added or deleted.
    Capability.HANDLER: [
        *_SHARED,
        *("feedback.view_*", "feedback.change_report", "public_services.view_*", "public_services.change_dossier"),
    ],
    # Writes; what goes to phones needs an approver.
    Capability.EDITOR: _EDITOR,
    # Reads and writes as an editor does, is the second pair of eyes, and in an emergency the only one.
    Capability.APPROVER: [
        *_EDITOR,
        *("notifications.approve_notice", "notifications.send_emergency", "news.publish_article"),
    ],
}


@cache
def permissions_of(capability: str) -> frozenset[str]:
    """The permissions of a capability, patterns resolved against the installed models."""
    patterns = GRANTS[Capability(capability)]
    plain = {pattern for pattern in patterns if "*" not in pattern}
    wild = [pattern for pattern in patterns if "*" in pattern]
    return frozenset(plain | {name for name in _all_permissions() if any(fnmatchcase(name, p) for p in wild)})


def _all_permissions() -> Iterator[str]:
    for model in apps.get_models():
        options = model._meta
        names = [f"{action}_{options.model_name}" for action in options.default_permissions]
        names += [codename for codename, _label in options.permissions]
        yield from (f"{options.app_label}.{name}" for name in names)
