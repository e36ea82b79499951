"""Photos come in checked by content and re-encoded, wait for their report, and go away if none comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import signature
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError
from backend.common.images import THUMB_EDGE, image_encode
from backend.common.tasks import enqueue_on_commit
from backend.feedback.models import Report, ReportEvent, ReportPhoto

# By name: tasks call services, and services do not import tasks.
PROCESS_PHOTO = signature("feedback.process_photo")
MAX_PHOTOS = 5
LOOSE_KEPT = timedelta(hours=24)


def photo_upload(*, file: UploadedFile[Any], uploader: Any = None, address: str = "") -> ReportPhoto:
    """Keep a photo, re-encoded and without its metadata, until a report takes it or 24 hours have passed.

    Raises `image_too_large` (413), `image_unsupported`, `image_invalid`.
    """
    picture = image_encode(file)
    photo = ReportPhoto(
        uploader=uploader,
        uploader_key="" if uploader or not address else salted_hmac("feedback.uploader", address).hexdigest()[:32],
        width=picture.width,
        height=picture.height,
    )
    photo.image.save("photo.jpg", picture.as_file("photo"), save=False)
    with transaction.atomic():
        photo.save(force_insert=True)
        enqueue_on_commit(PROCESS_PHOTO, str(photo.pk))
    return photo


def photos_take(
    *, ids: Sequence[UUID], report: Report, event: ReportEvent, user: Any = None, kind: str = ReportPhoto.Kind.BEFORE
) -> list[ReportPhoto]:
    """Attach loose photos to a report; all of them, or DomainError `photo_unknown`.

    A signed-in person's photo is theirs alone. A guest's is known by its id, which nobody else was told.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    if len(wanted) > MAX_PHOTOS:
        limit = _("At most %(count)s photos.") % {"count": MAX_PHOTOS}
        raise DomainError("too_many_photos", limit, fields={"photo_ids": limit})
    mine = Q(uploader=None) if user is None else Q(uploader=None) | Q(uploader=user)
    loose = ReportPhoto.objects.filter(mine, pk__in=wanted, report=None)
    if loose.update(report=report, event=event, kind=kind) != len(wanted):
        message = _("A photo is missing, or already belongs to a report. Please add it again.")
        raise DomainError("photo_unknown", message, fields={"photo_ids": message})
    return list(ReportPhoto.objects.filter(pk__in=wanted))


def photo_make_thumb(*, photo_id: UUID | str) -> bool:
    """Draw the small picture; False if there was nothing to do. Safe to run twice."""
    photo = ReportPhoto.objects.filter(pk=photo_id, is_processed=False).first()
    if photo is None:
        return False
    with photo.image.open("rb") as file:
        small = image_encode(file, max_edge=THUMB_EDGE)
    photo.thumb.save("thumb.jpg", small.as_file("thumb"), save=False)
    kept = ReportPhoto.objects.filter(pk=photo.pk, is_processed=False).update(thumb=photo.thumb.name, is_processed=True)
    if not kept:
        photo.thumb.delete(save=False)  # a twin of this task was faster
    return bool(kept)


def photos_purge_loose(*, limit: int = 500) -> int:
    """Delete photos that no report has taken for 24 hours, rows first: a file without a row harms nobody."""
    before = timezone.now() - LOOSE_KEPT
    with transaction.atomic():
        rows = ReportPhoto.objects.select_for_update(skip_locked=True).filter(report=None, created_at__lt=before)
        photos = list(rows.order_by("created_at")[:limit])
        ReportPhoto.objects.filter(pk__in=[photo.pk for photo in photos]).delete()
    for photo in photos:
        photo.image.delete(save=False)
        if photo.thumb:
            photo.thumb.delete(save=False)
    return len(photos)
