"""Fields for what a plain one lets through: NaN and infinity as coordinates, marks without end in a text."""

import re
import unicodedata
from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

# A Vietnamese letter typed apart is a letter and two marks.
DECOMPOSED = 4


class NfcField(serializers.CharField):
    """Text in NFC, as keyboards of all kinds should have sent it.

    What is far too long is refused before it is composed: that costs the square of the marks in a row, and a megabyte
    of them would hold a thread, and with it the process, for a quarter of an hour.
    """

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, str):
            if self.max_length is not None and len(data) > DECOMPOSED * self.max_length:
                self.fail("max_length", max_length=self.max_length)
            data = unicodedata.normalize("NFC", data)
        return super().to_internal_value(data)


class FiniteFloatField(serializers.FloatField):
    default_error_messages = {"not_finite": _("A number is wanted.")}

    def to_internal_value(self, data: Any) -> float:
        value = super().to_internal_value(data)
        if not isfinite(value):
            self.fail("not_finite")
        return value


class LatitudeField(FiniteFloatField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-90, max_value=90, **kwargs)


class LongitudeField(FiniteFloatField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=-180, max_value=180, **kwargs)


# A latitude and a longitude in plain digits, within their ranges: as far as a schema can say it, and no further.
LATITUDE = r"-?(90(\.0{1,15})?|[1-8]?[0-9](\.[0-9]{1,15})?)"
LONGITUDE = r"-?(180(\.0{1,15})?|(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,15})?)"
POINT = f"^{LATITUDE},{LONGITUDE}$"
BOX = f"^{LONGITUDE},{LATITUDE},{LONGITUDE},{LATITUDE}$"


@extend_schema_field({"type": "string", "pattern": POINT, "example": "12.0,107.69"})
class NearField(serializers.CharField):
    """`lat,lon` in one parameter, as (latitude, longitude)."""

    default_error_messages = {"not_a_point": _("Two numbers are wanted: latitude,longitude.")}

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        if not re.fullmatch(POINT.strip("^$"), text, re.ASCII):
            self.fail("not_a_point")
        latitude, longitude = text.split(",")
        return float(latitude), float(longitude)


@extend_schema_field({"type": "string", "pattern": BOX, "example": "107.2,11.7,108.2,12.8"})
class BoxField(serializers.CharField):
    """`west,south,east,north` in one parameter, as those four numbers: not empty, and not across the date line."""

    default_error_messages = {
        "not_a_box": _("Four numbers are wanted: west,south,east,north."),
        "empty_box": _("West must be less than east, and south less than north."),
    }

    def to_internal_value(self, data: Any) -> Any:
        text = super().to_internal_value(data)
        if not re.fullmatch(BOX.strip("^$"), text, re.ASCII):
            self.fail("not_a_box")
        west, south, east, north = (float(part) for part in text.split(","))
        if west >= east or south >= north:
            self.fail("empty_box")
        return west, south, east, north
