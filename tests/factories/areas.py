"""The whole province is a hundred rows: tests load the real one. The factory makes the odd unit beside it."""

from datetime import date

import factory

from backend.areas.models import Area
from backend.areas.services import areas_load


def load_areas() -> None:
    """The real units, old and new."""
    areas_load()


class AreaFactory(factory.django.DjangoModelFactory[Area]):
    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"9{n:04d}")
    name = factory.Sequence(lambda n: f"Xã Thử {n}")
    level = "commune"
    kind = "commune"
    parent_code = "68"
    valid_from = date(2025, 7, 1)


def square(longitude: float, latitude: float, half: float = 0.05) -> dict[str, object]:
    """A GeoJSON square around a point."""
    w, e, s, n = longitude - half, longitude + half, latitude - half, latitude + half
    return {"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}


def feature(code: str | int, geometry: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
