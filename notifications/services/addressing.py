"""What a device can be addressed by beside what was chosen on it: language, role, lists, and what is turned off."""

from __future__ import annotations

from typing import Any

from notifications import topics as topic_names
from notifications.models import AudienceMember, Device, Preference


def device_address(device: Device, *, user: Any) -> None:
    """Bring what the server adds to a device up to date, in the object. It is that of `user`; None: a guest's."""
    followed = [topic for topic in device.topics if not topic_names.is_official(topic)]
    device.topics = sorted({*followed, *official_topics(user, language=device.language)})
    device.muted = muted_marks(preference_of(user=user, device=device))


def official_topics(user: Any, *, language: str) -> list[str]:
    """How officers address whoever uses this device: by language, by role, by lists of people."""
    found = [topic_names.of_language(language), topic_names.of_role(role_of(user))]
    if user is not None:
        found += map(topic_names.of_list, lists_of(user))
    return [topic for topic in found if topic_names.is_official(topic)]


def role_of(user: Any) -> str:
    """`guest` for nobody."""
    return "guest" if user is None else getattr(user, "role", "citizen")


def lists_of(user: Any) -> list[Any]:
    """The lists of people that this person stands on."""
    return list(AudienceMember.objects.filter(user=user).values_list("audience_list_id", flat=True))


def preference_of(*, user: Any, device: Device | None) -> Preference | None:
    """What counts on a device: the person's preferences; the device's own where nobody is signed in."""
    if user is not None:
        return Preference.objects.filter(user=user).first()
    return Preference.objects.filter(device=device).first()


def muted_marks(preference: Preference | None) -> list[str]:
    """What `Device.muted` holds for these preferences."""
    if preference is None:
        return []
    marks = [topic_names.muted(what) for what in preference.push_off]
    return sorted([*marks, *([topic_names.DIGEST] if preference.wants_digest else [])])
