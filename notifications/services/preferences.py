"""What a person, or a guest on a device, wants to hear and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError, NotFound
from notifications import topics as topic_names
from notifications.models import Device, Kind, Preference, Receipt
from notifications.readers import Reader, device_of
from notifications.services.addressing import muted_marks
from notifications.services.locks import of_person, one_at_a_time

MAX_ENTRIES = 300


@transaction.atomic
def preference_update(
    *,
    reader: Reader,
    push: Mapping[str, bool] | None = None,
    inbox: Mapping[str, bool] | None = None,
    digest: bool | None = None,
    receipts: bool | None = None,
) -> Preference:
    """Turn kinds and topics on or off, for pushes and the inbox apart; what is not named stays.

    The person's devices (or the guest's one) are addressed accordingly in the same transaction. Raises DomainError
    `preference_invalid` for an emergency, for what nobody can choose, and for a person's receipts: these are a consent.
    """
    push, inbox = push or {}, inbox or {}
    _check({**push, **inbox}, turned_off=[what for one in (push, inbox) for what in one if not one[what]])
    chosen = _locked(reader)
    chosen.push_off, chosen.inbox_off = _changed(chosen.push_off, push), _changed(chosen.inbox_off, inbox)
    chosen.wants_digest = chosen.wants_digest if digest is None else digest
    if receipts is not None:
        _consent(reader, chosen, receipts)
    chosen.save()
    _devices_of(reader).update(muted=muted_marks(chosen))
    return chosen


def preference_inherit(*, user: Any, device: Device) -> None:
    """Let a guest's choice be that of the person who logs in, unless they have made one; the guest's own stays."""
    guests = Preference.objects.filter(device=device).first()
    if guests is None or Preference.objects.filter(user=user).exists():
        return
    Preference.objects.create(
        user=user, push_off=guests.push_off, inbox_off=guests.inbox_off, wants_digest=guests.wants_digest
    )
    Device.objects.filter(user=user).update(muted=muted_marks(guests))


def _locked(reader: Reader) -> Preference:
    """The reader's row; nobody else changes it, or moves the devices that it is copied to, until commit."""
    if reader.user_id:
        one_at_a_time(of_person(reader.user_id))
    elif not Device.objects.select_for_update().filter(pk=device_of(reader)).exists():
        raise NotFound("device_not_found", _("No such device."))
    return Preference.objects.get_or_create(**reader.owner())[0]


def _devices_of(reader: Reader) -> Any:
    """Where somebody is signed in, what the guest chose waits until they are gone."""
    if reader.user_id:
        return Device.objects.filter(user_id=reader.user_id)
    return Device.objects.filter(pk=device_of(reader), user=None)


def _changed(off: list[str], changes: Mapping[str, bool]) -> list[str]:
    kept = {what for what in off if changes.get(what) is not True}
    found = sorted(kept | {what for what, is_wanted in changes.items() if not is_wanted})
    if len(found) > MAX_ENTRIES:
        raise _invalid(_("More than 300 things cannot be turned off."))
    return found


def _consent(reader: Reader, chosen: Preference, is_given: bool) -> None:
    if reader.user_id:
        raise _invalid(_("Whoever has an account says so among their consents, for the purpose notice_receipts."))
    if not is_given:
        Receipt.objects.filter(device_id=device_of(reader)).delete()
    chosen.receipts_since = (chosen.receipts_since or timezone.now()) if is_given else None


def _check(named: Mapping[str, bool], *, turned_off: list[str]) -> None:
    if Kind.EMERGENCY in turned_off:
        raise _invalid(_("An emergency interrupts everybody: it cannot be turned off here."))
    unknown = [what for what in named if what not in Kind.values and not topic_names.is_choosable(what)]
    if unknown:
        raise _invalid(_("“%(topic)s” cannot be turned off.") % {"topic": unknown[0][:100]})


def _invalid(text: Any) -> DomainError:
    return DomainError("preference_invalid", text)
