"""Everything that is held about one person: each subject gives its own part, and erases what goes with the account.

Who gives and who erases stands in the settings (PERSONAL_DATA, PERSONAL_ERASERS), so that no arrow leads from here to
a subject. A part is a value, or an iterator over the entries of a list, newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from backend.accounts.models import ConsentRecord, OneTimeCode, Session, User
from backend.common.audit import audit_entries_of, audit_record

Json = dict[str, Any]
# A bound on memory, and more than anybody has: twenty reports an hour, all day long, for three weeks.
MOST = 10_000


def personal_data(*, user: User) -> Json:
    """One document of all that is held about `user`; that they asked for it stands in the audit trail."""
    audit_record(actor=user, action="personal_data_export", target=user)
    parts = {name: _whole(import_string(path)(user)) for name, path in settings.PERSONAL_DATA.items()}
    return {"exported_at": timezone.localtime(), **parts}


def personal_data_erase(*, user: User) -> None:
    """Let every subject forget what goes with the account; in the transaction of the deletion."""
    for path in settings.PERSONAL_ERASERS:
        import_string(path)(user)


def _whole(part: Any) -> Any:
    return _local(list(islice(part, MOST)) if isinstance(part, Iterator) else part)


def _local(value: Any) -> Any:
    """Times as everywhere in the API, in the province's own."""
    if isinstance(value, datetime):
        return timezone.localtime(value)
    if isinstance(value, dict):
        return {name: _local(held) for name, held in value.items()}
    return [_local(held) for held in value] if isinstance(value, list) else value


# --- what accounts hold ---
def profile_held(user: User) -> Json:
    """The account itself. The password is kept as a digest that nobody can read, so it is left out."""
    return {
        "id": user.pk,
        "phone": user.phone,
        "phone_verified_at": user.phone_verified_at,
        "email": user.email,
        "full_name": user.full_name,
        "role": user.role,
        "language": user.language,
        "area_codes": user.area_codes,
        "created_at": user.created_at,
        "updated_at": user.updated_at,
        "last_login": user.last_login,
    }


def consents_held(user: User) -> Iterator[Json]:
    """Every decision, with the wording that it was about."""
    records = ConsentRecord.objects.filter(user=user).select_related("purpose").order_by("-id")
    for record in records.iterator():
        yield {
            "purpose": record.purpose.slug,
            "text_version": record.purpose.version,
            "text": record.purpose.text,
            "granted": record.granted,
            "at": record.at,
            "ip": record.ip,
            "user_agent": record.user_agent,
            "channel": record.channel,
        }


def sessions_held(user: User) -> Iterator[Json]:
    """Live sessions and those that ended in the last months."""
    columns = (
        "id", "device_name", "ip", "user_agent", "created_at", "last_used_at", "expires_at", "ended_at", "end_reason",
    )  # fmt: skip
    yield from Session.objects.filter(user=user).order_by("-created_at").values(*columns).iterator()


def codes_held(user: User) -> Iterator[Mapping[str, Any]]:
    """One-time codes of the last days: when and what for; the digits are stored nowhere."""
    codes = OneTimeCode.objects.filter(phone=user.phone) if user.phone else OneTimeCode.objects.none()
    yield from codes.order_by("-created_at").values("purpose", "created_at", "expires_at", "used_at").iterator()


def activity_held(user: User) -> Iterator[Json]:
    """What the audit trail says that this person did, and what others did with the account."""
    yield from audit_entries_of(user)
