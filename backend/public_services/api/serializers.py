"""Shapes of requests and replies. Replies are built by `present.py`; these describe them in the schema."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from backend.public_services.codes import DOSSIER_CODE, FACTOR, dossier_code_normalize, factor_normalize
from backend.public_services.models import Channel, PaymentStatus, ServiceLevel

_BAD_CODE = _("This is not a dossier code. It looks like H16.12-261102-0001.")
_BAD_FACTOR = _("Give the last 4 digits of the phone, or the 12 digits of the personal number.")


class CodeNameSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class ProcedureQuerySerializer(serializers.Serializer[Any]):
    field = serializers.CharField(required=False, max_length=40, help_text="Code from `procedure-fields/`.")
    agency = serializers.CharField(
        required=False, max_length=40, help_text="A department's code, or `commune` / `province` for a whole level."
    )
    life_event = serializers.CharField(required=False, max_length=60, help_text="Slug from `life-events/`.")
    level = serializers.ChoiceField(
        choices=ServiceLevel.choices, required=False, help_text="How much of it works online."
    )
    q = serializers.CharField(required=False, max_length=200, allow_blank=True, help_text="Words to search for.")


class ProcedureListItemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="National code (MaTTHC).")
    name = serializers.CharField()
    field = CodeNameSerializer()
    agency_name = serializers.CharField()
    level = serializers.ChoiceField(choices=ServiceLevel.choices)
    audience = serializers.ListField(child=serializers.CharField())
    fee_from = serializers.IntegerField(allow_null=True, help_text="Lowest fee over the channels, in đồng.")
    duration_text = serializers.CharField()
    snippet = serializers.CharField(allow_null=True, help_text="With `q`: the hit, HTML-escaped, words in `<mark>`.")


class ProcedureChannelSerializer(serializers.Serializer[Any]):
    channel = serializers.ChoiceField(choices=Channel.choices)
    duration_days = serializers.IntegerField(allow_null=True)
    duration_text = serializers.CharField()
    fee_amount = serializers.IntegerField(allow_null=True, help_text="In đồng.")
    fee_text = serializers.CharField()
    note = serializers.CharField()


class StepSerializer(serializers.Serializer[Any]):
    order = serializers.IntegerField()
    text = serializers.CharField()


class PaperSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    form_code = serializers.CharField()
    form_name = serializers.CharField()
    form_url = serializers.CharField()
    originals = serializers.IntegerField()
    copies = serializers.IntegerField()


class CaseSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="Empty for the general case.")
    steps = StepSerializer(many=True)
    documents = PaperSerializer(many=True)


class LegalBasisSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    name = serializers.CharField()
    date = serializers.DateField(allow_null=True)


class ProcedureDetailSerializer(ProcedureListItemSerializer):
    channels = ProcedureChannelSerializer(many=True)
    cases = CaseSerializer(many=True)
    requirements = serializers.CharField()
    result = serializers.CharField()
    legal_basis = LegalBasisSerializer(many=True)
    offices_hint = serializers.CharField(help_text="Where to go, in words; `offices/` knows addresses and hours.")
    updated_at = serializers.DateTimeField()


class ProcedureFieldSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    count = serializers.IntegerField()


class LifeEventSerializer(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    icon = serializers.CharField()
    count = serializers.IntegerField()


class DossierLookupSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=60, help_text="`H16.12-261102-0001`; spaces and case do not matter.")
    factor = serializers.CharField(
        max_length=40, help_text="Last 4 digits of the applicant's phone, or the 12-digit personal number."
    )

    def validate_code(self, value: str) -> str:
        code = dossier_code_normalize(value)
        if not DOSSIER_CODE.match(code):
            raise serializers.ValidationError(_BAD_CODE, code="dossier_code_invalid")
        return code

    def validate_factor(self, value: str) -> str:
        factor = factor_normalize(value)
        if not FACTOR.match(factor):
            raise serializers.ValidationError(_BAD_FACTOR, code="factor_invalid")
        return factor


class DossierStatusSerializer(serializers.Serializer[Any]):
    code = serializers.IntegerField(min_value=1, max_value=10, help_text="National status code.")
    name = serializers.CharField()


class DossierEventSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    status = DossierStatusSerializer()
    text = serializers.CharField()
    unit_name = serializers.CharField()
    actor_masked = serializers.CharField()


class NamedPaperSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()


class MissingPaperSerializer(NamedPaperSerializer):
    reason = serializers.CharField()
    requested_at = serializers.DateTimeField(allow_null=True)


class DossierListItemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    procedure = CodeNameSerializer()
    agency_name = serializers.CharField()
    applicant_masked = serializers.CharField()
    status = DossierStatusSerializer()
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    clock_paused = serializers.BooleanField(help_text="The days now do not count against the office.")


@extend_schema_serializer(component_name="Dossier")
class DossierSerializer(DossierListItemSerializer):
    payment_status = serializers.ChoiceField(choices=PaymentStatus.choices)
    fee_total = serializers.IntegerField(help_text="In đồng.")
    channel = serializers.ChoiceField(choices=Channel.choices)
    events = DossierEventSerializer(many=True)
    documents = NamedPaperSerializer(many=True)
    missing_documents = MissingPaperSerializer(many=True)
    results = NamedPaperSerializer(many=True)
