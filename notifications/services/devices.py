"""Devices: one row an installation, guarded by a secret, moved between accounts as people log in and out."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from backend.common.errors import NotFound, PermissionDenied, Unauthenticated
from notifications import topics as topic_names
from notifications.conf import MAX_TOPICS
from notifications.models import Device, DisabledReason, InboxRead
from notifications.readers import SEEN_EVERY
from notifications.services.addressing import device_address
from notifications.services.locks import of_person, one_at_a_time
from notifications.services.preferences import preference_inherit


@dataclass(frozen=True, slots=True)
class Registration:
    """A device, and its secret if it has just been given a new one."""

    device: Device
    secret: str | None
    created: bool


@transaction.atomic
def device_register(
    *,
    install_id: uuid.UUID,
    token: str | None,
    platform: str,
    language: str,
    app_version: str = "",
    fid: str = "",
    topics: Iterable[str] = (),
    user: Any = None,
    secret: str | None = None,
) -> Registration:
    """State everything about an installation; again is once. Without `user` the device belongs to nobody from now on.

    An installation that exists is changed only for who can show that it is theirs: by its secret, by its account, or
    (when the first reply was lost) by the same token with the same install_id, which gets a new secret.
    Raises PermissionDenied `device_secret_required` otherwise.
    """
    one_at_a_time(f"install:{install_id}", _token_lock(token), _person_lock(user))
    device = Device.objects.select_for_update().filter(install_id=install_id).first()
    created = device is None
    if device is None:
        device = Device(install_id=install_id)
        new_secret: str | None = _renew_secret(device)
    else:
        new_secret = _prove(device, user=user, secret=secret, token=token)
    _take_token(device, token)
    device.fid, device.platform, device.language, device.app_version = fid, platform, language, app_version
    device.topics = _followed(device.topics, chosen=topics)
    _set_user(device, user)
    _heard_of(device)
    device.save()
    return Registration(device, new_secret, created)


@transaction.atomic
def device_update(
    *, device_id: uuid.UUID, changes: dict[str, Any], user: Any = None, secret: str | None = None
) -> Device:
    """Change token, fid, language, app_version or topics. Called with an account, the device becomes that account's."""
    one_at_a_time(_token_lock(changes.get("token")), _person_lock(user))
    device = _locked(device_id, user=user, secret=secret)
    if "token" in changes:
        _take_token(device, changes["token"])
    if "topics" in changes:
        device.topics = _followed(device.topics, chosen=changes["topics"])
    for name in ("fid", "language", "app_version"):
        if name in changes:
            setattr(device, name, changes[name])
    _set_user(device, user if user is not None else device.user)
    _heard_of(device)
    device.save()
    return device


@transaction.atomic
def device_remove(*, device_id: uuid.UUID, user: Any = None, secret: str | None = None) -> None:
    """Forget an installation altogether."""
    _locked(device_id, user=user, secret=secret).delete()


def device_authenticate(*, device_id: str, secret: str) -> Device:
    """The device that this secret opens. Raises NotFound, alike for an unknown device and a wrong secret."""
    try:
        device = Device.objects.select_related("preference").filter(pk=uuid.UUID(device_id)).first()
    except ValueError:
        device = None
    if device is None or not _secret_fits(device, secret):
        raise _not_found()
    if timezone.now() - device.last_seen_at > SEEN_EVERY:
        device_seen(device_id=device.pk)
    return device


def device_of_guest(*, device_id: str, secret: str) -> Device:
    """The same for who comes without an access token. Raises Unauthenticated `not_authenticated`, `device_unknown`."""
    if not device_id or not secret:
        raise Unauthenticated("not_authenticated", _("Send an access token, or X-Device-Id and X-Device-Secret."))
    try:
        return device_authenticate(device_id=device_id, secret=secret)
    except NotFound as error:
        raise Unauthenticated("device_unknown", _("Unknown device or wrong secret.")) from error


def device_seen(*, device_id: uuid.UUID) -> None:
    """Write down that a device was heard of; one that had only been silent gets pushes again."""
    seen = Device.objects.filter(pk=device_id)
    seen.update(last_seen_at=timezone.now())
    seen.filter(disabled_reason=DisabledReason.STALE).update(is_active=True, disabled_reason="", disabled_at=None)


@transaction.atomic
def device_attach_user(*, device_id: uuid.UUID, user: Any) -> None:
    """Give a device to who has just logged in on it; what was read on it stays read. Unknown devices are ignored."""
    one_at_a_time(_person_lock(user))
    device = Device.objects.select_for_update().filter(pk=device_id).first()
    if device is not None:
        _set_user(device, user)
        device.save(update_fields=["user", "topics", "muted", "updated_at"])


@transaction.atomic
def devices_detach_user(*, user_id: uuid.UUID, device_id: uuid.UUID | None = None) -> int:
    """Take a person's devices (or one of them) from their account: nothing personal reaches them any more.

    What was chosen on the device stays, and so do the preferences that it had as a guest's.
    """
    one_at_a_time(of_person(user_id))
    devices = Device.objects.select_for_update().filter(user_id=user_id).order_by("pk")
    if device_id is not None:
        devices = devices.filter(pk=device_id)
    found = list(devices)
    for device in found:
        _set_user(device, None)
    Device.objects.bulk_update(found, ["user", "topics", "muted"])
    return len(found)


