from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.agencies.hours import OpeningCalendar
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


ALL_DAY = [{"weekday": day, "opens": "00:00", "closes": "23:59"} for day in range(1, 8)]


class OfficeSerializer(serializers.ModelSerializer[Office]):
    """Needs `calendar` (an OpeningCalendar) in its context; `distance` on the office if a point was given."""

    name = serializers.SerializerMethodField(help_text="In the language asked for.")
    agency_code = serializers.CharField(source="agency.code")
    agency_name = serializers.SerializerMethodField(help_text="In the language asked for.")
    opening_hours = serializers.SerializerMethodField()
    is_open = serializers.SerializerMethodField(help_text="Now, by Vietnamese time, with public holidays.")
    opens_at = serializers.SerializerMethodField(help_text="The next opening; null if open now or unknown.")
    distance_m = serializers.SerializerMethodField(help_text="From the point of `near`; else null.")

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
        calendar: OpeningCalendar = self.context["calendar"]
        self._state = calendar.state(instance.hours.all(), always_open=instance.is_always_open)
        return super().to_representation(instance)

    def get_name(self, office: Office) -> str:
        return str(pick(office, "name"))

    def get_agency_name(self, office: Office) -> str:
        return str(pick(office.agency, "name"))

    @extend_schema_field(SpanSerializer(many=True))
    def get_opening_hours(self, office: Office) -> Any:
        return ALL_DAY if office.is_always_open else SpanSerializer(office.hours.all(), many=True).data

    def get_is_open(self, office: Office) -> bool:
        return self._state.is_open

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_opens_at(self, office: Office) -> str | None:
        return self._state.opens_at.isoformat() if self._state.opens_at else None

    def get_distance_m(self, office: Office) -> int | None:
        return getattr(office, "distance", None)


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
    parent = serializers.CharField(required=False, max_length=20)  # type: ignore[assignment]
    q = serializers.CharField(required=False, max_length=120)


class OfficeQuerySerializer(serializers.Serializer[Any]):
    agency = serializers.CharField(required=False, max_length=20)
    area = serializers.CharField(required=False, max_length=10, help_text="A unit's code, old or new.")
    near = NearField(required=False, help_text="`lat,lon`: nearest first, with `distance_m`.")
