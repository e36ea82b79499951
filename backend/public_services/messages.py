"""What a push about a dossier says, in both languages: a citizen reads it in the one that the account has."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from backend.public_services.models import Dossier, DossierEvent
from backend.public_services.workflow import NEEDS_REASON, Status

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Message:
    title: dict[str, str]
    body: dict[str, str]


def status_message(dossier: Dossier, event: DossierEvent) -> Message:
    """Title and body of a status change; the reason is quoted where the applicant has to act. Names no person."""
    titles, bodies = {}, {}
    for language in LANGUAGES:
        with override(language):
            titles[language] = _("Dossier %(code)s") % {"code": dossier.code}
            body = f"{dossier.procedure_name}: {Status(event.status).label}."
            bodies[language] = f"{body} {event.text}" if event.status in NEEDS_REASON and event.text else body
    return Message(titles, bodies)


def duration_text(days: int | None, unit: str) -> str:
    """“3 working days” in the language of the request; empty if the procedure names no number."""
    if days is None:
        return ""
    text = _("%(days)s days") if unit == "day" else _("%(days)s working days")
    if days == 1:
        text = _("%(days)s day") if unit == "day" else _("%(days)s working day")
    return text % {"days": days}
