"""Input fields that bring people's ways of writing to one form."""

import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.accounts.identifiers import InvalidIdentifier, phone_normalize
from backend.common.api.fields import NfcField


@extend_schema_field({"type": "string", "maxLength": 20, "example": "0900000101"})
class PhoneField(serializers.CharField):
    """A Vietnamese phone (0…) or an international one (+84…); E.164 inside."""

    default_error_messages = {"invalid_phone": _("This is not a valid phone number.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        try:
            return phone_normalize(super().to_internal_value(data))
        except InvalidIdentifier:
            self.fail("invalid_phone")


class NameField(NfcField):
    """A person's name in NFC, without control characters or doubled spaces."""

    default_error_messages = {"invalid_name": _("A name is letters, at least two.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        name = " ".join(super().to_internal_value(data).split())
        if sum(letter.isalpha() for letter in name) < 2 or any(unicodedata.category(c) == "Cc" for c in name):
            self.fail("invalid_name")
        return name
