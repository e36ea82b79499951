"""Writes."""

from typing import IO, Any

from backend.common.audit import audit_record
from backend.common.images import image_process, image_store_public
from backend.places.models import Place


def place_save(*, place: Place, by: Any = None) -> Place:
    """Store a new or changed place."""
    action = "place_update" if place.pk else "place_create"
    place.save()
    audit_record(actor=by, action=action, target=place)
    return place


def place_image_set(*, place: Place, file: IO[bytes], alt: str = "", alt_en: str = "", by: Any = None) -> Place:
    """A picture, encoded anew. Raises what `image_process` raises."""
    stored = image_store_public(image_process(file), folder="places")
    place.image, place.image_thumb = stored.name, stored.thumb_name
    if alt:
        place.image_alt, place.image_alt_en = alt, alt_en
    place.save()
    audit_record(actor=by, action="place_image_set", target=place)
    return place