@transaction.atomic
def devices_readdress(*, user: Any) -> int:
    """Address a person's devices anew, after their role or the lists that they stand on have changed."""
    one_at_a_time(_person_lock(user))
    found = list(Device.objects.select_for_update().filter(user=user).order_by("pk"))
    for device in found:
        device_address(device, user=user)
    Device.objects.bulk_update(found, ["topics", "muted"])
    return len(found)


@transaction.atomic
def device_follow(*, device_id: uuid.UUID, topic: str) -> bool:
    """Let a guest's device hear of one thing (`report:…`, `dossier:…`); False if there is no such device."""
    if not topic_names.is_private(topic) or topic.startswith("user:"):
        raise ValueError(f"not a thing that can be followed: {topic!r}")
    device = Device.objects.select_for_update().filter(pk=device_id).first()
    if device is None:
        return False
    device.topics = sorted({*device.topics, topic})
    device.save(update_fields=["topics", "updated_at"])
    return True


@transaction.atomic
def device_unfollow(*, device_id: uuid.UUID, topic: str) -> None:
    """Undo `device_follow`."""
    device = Device.objects.select_for_update().filter(pk=device_id).first()
    if device is not None:
        device.topics = [kept for kept in device.topics if kept != topic]
        device.save(update_fields=["topics", "updated_at"])


def _token_lock(token: str | None) -> str | None:
    return f"token:{token}" if token else None


def _person_lock(user: Any) -> str | None:
    return of_person(user.pk) if user is not None else None


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _secret_fits(device: Device, secret: str | None) -> bool:
    return bool(secret) and constant_time_compare(device.secret_hash, _hash(secret or ""))


def _renew_secret(device: Device) -> str:
    secret = secrets.token_urlsafe(32)
    device.secret_hash = _hash(secret)
    return secret


def _not_found() -> NotFound:
    return NotFound("device_not_found", _("No such device."))


def _is_owner(device: Device, user: Any) -> bool:
    return user is not None and device.user_id is not None and device.user_id == user.pk


def _prove(device: Device, *, user: Any, secret: str | None, token: str | None) -> str | None:
    """None if the caller has shown that the device is theirs; a new secret if they must have lost the first reply."""
    if _secret_fits(device, secret) or _is_owner(device, user):
        return None
    if token and device.token and constant_time_compare(device.token, token):
        return _renew_secret(device)
    raise PermissionDenied("device_secret_required", _("This installation is registered: send its X-Device-Secret."))


def _locked(device_id: uuid.UUID, *, user: Any, secret: str | None) -> Device:
    device = Device.objects.select_for_update().filter(pk=device_id).first()
    if device is None or not (_secret_fits(device, secret) or _is_owner(device, user)):
        raise _not_found()
    return device


def _take_token(device: Device, token: str | None) -> None:
    """Give `device` this token, away from any other row that has it, and forget what it was suspected of."""
    token = token or None
    if token:
        # Firebase hands a token to one installation: another row with it is a leftover of the same phone.
        others = Device.objects.filter(token=token).exclude(pk=device.pk)
        others.update(token=None, is_active=False, disabled_reason=DisabledReason.REPLACED, disabled_at=timezone.now())
    # A phone that calls with the same token is alive: what Firebase once said of it is tried anew.
    device.token, device.is_active, device.disabled_reason, device.disabled_at = token, True, "", None
    device.suspect_count = 0


def _heard_of(device: Device) -> None:
    """It calls, so it lives."""
    device.last_seen_at = timezone.now()
    if device.disabled_reason == DisabledReason.STALE:
        device.is_active, device.disabled_reason, device.disabled_at = True, "", None


def _followed(current: Iterable[str], *, chosen: Iterable[str]) -> list[str]:
    """Chosen public topics, plus what the server has added; what a phone may not choose is left out."""
    public = [topic for topic in dict.fromkeys(chosen) if topic_names.is_public(topic)][:MAX_TOPICS]
    added = [topic for topic in current if topic_names.is_private(topic) or topic_names.is_official(topic)]
    return sorted({topic_names.ALL, *public, *added})


def _set_user(device: Device, user: Any) -> None:
    """Make the device that of `user` or of nobody, and address it accordingly."""
    if device.user_id != (user.pk if user is not None else None):
        _move(device, user)
    device_address(device, user=user)


def _move(device: Device, user: Any) -> None:
    """The old owner's address goes, and so do the things followed for them."""
    # What a guest followed stays theirs when they log in; nothing of one account goes on to the next.
    was_guest = device.user_id is None
    topics = [topic for topic in device.topics if was_guest or topic_names.is_public(topic)]
    if user is not None:
        topics.append(topic_names.of_user(user.pk))
        _bring_along(device, user, was_guest=was_guest)
    device.user, device.topics = user, sorted(set(topics))


def _bring_along(device: Device, user: Any, *, was_guest: bool) -> None:
    """What was read on it stays read, and how a guest wants to hear is how the person does who has not said yet."""
    if device._state.adding:
        return
    read = InboxRead.objects.filter(device=device).order_by("notice_id")
    marks = [
        InboxRead(user=user, notice_id=notice_id, read_at=read_at, archived_at=archived_at)
        for notice_id, read_at, archived_at in read.values_list("notice_id", "read_at", "archived_at")
    ]
    InboxRead.objects.bulk_create(marks, ignore_conflicts=True)
    if was_guest:
        preference_inherit(user=user, device=device)
