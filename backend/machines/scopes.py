"""What a key can be allowed, and which capabilities of its agency that takes."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    REPORTS_READ = "reports:read", _("read the agency's reports, with the senders' contacts")
    REPORTS_WRITE = "reports:write", _("answer reports: move them on, publish them masked")
    NOTICES_READ = "notices:read", _("read the agency's notices")
    NOTICES_WRITE = "notices:write", _("draft notices and submit them for approval by people")


def rights_for(scopes: Iterable[str]) -> dict[str, bool]:
    """The rights of the membership. Never an approver's: what goes to phones is for people to stand for."""
    subjects = {scope.partition(":")[0] for scope in scopes}
    return {"is_handler": "reports" in subjects, "is_editor": "notices" in subjects}
