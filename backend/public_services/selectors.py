"""Reads: the catalogue as people browse it, and the dossiers that somebody may see."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from backend.agencies.selectors import agency_find
from backend.common.errors import NotFound
from backend.common.search import fold, query_words
from backend.public_services.codes import dossier_code_normalize
from backend.public_services.models import (
    AgencyLevel,
    Dossier,
    DossierEvent,
    DossierFollow,
    LifeEvent,
    Procedure,
    ProcedureField,
)

LIST_COLUMNS = (
    *("id", "code", "name", "name_en", "field__code", "field__name", "field__name_en", "agency_code", "agency_name"),
    *("agency_level", "level", "audience", "fee_from", "duration_days", "duration_unit", "keywords", "sort_key"),
)
DOSSIER_COLUMNS = (
    *("code", "procedure_code", "procedure_name", "procedure__name", "procedure__name_en", "agency_name"),
    *("applicant_kind", "applicant_name", "status", "received_at", "due_at", "finished_at", "returned_at"),
    *("payment_status", "fee_total", "channel", "documents", "missing_documents", "results"),
)
IN_FORCE = Q(procedures__is_active=True)


def procedure_list(
    *, field: str = "", agency: str = "", life_event: str = "", level: str = "", q: str = ""
) -> QuerySet[Procedure]:
    """Procedures in force, narrowed. `agency`: its code, or `commune` / `province` for all of a level."""
    found = Procedure.objects.filter(is_active=True).select_related("field").only(*LIST_COLUMNS)
    if field:
        found = found.filter(field__code=field)
    if agency:
        found = found.filter(_handled_by(agency))
    if life_event:
        found = found.filter(life_events__slug=life_event)
    if level:
        found = found.filter(level=level)
    return procedure_search(found, q) if q.strip() else found


def _handled_by(agency: str) -> Q:
    """A commune's own code finds what all communes handle."""
    if agency in AgencyLevel.values:
        return Q(agency_level=agency)
    body = agency_find(agency)
    if body is not None and body.kind == "commune":
        return Q(agency_level=AgencyLevel.COMMUNE)
    return Q(agency_code=agency)


def procedure_search(found: QuerySet[Procedure], q: str) -> QuerySet[Procedure]:
    """All words of `q` in any order; the last one may be half typed. A code finds by its beginning."""
    words = query_words(q)
    if not words:
        return found.none()
    if q.strip()[0].isdigit() and "." in q:
        return found.filter(code__startswith=q.strip())
    *whole, last = words
    if whole:
        found = found.filter(search_terms__contains=whole)
    # A word anywhere in the terms, or the beginning of one in name, other words for it, field or code.
    return found.filter(Q(search_terms__contains=[last]) | Q(search_text__contains=f" {fold(last)}"))


def procedure_get(*, code: str) -> Procedure:
    """One procedure in force with its document: one query. Raises NotFound `procedure_not_found`."""
    found = Procedure.objects.select_related("field").filter(code=code, is_active=True).first()
    if found is None:
        raise NotFound("procedure_not_found", _("There is no procedure with this code."))
    return found


def procedure_fields() -> QuerySet[ProcedureField]:
    """Fields that have procedures in force, by name, with `count`."""
    counted = ProcedureField.objects.annotate(count=Count("procedures", filter=IN_FORCE)).filter(count__gt=0)
    return counted.order_by("name", "code")  # a model's own order is dropped where rows are grouped


def life_events() -> QuerySet[LifeEvent]:
    """Events that have procedures in force, in the order that administrators gave them, with `count`."""
    counted = LifeEvent.objects.annotate(count=Count("procedures", filter=IN_FORCE)).filter(count__gt=0)
    return counted.order_by("order", "slug")


def dossier_shown(*, pk: int) -> Dossier:
    """One dossier with the names of its procedure, and without the document that hangs on that."""
    return Dossier.objects.select_related("procedure").only(*DOSSIER_COLUMNS).get(pk=pk)


def dossier_events(*, dossier: Dossier) -> QuerySet[DossierEvent]:
    return dossier.events.order_by("at", "id")


def verified_phone(user: Any) -> str:
    """The phone that the person has proved to hold; empty if none."""
    return (user.phone or "") if user.phone_verified_at else ""


def dossiers_of_user(*, user: Any) -> QuerySet[Dossier]:
    """Dossiers that the person follows, and those handed in under the person's own confirmed phone."""
    # Two plain lookups: an OR of a subquery and a column would read the whole table.
    followed = list(DossierFollow.objects.filter(user=user).values_list("dossier_id", flat=True))
    wanted = Q(pk__in=followed)
    if phone := verified_phone(user):
        wanted |= Q(applicant_phone=phone)
    return Dossier.objects.filter(wanted).select_related("procedure")


def dossier_of_user(*, user: Any, code: str) -> Dossier:
    """One of the person's own or followed dossiers; NotFound for everything else, existing or not."""
    found = dossiers_of_user(user=user).filter(code=dossier_code_normalize(code)).first()
    if found is None:
        raise NotFound("dossier_not_found", _("No dossier with this code and these digits was found."))
    return found


def dossier_watchers(*, dossier: Dossier) -> list[UUID]:
    """Ids of the active people to tell: followers, and whoever's confirmed phone is the applicant's."""
    users = get_user_model().objects.filter(is_active=True)
    ids = set(users.filter(pk__in=dossier.follows.values("user_id")).values_list("pk", flat=True))
    if dossier.applicant_phone:
        owners = users.filter(phone=dossier.applicant_phone, phone_verified_at__isnull=False)
        ids.update(owners.values_list("pk", flat=True))
    return sorted(ids)


def dossiers_for_officer(*, agency_codes: set[str] | None) -> QuerySet[Dossier]:
    """Dossiers of these agencies; `None` means all (an administrator)."""
    found = Dossier.objects.select_related("procedure")
    return found if agency_codes is None else found.filter(agency_code__in=agency_codes)
