"""A formula of topics, as JSON has it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

WHOM = """
Whom it goes to: a topic, or one of `{"any": […]}`, `{"all": […]}`, `{"not": …}` of audiences, six deep at most.

Topics, 300 at most: `all`, `area:<code>` (with what merged into it), `category:<slug>`, `lang:vi|en`,
`role:guest|citizen|officer|administrator`, and the `topic` of a list of people.

Two wards, but not who reads English: `{"all": [{"any": ["area:24611", "area:24615"]}, {"not": "lang:en"}]}`.
""".strip()
_INNER = {"description": "An audience again."}
AUDIENCE_SCHEMA: dict[str, Any] = {
    "description": WHOM,
    "anyOf": [
        {"type": "string", "maxLength": 100},
        {
            "type": "object",
            "properties": {
                "any": {"type": "array", "items": _INNER, "minItems": 1, "description": "Who meets one of these."},
                "all": {"type": "array", "items": _INNER, "minItems": 1, "description": "Who meets each of these."},
                "not": {"description": "Who does not meet this audience."},
            },
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
    ],
    "example": {"all": [{"any": ["area:24611", "area:24615"]}, {"not": "lang:en"}]},
}


@extend_schema_field(AUDIENCE_SCHEMA)
class AudienceField(serializers.JSONField):
    """What is in it the service checks (`notice_audience_invalid`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=WHOM, **kwargs)
