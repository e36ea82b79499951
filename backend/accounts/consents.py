"""Consent: asked per purpose, given by an act, kept as evidence; silence is no consent (Law 91/2025)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import ConsentChannel, ConsentPurpose, ConsentRecord, User
from backend.accounts.sessions import Client
from backend.common.errors import Conflict, NotFound
from backend.common.i18n import pick


@dataclass(frozen=True)
class ConsentState:
    """One purpose as somebody stands to it. `text_version` is the wording asked about now."""

    purpose: str
    granted: bool
    text_version: int
    decided_at: datetime | None
    title: str
    description: str


def consents_of(user: User) -> list[ConsentState]:
    """Every purpose asked about now. Granted is only what was granted last, and to the present wording."""
    latest = _latest_records(user.pk)
    purposes = ConsentPurpose.objects.filter(is_current=True).order_by("order", "slug")
    return [_state(purpose, latest.get(purpose.slug)) for purpose in purposes]


def consent_is_granted(*, user_id: uuid.UUID, purpose: str) -> bool:
    """Whether this person agrees to `purpose` now. The question to ask before any use of data that needs consent."""
    records = ConsentRecord.objects.filter(user_id=user_id, purpose__slug=purpose)
    last = records.select_related("purpose").order_by("-id").first()
    return last is not None and last.granted and last.purpose.is_current


def notice_consent(user: User, purpose: str) -> bool:
    """What `settings.NOTICES_CONSENT` names: the question of the notices, which know no consents themselves."""
    return consent_is_granted(user_id=user.pk, purpose=purpose)


def consent_record(*, user: User, purpose: str, granted: bool, text_version: int, client: Client) -> ConsentState:
    """Keep one act of consent or withdrawal.

    404 `unknown_purpose`; 409 `consent_text_changed` when somebody agrees to a wording that is not the present one.
    A withdrawal is taken whichever wording it was about.
    """
    current = ConsentPurpose.objects.filter(slug=purpose, is_current=True).first()
    if current is None:
        raise NotFound("unknown_purpose", _("There is no such purpose."))
    if granted and current.version != text_version:
        raise Conflict("consent_text_changed", _("The text has changed. Please read it and decide again."))
    record = ConsentRecord.objects.create(
        user=user,
        purpose=current,
        granted=granted,
        ip=client.ip,
        user_agent=client.user_agent[:200],
        channel=ConsentChannel.API,
    )
    return _state(current, record)


@transaction.atomic
def consent_purpose_reword(*, purpose: ConsentPurpose) -> ConsentPurpose:
    """A copy of `purpose` as its next version, to be rewritten; not asked yet."""
    versions = ConsentPurpose.objects.select_for_update().filter(slug=purpose.slug).order_by("-version")
    latest = versions[0]
    return ConsentPurpose.objects.create(
        slug=latest.slug,
        version=latest.version + 1,
        title=purpose.title,
        title_en=purpose.title_en,
        text=purpose.text,
        text_en=purpose.text_en,
        order=purpose.order,
        is_current=False,
    )


@transaction.atomic
def consent_purpose_ask(*, purpose: ConsentPurpose) -> None:
    """Ask this wording from now on. Whoever agreed to another one is asked again; until then there is no consent."""
    ConsentPurpose.objects.filter(slug=purpose.slug, is_current=True).update(is_current=False)
    ConsentPurpose.objects.filter(pk=purpose.pk).update(is_current=True)


def _latest_records(user_id: uuid.UUID) -> dict[str, ConsentRecord]:
    records = ConsentRecord.objects.filter(user_id=user_id).select_related("purpose")
    return {
        record.purpose.slug: record for record in records.order_by("purpose__slug", "-id").distinct("purpose__slug")
    }


def _state(purpose: ConsentPurpose, last: ConsentRecord | None) -> ConsentState:
    return ConsentState(
        purpose=purpose.slug,
        granted=last is not None and last.granted and last.purpose_id == purpose.pk,
        text_version=purpose.version,
        decided_at=last.at if last else None,
        title=pick(purpose, "title"),
        description=pick(purpose, "text"),
    )
