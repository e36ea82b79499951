"""Says what is wrong with a GeoJSON boundary before it is believed (RFC 7946)."""

import json
from collections.abc import Iterator
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from backend.areas.geometry import VIETNAM, Box, area_km2, box_of, points_of, polygons_of, ring_crosses_itself

# The centre we know may lie outside a bent unit, but not far outside the box around it.
CENTRE_MARGIN = 0.03
DECIMALS = 6  # about 10 cm
WGS84_NAMES = ("CRS84", "4326")


class BoundaryError(ValueError):
    """A reason that the person with the file can act on."""


def features_of(text: str | bytes) -> list[Any]:
    """The features of a FeatureCollection in longitude and latitude, unchecked."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise BoundaryError(_("The file is not JSON: %(error)s") % {"error": error}) from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise BoundaryError(_("The file is not a GeoJSON FeatureCollection."))
    if not isinstance(document.get("features"), list):
        raise BoundaryError(_("The FeatureCollection has no list of features."))
    crs = document.get("crs")
    if crs and not any(name in json.dumps(crs) for name in WGS84_NAMES):
        raise BoundaryError(_("The file uses another coordinate system; convert it to WGS 84 (EPSG:4326)."))
    return document["features"]


def feature_code(feature: Any, name: str) -> str:
    """The unit's code in the property `name`; a number loses no leading zero, as no code here has one."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    value = properties.get(name) if isinstance(properties, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise BoundaryError(_("It has no property “%(name)s” with the unit's code.") % {"name": name})
    return str(value).strip()


def geometry_checked(feature: dict[str, Any]) -> dict[str, Any]:
    """The feature's geometry, rounded, or BoundaryError with the first thing that is wrong."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(_("Its geometry is neither a Polygon nor a MultiPolygon."))
    coordinates = geometry.get("coordinates")
    if not _is_nested_list(coordinates, 3 if geometry["type"] == "MultiPolygon" else 2):
        raise BoundaryError(_("Its coordinates are not nested as its type asks."))
    rounded = {"type": geometry["type"], "coordinates": _rounded(coordinates)}
    for ring in _rings(rounded):
        _check_ring(ring)
    _check_places(rounded)
    for ring in _rings(rounded):
        if ring_crosses_itself(ring):
            raise BoundaryError(_("A ring crosses itself."))
    if area_km2(rounded) <= 0:
        raise BoundaryError(_("It has no area."))
    return rounded


def centre_check(geometry: dict[str, Any], longitude: float | None, latitude: float | None) -> None:
    """Refuse a boundary that lies elsewhere than the unit's known centre: most often a wrong code."""
    if longitude is None or latitude is None:
        return
    if not box_of(geometry).holds(longitude, latitude, CENTRE_MARGIN):
        raise BoundaryError(_("It lies elsewhere than the known centre of the unit; is the code right?"))


def _is_nested_list(value: Any, depth: int) -> bool:
    """Lists `depth` levels deep around lists of positions, none of them empty."""
    if not isinstance(value, list) or not value:
        return False
    if depth == 0:
        return (
            all(isinstance(n, int | float) and not isinstance(n, bool) and isfinite(n) for n in value)
            and len(value) >= 2
        )
    return all(_is_nested_list(item, depth - 1) for item in value)


def _rounded(value: Any) -> Any:
    if isinstance(value[0], list):
        return [_rounded(item) for item in value]
    return [round(value[0], DECIMALS), round(value[1], DECIMALS)]  # a height is dropped


def _rings(geometry: dict[str, Any]) -> Iterator[Any]:
    return (ring for polygon in polygons_of(geometry) for ring in polygon)


def _check_ring(ring: list[list[float]]) -> None:
    if len(ring) < 4:
        raise BoundaryError(_("A ring has fewer than four positions."))
    if ring[0] != ring[-1]:
        raise BoundaryError(_("A ring is not closed: its last position is not its first."))


def _check_places(geometry: dict[str, Any]) -> None:
    vietnam = Box(*VIETNAM)
    points = list(points_of(geometry))
    if all(vietnam.holds(p[0], p[1]) for p in points):
        return
    if all(vietnam.holds(p[1], p[0]) for p in points):
        raise BoundaryError(_("Its positions are in the order latitude, longitude; GeoJSON wants longitude first."))
    raise BoundaryError(_("It has positions outside Vietnam; is it in WGS 84 degrees?"))
