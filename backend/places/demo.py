"""The demo province's places. Loading twice leaves one of each."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from backend.places.models import Place
from backend.places.services import place_image_set

DATA = settings.BASE_DIR / "backend" / "demo" / "data"
IMAGES = DATA.parent / "images"
PLAIN = (
    "name", "name_en", "category", "summary", "summary_en", "latitude", "longitude", "area_code", "address", "phone",
    "opening_hours_text", "opening_hours_text_en", "ticket_price_text", "ticket_price_text_en",
)  # fmt: skip


def load_places(*, data: Path = DATA, images: Path = IMAGES) -> int:
    """Places from `data`, pictures from `images`; the number of those that were not there before."""
    known = set(Place.objects.values_list("slug", flat=True))
    alts = json.loads((data / "news_images.json").read_text(encoding="utf-8"))
    rows = json.loads((data / "places.json").read_text(encoding="utf-8"))
    new = [(rank, row) for rank, row in enumerate(rows, start=1) if row["slug"] not in known]
    for rank, row in new:
        _load_place(row, rank, images, alts)
    return len(new)


def _load_place(row: dict[str, Any], rank: int, images: Path, alts: dict[str, dict[str, str]]) -> None:
    place = Place(slug=row["slug"], rank=rank, **{name: row.get(name, "") for name in PLAIN})
    place.description_html = "".join(f"<p>{text}</p>" for text in row["text"])
    place.description_html_en = "".join(f"<p>{text}</p>" for text in row["text_en"])
    place.save()
    alt = alts[row["image"]]
    with (images / f"{row['image']}.jpg").open("rb") as file:
        place_image_set(place=place, file=file, alt=alt["alt"], alt_en=alt["alt_en"])
