"""Whose inbox it is, and by what a notice can address them. One query."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound
from notifications import topics as topic_names
from notifications.models import AudienceMember, Device, Preference

# A read of the inbox is a sign of life; writing it down once a day is enough to tell the living from the stale.
SEEN_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose inbox it is: a person's, or that of a guest's device. `address` is what formulas are held against."""

    topics: tuple[str, ...]
    turned_off: tuple[str, ...] = ()
    user_id: uuid.UUID | None = None
    device_id: uuid.UUID | None = None
    # The device has not been heard of for a day.
    was_silent: bool = False

    @property
    def address(self) -> list[str]:
        return [*self.topics, *map(topic_names.muted, self.turned_off)]

    def owns(self) -> Q:
        """Picks this reader's own read marks."""
        return Q(user_id=self.user_id) if self.user_id else Q(device_id=self.device_id)

    def owner(self) -> dict[str, Any]:
        """Whom a read mark is written for: the person, or a guest's device."""
        return {"user_id": self.user_id} if self.user_id else {"device_id": self.device_id}


def reader_of_user(user: Any, *, device_id: uuid.UUID | None = None) -> Reader:
    """What the person follows on any of their devices, what they chose in their profile, and what is theirs alone.

    `device_id` is the device that they say they hold; one of somebody else is as good as none.
    """
    followed, lists, turned_off, is_theirs, was_silent = _known_of(user, device_id)
    topics = {*followed, *map(topic_names.of_list, lists), *_own_topics(user)}
    return Reader(
        topics=tuple(sorted(topics)),
        turned_off=tuple(turned_off),
        user_id=user.pk,
        device_id=device_id if is_theirs else None,
        was_silent=was_silent,
    )


def reader_of_device(device: Device) -> Reader:
    """What a guest's device follows."""
    preference = getattr(device, "preference", None)
    turned_off = tuple(preference.inbox_off) if preference else ()
    return Reader(topics=tuple(device.topics), turned_off=turned_off, device_id=device.pk)


def device_of(reader: Reader) -> uuid.UUID:
    """The device that somebody reads on. Raises NotFound where they named none that is theirs."""
    if reader.device_id is None:
        raise NotFound("device_not_found", _("No such device."))
    return reader.device_id


def silent_devices() -> QuerySet[Device]:
    """Those that were not heard of for a day."""
    return Device.objects.filter(last_seen_at__lt=timezone.now() - SEEN_EVERY)


def _own_topics(user: Any) -> list[str]:
    """Whatever device they hold, or none."""
    areas = [topic_names.of_area(code) for code in getattr(user, "area_codes", None) or []]
    official = [topic_names.of_role(user.role), topic_names.of_language(user.language)]
    return [topic_names.ALL, topic_names.of_user(user.pk), *areas, *filter(topic_names.is_official, official)]


def _known_of(user: Any, device_id: uuid.UUID | None) -> tuple[list[str], list[uuid.UUID], list[str], bool, bool]:
    devices = Device.objects.filter(user=user)
    named = {"user": user, "pk": device_id}
    known = (
        get_user_model()
        ._default_manager.filter(pk=user.pk)
        .values_list(
            ArraySubquery(devices.order_by().values_list(Func(F("topics"), function="unnest"))),
            ArraySubquery(AudienceMember.objects.filter(user=user).values_list("audience_list_id")),
            ArraySubquery(Preference.objects.filter(user=user).values_list(Func(F("inbox_off"), function="unnest"))),
            Exists(Device.objects.filter(**named)),
            Exists(silent_devices().filter(**named)),
        )
    )
    return known.get()
