"""What goes in is checked here; what comes out is described here for the schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.api.fields import LatitudeField, LongitudeField, NfcField
from backend.feedback.models import ReportEvent, ReportPhoto
from backend.feedback.services.photos import MAX_PHOTOS
from backend.feedback.workflow import Status, Who, targets

TEXT_MIN, TEXT_MAX = 10, 4000
OFFICER_TARGETS = [
    (str(status), status.label) for status in Status if any(status in targets(frm, Who.OFFICER) for frm in Status)
]


class PhotoIdsField(serializers.ListField):
    child = serializers.UUIDField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_PHOTOS, required=False, default=list, **kwargs)


# --- in ---


class ReportCreateSerializer(serializers.Serializer[Any]):
    category = serializers.SlugField(max_length=40)
    text = NfcField(min_length=TEXT_MIN, max_length=TEXT_MAX)
    latitude = LatitudeField(required=False, allow_null=True, default=None)
    longitude = LongitudeField(required=False, allow_null=True, default=None)
    place_text = NfcField(max_length=300, required=False, allow_blank=True, default="")
    area_code = serializers.CharField(max_length=10, required=False, allow_blank=True, default="")
    photo_ids = PhotoIdsField()
    is_anonymous = serializers.BooleanField(required=False, default=False)
    contact_name = NfcField(max_length=120, required=False, allow_blank=True, default="")
    contact_phone = serializers.RegexField(
        r"^([0-9+ ().\-]{3,20})?$", required=False, allow_blank=True, default="", help_text="As the sender wrote it."
    )
    device_id = serializers.UUIDField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["latitude"] is None) != (attrs["longitude"] is None):
            missing = "latitude" if attrs["latitude"] is None else "longitude"
            raise serializers.ValidationError({missing: _("Latitude and longitude come together.")}, code="required")
        return attrs


class ReportPhotoUploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="JPEG, PNG or WebP, decided by content.")


class ReportTrackSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=40)
    secret = serializers.CharField(max_length=100, trim_whitespace=True)


class ReportCommentSerializer(serializers.Serializer[Any]):
    text = NfcField(min_length=2, max_length=TEXT_MAX)
    photo_ids = PhotoIdsField()


class ReportRatingSerializer(serializers.Serializer[Any]):
    score = serializers.IntegerField(min_value=1, max_value=5)
    text = NfcField(max_length=1000, required=False, allow_blank=True, default="")


class ReportReasonSerializer(serializers.Serializer[Any]):
    reason = NfcField(min_length=TEXT_MIN, max_length=TEXT_MAX)


class ReportWithdrawSerializer(serializers.Serializer[Any]):
    reason = NfcField(max_length=1000, required=False, allow_blank=True, default="")


class ReportTransitionSerializer(serializers.Serializer[Any]):
    to = serializers.ChoiceField(choices=OFFICER_TARGETS)
    text = NfcField(max_length=TEXT_MAX, required=False, allow_blank=True, default="", help_text="The sender reads it.")
    note = NfcField(max_length=TEXT_MAX, required=False, allow_blank=True, default="", help_text="Officers only.")
    photo_ids = PhotoIdsField()
    agency_code = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    due_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    duplicate_of = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class ReportPublicationSerializer(serializers.Serializer[Any]):
    is_public = serializers.BooleanField()


class PublicFilterSerializer(serializers.Serializer[Any]):
    area = serializers.CharField(max_length=10, required=False)
    category = serializers.SlugField(max_length=40, required=False)
    status = serializers.CharField(max_length=120, required=False, help_text="One status, or several with commas.")

    def validate_status(self, value: str) -> str:
        if unknown := set(value.split(",")) - set(Status.values):
            raise serializers.ValidationError(
                _("Unknown status: %(status)s.") % {"status": ", ".join(sorted(unknown))}, code="invalid_choice"
            )
        return value


class OfficerFilterSerializer(PublicFilterSerializer):
    overdue = serializers.ChoiceField(choices=["true", "false", "1", "0"], required=False)
    q = serializers.CharField(max_length=200, required=False)


# --- out ---


class ReportCategoryOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    icon = serializers.CharField()
    description = serializers.CharField()
    response_days = serializers.IntegerField(help_text="Working days.")
    response_hours = serializers.IntegerField(allow_null=True, help_text="For what is urgent.")
    allows_anonymous = serializers.BooleanField()
    is_urgent = serializers.BooleanField()
    excluded_notice = serializers.CharField(
        allow_null=True, help_text="Not null: no report is taken, and this says where to go instead."
    )


class ReportCategoryRefOut(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class ReportAreaOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class ReportStatusOut(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=Status.choices)
    name = serializers.CharField()


class ReportPhotoOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    url = serializers.URLField(help_text="Signed; good for an hour at least.")
    thumb_url = serializers.URLField(allow_null=True, help_text="Null until a worker has drawn it.")
    kind = serializers.ChoiceField(choices=ReportPhoto.Kind.choices)
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ReportEventOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=ReportEvent.Kind.choices)
    status = ReportStatusOut()
    text = serializers.CharField()
    actor_role = serializers.ChoiceField(choices=ReportEvent.Role.choices)
    actor_label = serializers.CharField()
    photos = ReportPhotoOut(many=True)


class OfficerReportEventOut(ReportEventOut):
    note = serializers.CharField(help_text="Officers only.")


class ReportRatingOut(serializers.Serializer[Any]):
    score = serializers.IntegerField()
    text = serializers.CharField()


class ReportOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    category = ReportCategoryRefOut()
    text = serializers.CharField()
    place_text = serializers.CharField()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    area = ReportAreaOut(allow_null=True)
    area_estimated = serializers.BooleanField(help_text="The unit was estimated from the point.")
    status = ReportStatusOut()
    agency_name = serializers.CharField(allow_null=True, help_text="Null until it is routed.")
    is_anonymous = serializers.BooleanField()
    is_public = serializers.BooleanField()
    is_urgent = serializers.BooleanField()
    due_at = serializers.DateTimeField()
    is_overdue = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    photos = ReportPhotoOut(many=True)


class ReportDetailOut(ReportOut):
    resolved_at = serializers.DateTimeField(allow_null=True)
    events = ReportEventOut(many=True)
    allowed_actions = serializers.ListField(
        child=serializers.ChoiceField(choices=["comment", "rate", "reopen", "withdraw"])
    )
    rating = ReportRatingOut(allow_null=True)


class ReportCreatedOut(ReportDetailOut):
    secret = serializers.CharField(
        allow_null=True, help_text="For guests, this once: with the code it opens the report."
    )


class ReportContactOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class ReportTransitionOut(serializers.Serializer[Any]):
    to = serializers.ChoiceField(choices=Status.choices)
    name = serializers.CharField()
    needs_text = serializers.BooleanField()
    needs_due_at = serializers.BooleanField()
    needs_agency = serializers.BooleanField()
    takes_after_photo = serializers.BooleanField()


class OfficerReportOut(ReportDetailOut):
    events = OfficerReportEventOut(many=True)
    contact = ReportContactOut(allow_null=True, help_text="Null for an anonymous report.")
    agency_code = serializers.CharField(allow_null=True)
    duplicate_of = serializers.CharField(allow_null=True)
    allowed_transitions = ReportTransitionOut(many=True)
