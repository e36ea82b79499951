"""Fields for what a plain one lets through: NaN and infinity as coordinates, marks without end in a text."""

import unicodedata
from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _
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


class NearField(serializers.CharField):
    """`lat,lon` in one parameter, as (latitude, longitude)."""

    default_error_messages = {"not_a_point": _("Two numbers are wanted: latitude,longitude.")}

    def to_internal_value(self, data: Any) -> Any:
        parts = super().to_internal_value(data).split(",")
        if len(parts) != 2:
            self.fail("not_a_point")
        return LatitudeField().run_validation(parts[0]), LongitudeField().run_validation(parts[1])
