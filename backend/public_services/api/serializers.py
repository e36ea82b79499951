"""Shapes of requests and replies. Replies are built by `present.py`; these describe them in the schema."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.public_services.codes import DOSSIER_CODE, FACTOR, dossier_code_normalize, factor_normalize
from backend.public_services.models import Channel, PaymentStatus, ServiceLevel
from backend.public_services.workflow import Status

_BAD_CODE = _("This is not a dossier code. It looks like H16.12-261102-0001.")
_BAD_FACTOR = _("Give the last 4 digits of the phone, or the 12 digits of the personal number.")


class CodeNameSerializer(serializers.Serializer[Any]):
    """A thing by its code, with its name."""

    code = serializers.CharField(help_text="As its own list has it.")
    name = serializers.CharField(help_text="In the language asked for.")


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


class ProcedureSerializer(serializers.Serializer[Any]):
    """What a list shows of a procedure."""

    code = serializers.CharField(help_text="National code (MaTTHC).")
    name = serializers.CharField(help_text="In the language asked for.")
    field = CodeNameSerializer(help_text="The field of administration.")
    agency_name = serializers.CharField(help_text="Who decides it, in Vietnamese.")
    level = serializers.ChoiceField(choices=ServiceLevel.choices, help_text="How much of it works online.")
    audience = serializers.ListField(
        child=serializers.CharField(), help_text="Whom it is for, in words; empty if the source does not say."
    )
    fee_from = serializers.IntegerField(allow_null=True, help_text="Lowest fee over the channels, in đồng.")
    duration_text = serializers.CharField(help_text="The shortest time that it takes, in words.")
    snippet = serializers.CharField(allow_null=True, help_text="With `q`: the hit, HTML-escaped, words in `<mark>`.")


class ProcedureChannelSerializer(serializers.Serializer[Any]):
    """One way to hand it in, with its time and its fee."""

    channel = serializers.ChoiceField(choices=Channel.choices, help_text="In person, online or by post.")
    duration_days = serializers.IntegerField(
        allow_null=True, help_text="Working days, or days as `duration_text` says; null if the source has no number."
    )
    duration_text = serializers.CharField(help_text="In words.")
    fee_amount = serializers.IntegerField(allow_null=True, help_text="In đồng.")
    fee_text = serializers.CharField(help_text="In words, with reductions; may be empty.")
    note = serializers.CharField(help_text="May be empty.")


class ProcedureStepSerializer(serializers.Serializer[Any]):
    """One step of a procedure."""

    order = serializers.IntegerField(help_text="1 is the first.")
    text = serializers.CharField(help_text="In Vietnamese.")


class ProcedurePaperSerializer(serializers.Serializer[Any]):
    """One paper to be handed in."""

    code = serializers.CharField(help_text="National code; may be empty.")
    name = serializers.CharField(help_text="In Vietnamese.")
    form_code = serializers.CharField(help_text="Of the form to fill in; empty if there is none.")
    form_name = serializers.CharField(help_text="Of the form to fill in; empty if there is none.")
    form_url = serializers.CharField(help_text="Where to get the form; empty if there is none.")
    originals = serializers.IntegerField(help_text="How many originals.")
    copies = serializers.IntegerField(help_text="How many copies.")


class ProcedureCaseSerializer(serializers.Serializer[Any]):
    """One case of a procedure, with the steps and papers that it takes."""

    name = serializers.CharField(help_text="Empty for the general case.")
    steps = ProcedureStepSerializer(many=True, help_text="In their order.")
    documents = ProcedurePaperSerializer(many=True, help_text="Papers to be handed in.")


class LegalBasisSerializer(serializers.Serializer[Any]):
    """A law or decree that the procedure rests on."""

    number = serializers.CharField(help_text="Such as `60/2014/QH13`.")
    name = serializers.CharField(help_text="In Vietnamese.")
    date = serializers.DateField(allow_null=True, help_text="When it was issued; null if unknown.")


class ProcedureDetailSerializer(ProcedureSerializer):
    """A whole procedure."""

    channels = ProcedureChannelSerializer(many=True, help_text="The ways to hand it in.")
    cases = ProcedureCaseSerializer(many=True, help_text="Most procedures have one.")
    requirements = serializers.CharField(help_text="Conditions, in Vietnamese; may be empty.")
    result = serializers.CharField(help_text="What one gets, in Vietnamese.")
    legal_basis = LegalBasisSerializer(many=True, help_text="In the order of the source.")
    offices_hint = serializers.CharField(help_text="Where to go, in words; `offices/` knows addresses and hours.")
    updated_at = serializers.DateTimeField(help_text="The last change at the source, or here if that is not known.")


class ProcedureFieldSerializer(serializers.Serializer[Any]):
    """A field of administration."""

    code = serializers.CharField(help_text="Filters procedures.")
    name = serializers.CharField(help_text="In the language asked for.")
    count = serializers.IntegerField(help_text="How many procedures it has here.")


class LifeEventSerializer(serializers.Serializer[Any]):
    """An occasion in a life that takes paperwork."""

    slug = serializers.CharField(help_text="Filters procedures.")
    name = serializers.CharField(help_text="In the language asked for.")
    icon = serializers.CharField(help_text="A word such as `child`, by which an app chooses a drawing of its own.")
    count = serializers.IntegerField(help_text="How many procedures belong to it.")


class DossierLookupSerializer(serializers.Serializer[Any]):
    """Proof that somebody may see a dossier."""

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
    """Where a dossier stands."""

    code = serializers.ChoiceField(choices=Status.choices, help_text="National status code.")
    name = serializers.CharField(help_text="In the language asked for.")


class DossierEventSerializer(serializers.Serializer[Any]):
    """One step in the life of a dossier."""

    at = serializers.DateTimeField(help_text="When it happened.")
    status = DossierStatusSerializer(help_text="The status that it brought.")
    text = serializers.CharField(help_text="What was said of it; may be empty.")
    unit_name = serializers.CharField(help_text="Where it happened; may be empty.")
    actor_masked = serializers.CharField(help_text="Who did it, masked; may be empty.")


class DossierPaperSerializer(serializers.Serializer[Any]):
    """A paper by its name."""

    name = serializers.CharField(help_text="As the office wrote it.")


class DossierMissingPaperSerializer(DossierPaperSerializer):
    """A paper that the office is waiting for."""

    reason = serializers.CharField(help_text="What is wrong or lacking; may be empty.")
    requested_at = serializers.DateTimeField(allow_null=True, help_text="When it was asked for; null if unknown.")


class DossierSerializer(serializers.Serializer[Any]):
    """What a list shows of a dossier."""

    code = serializers.CharField(help_text="As on its receipt, such as `H16.12-261102-0001`.")
    procedure = CodeNameSerializer(help_text="What was applied for.")
    agency_name = serializers.CharField(help_text="Who works on it, in Vietnamese.")
    applicant_masked = serializers.CharField(help_text="A person's name is masked; a company's is not.")
    status = DossierStatusSerializer(help_text="Where it stands.")
    received_at = serializers.DateTimeField(help_text="When it was handed in.")
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="When the result is promised; null if no term is set."
    )
    finished_at = serializers.DateTimeField(allow_null=True, help_text="When the work on it ended; null until then.")
    returned_at = serializers.DateTimeField(
        allow_null=True, help_text="When the result was handed over; null until then."
    )
    clock_paused = serializers.BooleanField(help_text="The days now do not count against the office.")


class DossierDetailSerializer(DossierSerializer):
    """A whole dossier, names masked."""

    payment_status = serializers.ChoiceField(choices=PaymentStatus.choices, help_text="Whether the fee is paid.")
    fee_total = serializers.IntegerField(help_text="In đồng.")
    channel = serializers.ChoiceField(choices=Channel.choices, help_text="How it was handed in.")
    events = DossierEventSerializer(many=True, help_text="The oldest first.")
    documents = DossierPaperSerializer(many=True, help_text="What was handed in.")
    missing_documents = DossierMissingPaperSerializer(
        many=True, help_text="What the office is waiting for; empty if nothing."
    )
    results = DossierPaperSerializer(many=True, help_text="What came of it; empty until then.")
