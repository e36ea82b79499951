from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.agencies.api.rows import office_row
from backend.agencies.models import Agency, AgencyKind, EmergencyNumber, Office
from backend.common.api.fields import NearField
from backend.common.i18n import pick


class AgencySerializer(serializers.ModelSerializer[Agency]):
    name_en = serializers.SerializerMethodField()
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


class SpanSerializer(serializers.Serializer[Any]):
    weekday = serializers.IntegerField(min_value=1, max_value=7, help_text="1 Monday … 7 Sunday")
    opens = ClockField()
    closes = ClockField()


class OfficeSerializer(serializers.ModelSerializer[Office]):
    """Needs `calendar` and `hours` (by office) in its context; `distance` on the office if a point was given."""

    name = serializers.CharField(read_only=True, help_text="In the language asked for.")
    agency_code = serializers.CharField(source="agency.code")
    agency_name = serializers.CharField(read_only=True, help_text="In the language asked for.")
    opening_hours = SpanSerializer(many=True, read_only=True)
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

    def to_representation(self, instance: Office) -> dict[str, Any]:
        return office_row(instance, self.context["hours"].get(instance.pk, []), self.context["calendar"])


class AgencyDetailSerializer(AgencySerializer):
    offices = OfficeSerializer(many=True)

    class Meta(AgencySerializer.Meta):
        fields = (*AgencySerializer.Meta.fields, "offices")  # type: ignore[assignment]


class EmergencyNumberSerializer(serializers.ModelSerializer[EmergencyNumber]):
    name = serializers.SerializerMethodField(help_text="In the language asked for.")
    description = serializers.SerializerMethodField(help_text="In the language asked for.")

    class Meta:
        model = EmergencyNumber
        fields = ("number", "name", "description", "order")

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
