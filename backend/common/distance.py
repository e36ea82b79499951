"""How far a row is from a point, for lists that put the nearest first."""

from math import cos, radians
from typing import Any

from django.db.models import F, FloatField, IntegerField, Value
from django.db.models.functions import Cast, Power, Radians, Round, Sqrt

EARTH_RADIUS_M = 6_371_008.8


def distance_m(latitude: float, longitude: float) -> Any:
    """Metres from the row's `latitude` and `longitude`, whole ones.

    On a plane around the point: true to one part in a thousand within a province, and plain SQL.
    """
    north = Radians(F("latitude") - Value(latitude, FloatField()))
    east = Radians(F("longitude") - Value(longitude, FloatField())) * Value(cos(radians(latitude)), FloatField())
    metres = Sqrt(Power(north, 2) + Power(east, 2)) * Value(EARTH_RADIUS_M, FloatField())
    return Cast(Round(metres), IntegerField())
