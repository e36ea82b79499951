from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.agencies.api.rows import office_row
from backend.agencies.models import Agency, AgencyKind, EmergencyNumber, Office
from backend.common.api.fields import NearField
from backend.common.i18n import pick


class AgencySerializer(serializers.ModelSerializer[Agency]):
    """A government body."""

    name_en = serializers.SerializerMethodField(help_text="In English; the Vietnamese name where there is none.")
    parent_code = serializers.SerializerMethodField(help_text="Empty for the root.")
    responsibilities = serializers.SerializerMethodField(help_text="In the language asked for.")

    class Meta:
        model = Agency
        fields = (
            "code",
            "name",
            "name_en",
            "kind",
            "parent_code",
            "area_code",
            "phone",
            "email",
            "website",
            "responsibilities",
        )
        extra_kwargs: ClassVar = {
            "code": {"help_text": "By Circular 01/2018, such as `H16.31`; a lower agency's is longer."},
            "name": {"help_text": "In Vietnamese."},
            "kind": {"help_text": "What sort of body it is."},
            "area_code": {"help_text": "The unit that it governs or sits in."},
            "phone": {"help_text": "As people write it; empty if unknown."},
            "email": {"help_text": "Empty if unknown."},
            "website": {"help_text": "Empty if there is none."},
        }

    def get_name_en(self, agency: Agency) -> str:
        return agency.name_en or agency.name

    def get_parent_code(self, agency: Agency) -> str:
        return agency.parent.code if agency.parent else ""

    def get_responsibilities(self, agency: Agency) -> str:
        return str(pick(agency, "responsibilities"))


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "example": "07:30"})
class ClockField(serializers.TimeField):
    """Hours and minutes, `07:30`: less than JSON Schema's `time`, which wants seconds and a zone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class OpeningSpanSerializer(serializers.Serializer[Any]):
    """One span of opening hours, by Vietnamese time."""

    weekday = serializers.IntegerField(min_value=1, max_value=7, help_text="1 Monday … 7 Sunday")
    opens = ClockField(help_text="Hours and minutes.")
    closes = ClockField(help_text="Hours and minutes; later than `opens`.")


class OfficeSerializer(serializers.ModelSerializer[Office]):
    """A place where an agency receives people."""

    name = serializers.CharField(read_only=True, help_text="In the language asked for.")
    agency_code = serializers.CharField(source="agency.code", help_text="As in the list of agencies.")
    agency_name = serializers.CharField(read_only=True, help_text="In the language asked for.")
    opening_hours = OpeningSpanSerializer(
        many=True, read_only=True, help_text="A week, by weekday and time; empty if unknown."
    )
    is_open = serializers.BooleanField(read_only=True, help_text="Now, by Vietnamese time, with public holidays.")
    opens_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="The next opening; null if open now or unknown."
    )
    distance_m = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="From the point of `near`; else null."
    )

    class Meta:
        model = Office
        fields = (
            "id",
            "name",
            "agency_code",
            "agency_name",
            "address",
            "area_code",
            "latitude",
            "longitude",
            "phone",
            "opening_hours",
            "is_open",
            "opens_at",
            "distance_m",
        )
        extra_kwargs: ClassVar = {
            "id": {"help_text": "Stays the same."},
            "address": {"help_text": "In Vietnamese."},
            "area_code": {"help_text": "The unit that it is in."},
            "latitude": {"help_text": "Degrees, WGS 84; null if unknown."},
            "longitude": {"help_text": "Degrees, WGS 84; null if unknown."},
            "phone": {"help_text": "Empty if unknown."},
        }

    def to_representation(self, instance: Office) -> dict[str, Any]:
        return office_row(instance, self.context["hours"].get(instance.pk, []), self.context["calendar"])


class AgencyDetailSerializer(AgencySerializer):
    """A government body with its offices."""

    offices = OfficeSerializer(many=True, help_text="Those that are in use; empty if there are none.")

    class Meta(AgencySerializer.Meta):
        fields = (*AgencySerializer.Meta.fields, "offices")  # type: ignore[assignment]


class EmergencyNumberSerializer(serializers.ModelSerializer[EmergencyNumber]):
    """A number to call in need."""

    name = serializers.SerializerMethodField(help_text="In the language asked for.")
    description = serializers.SerializerMethodField(help_text="In the language asked for.")

    class Meta:
        model = EmergencyNumber
        fields = ("number", "name", "description", "order")
        extra_kwargs: ClassVar = {
            "number": {"help_text": "To be dialled as it is."},
            "order": {"help_text": "The lowest comes first."},
        }

    def get_name(self, row: EmergencyNumber) -> str:
        return str(pick(row, "name"))

    def get_description(self, row: EmergencyNumber) -> str:
        return str(pick(row, "description"))


class AgencyQuerySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(AgencyKind.choices, required=False)
    area = serializers.CharField(required=False, max_length=10, help_text="A unit's code, old or new.")
    parent = serializers.CharField(  # type: ignore[assignment]
        required=False, max_length=20, help_text="An agency's code: those directly below it."
    )
    q = serializers.CharField(required=False, max_length=120, help_text="Words to look for, in any spelling.")


class OfficeQuerySerializer(serializers.Serializer[Any]):
    agency = serializers.CharField(required=False, max_length=20, help_text="An agency's code.")
    area = serializers.CharField(required=False, max_length=10, help_text="A unit's code, old or new.")
    near = NearField(required=False, help_text="`lat,lon`: nearest first, with `distance_m`.")
