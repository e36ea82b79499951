"""What goes in is checked here; what comes out is described here for the schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.api.fields import BoxField, LatitudeField, LongitudeField, NearField, NfcField
from backend.feedback.models import ReportEvent, ReportPhoto
from backend.feedback.services.photos import MAX_PHOTOS
from backend.feedback.workflow import Status, Who, targets

TEXT_MIN, TEXT_MAX = 10, 4000
MAX_RADIUS_M = 2000
AS_COUNTED = "spaces around it do not count, nor do accents apart from their letters"
OFFICER_TARGETS = [
    (str(status), status.label) for status in Status if any(status in targets(frm, Who.OFFICER) for frm in Status)
]
SENDER_ACTIONS = [
    ("comment", _("add to it")),
    ("rate", _("rate the answer")),
    ("reopen", _("say that the answer is not right")),
    ("withdraw", _("take it back")),
]


class PhotoIdsField(serializers.ListField):
    child = serializers.UUIDField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_PHOTOS, required=False, default=list, **kwargs)


# --- in ---


class ReportCreateSerializer(serializers.Serializer[Any]):
    """A new report. A place is needed: a point, words or an area."""

    category = serializers.SlugField(max_length=40, help_text="Slug of a category that takes reports.")
    text = NfcField(
        min_length=TEXT_MIN,
        max_length=TEXT_MAX,
        help_text=f"What is wrong, in 10 to 4,000 characters; {AS_COUNTED}.",
    )
    latitude = LatitudeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Degrees, WGS 84; together with `longitude` or not at all.",
    )
    longitude = LongitudeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="Degrees, WGS 84; together with `latitude` or not at all.",
    )
    place_text = NfcField(
        max_length=300, required=False, allow_blank=True, default="", help_text="Where it is, in words."
    )
    area_code = serializers.CharField(
        max_length=10,
        required=False,
        allow_blank=True,
        default="",
        help_text="Code of a unit, of today or before the merge; without one the point decides.",
    )
    photo_ids = PhotoIdsField(help_text="Ids that `upload_report_photo` gave, 5 at most, each for one report alone.")
    is_anonymous = serializers.BooleanField(
        required=False,
        default=False,
        help_text="No contact is kept and the agency does not see who sent it; only where the category allows it.",
    )
    contact_name = NfcField(
        max_length=120,
        required=False,
        allow_blank=True,
        default="",
        help_text="Whom to ask back; not kept of an anonymous report.",
    )
    contact_phone = serializers.RegexField(
        r"^[0-9+ ().\-]{3,20}\Z",
        required=False,
        allow_blank=True,
        default="",
        help_text="For asking back; not kept of an anonymous report.",
    )
    device_id = serializers.UUIDField(
        required=False,
        allow_null=True,
        default=None,
        help_text="A guest's device, to which notices of this report go; not looked at when signed in.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["latitude"] is None) != (attrs["longitude"] is None):
            missing = "latitude" if attrs["latitude"] is None else "longitude"
            raise serializers.ValidationError({missing: _("Latitude and longitude come together.")}, code="required")
        return attrs


class ReportPhotoUploadSerializer(serializers.Serializer[Any]):
    """One photo."""

    file = serializers.FileField(help_text="JPEG, PNG or WebP, decided by content.")


class ReportTrackSerializer(serializers.Serializer[Any]):
    """Proof that a guest sent a report."""

    code = serializers.CharField(max_length=40, help_text="The report's code; spaces and case do not matter.")
    secret = serializers.CharField(max_length=100, trim_whitespace=True, help_text="The secret that came with it.")


class ReportCommentSerializer(serializers.Serializer[Any]):
    """Something to add to a report."""

    text = NfcField(min_length=2, max_length=TEXT_MAX, help_text=f"Read by the agency; {AS_COUNTED}.")
    photo_ids = PhotoIdsField(help_text="Ids that `upload_report_photo` gave, 5 at most, each for one report alone.")


class ReportRatingSerializer(serializers.Serializer[Any]):
    """How good the answer was."""

    score = serializers.IntegerField(min_value=1, max_value=5, help_text="From 1, bad, to 5, very good.")
    text = NfcField(max_length=1000, required=False, allow_blank=True, default="", help_text="Why; may be empty.")


class ReportReasonSerializer(serializers.Serializer[Any]):
    """Why the answer is not right."""

    reason = NfcField(min_length=TEXT_MIN, max_length=TEXT_MAX, help_text=f"Read by the agency; {AS_COUNTED}.")


class ReportWithdrawSerializer(serializers.Serializer[Any]):
    """A report is taken back."""

    reason = NfcField(
        max_length=1000, required=False, allow_blank=True, default="", help_text="Read by the agency; may be empty."
    )


class ReportTransitionSerializer(serializers.Serializer[Any]):
    """One step of the workflow. `allowed_transitions` of the report says what it must carry."""

    to = serializers.ChoiceField(choices=OFFICER_TARGETS, help_text="The status to come.")
    text = NfcField(max_length=TEXT_MAX, required=False, allow_blank=True, default="", help_text="The sender reads it.")
    note = NfcField(max_length=TEXT_MAX, required=False, allow_blank=True, default="", help_text="Officers only.")
    photo_ids = PhotoIdsField(
        help_text="Photos of the place as it is now, only with an answer: ids that `upload_report_photo` gave."
    )
    agency_code = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="With `forwarded`: the agency that can act.",
    )
    due_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default=None,
        help_text="With `extended`: the new day of the promise, later than the old one and within a year.",
    )
    duplicate_of = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text="With `rejected`: the code of the report that tells of the same thing.",
    )


class ReportPublicationSerializer(serializers.Serializer[Any]):
    """Whether everybody may read it."""

    is_public = serializers.BooleanField(help_text="True to publish, false to take it back.")


class KindFilterSerializer(serializers.Serializer[Any]):
    category = serializers.SlugField(max_length=40, required=False)
    status = serializers.CharField(max_length=120, required=False, help_text="One status, or several with commas.")

    def validate_status(self, value: str) -> str:
        if unknown := set(value.split(",")) - set(Status.values):
            raise serializers.ValidationError(
                _("Unknown status: %(status)s.") % {"status": ", ".join(sorted(unknown))}, code="invalid_choice"
            )
        return value


class PublicFilterSerializer(KindFilterSerializer):
    area = serializers.CharField(max_length=10, required=False)


class NearFilterSerializer(serializers.Serializer[Any]):
    """Which reports are near a point; beside the other filters of the public list."""

    near = NearField(
        required=False, help_text="`latitude,longitude`: nearest first, with `distance_m`, and none beyond `radius_m`."
    )
    radius_m = serializers.IntegerField(
        min_value=1,
        max_value=MAX_RADIUS_M,
        required=False,
        default=300,
        help_text="How far away a report may be, in metres; only with `near`.",
    )


class MapFilterSerializer(serializers.Serializer[Any]):
    """What part of the map is looked at."""

    bbox = BoxField(help_text="`west,south,east,north` in degrees, WGS 84; west is less than east.")
    zoom = serializers.IntegerField(
        min_value=0, max_value=22, help_text="Of a web map: the world is 2 to that power tiles of 256 pixels wide."
    )


class OfficerFilterSerializer(PublicFilterSerializer):
    overdue = serializers.ChoiceField(choices=["true", "false", "1", "0"], required=False)
    q = serializers.CharField(max_length=200, required=False)


# --- out ---


class ReportCategoryOut(serializers.Serializer[Any]):
    """What a report can be about."""

    slug = serializers.CharField(help_text="Names it in a new report.")
    name = serializers.CharField(help_text="In the language asked for.")
    icon = serializers.CharField(help_text="A word such as `road`, by which an app chooses a drawing of its own.")
    description = serializers.CharField(help_text="Examples, in the language asked for.")
    response_days = serializers.IntegerField(help_text="Working days.")
    response_hours = serializers.IntegerField(allow_null=True, help_text="For what is urgent.")
    allows_anonymous = serializers.BooleanField(help_text="Whether a report may hide its sender from the agency.")
    is_urgent = serializers.BooleanField(help_text="Answered within hours, at night too.")
    excluded_notice = serializers.CharField(
        allow_null=True, help_text="Not null: no report is taken, and this says where to go instead."
    )


class ReportCategoryRefOut(serializers.Serializer[Any]):
    """The category of a report."""

    slug = serializers.CharField(help_text="As in the list of categories.")
    name = serializers.CharField(help_text="In the language asked for.")


class ReportAreaOut(serializers.Serializer[Any]):
    """The unit that a report is about."""

    code = serializers.CharField(help_text="Of today.")
    name = serializers.CharField(help_text="In the language asked for.")


class ReportStatusOut(serializers.Serializer[Any]):
    """Where a report stands."""

    code = serializers.ChoiceField(choices=Status.choices, help_text="For programs.")
    name = serializers.CharField(help_text="In the language asked for.")


class ReportPhotoOut(serializers.Serializer[Any]):
    """A photo of a report."""

    id = serializers.UUIDField(help_text="Names it in `photo_ids` before a report has taken it.")
    url = serializers.URLField(help_text="Signed; good for an hour at least.")
    thumb_url = serializers.URLField(allow_null=True, help_text="Null until a worker has drawn it.")
    kind = serializers.ChoiceField(
        choices=ReportPhoto.Kind.choices, help_text="Of the fault, or of the place once mended."
    )
    width = serializers.IntegerField(help_text="Pixels of the whole picture.")
    height = serializers.IntegerField(help_text="Pixels of the whole picture.")


class ReportEventOut(serializers.Serializer[Any]):
    """One step in the life of a report."""

    id = serializers.IntegerField(help_text="Grows from event to event.")
    at = serializers.DateTimeField(help_text="When it happened.")
    kind = serializers.ChoiceField(choices=ReportEvent.Kind.choices, help_text="What happened.")
    status = ReportStatusOut(help_text="The status that it brought, or that it left alone.")
    text = serializers.CharField(help_text="What was said; may be empty.")
    actor_role = serializers.ChoiceField(choices=ReportEvent.Role.choices, help_text="Who acted.")
    actor_label = serializers.CharField(help_text="The agency's name, or who else it was, in the language asked for.")
    photos = ReportPhotoOut(many=True, help_text="Those that came with this step.")


class OfficerReportEventOut(ReportEventOut):
    """One step in the life of a report, with what officers alone read."""

    note = serializers.CharField(help_text="Officers only.")


class ReportRatingOut(serializers.Serializer[Any]):
    """How the sender found the answer."""

    score = serializers.IntegerField(help_text="From 1, bad, to 5, very good.")
    text = serializers.CharField(help_text="Why; may be empty.")


class ReportOut(serializers.Serializer[Any]):
    """What a list shows of a report."""

    id = serializers.UUIDField(help_text="Stays the same; `code` is what people use.")
    code = serializers.CharField(help_text="Such as `PA-261123-4821Q`.")
    category = ReportCategoryRefOut(help_text="What it is about.")
    text = serializers.CharField(help_text="As the sender wrote it; masked in the public list.")
    place_text = serializers.CharField(help_text="Where it is, in words; may be empty.")
    latitude = serializers.FloatField(allow_null=True, help_text="Degrees, WGS 84; null if no point was given.")
    longitude = serializers.FloatField(allow_null=True, help_text="Degrees, WGS 84; null if no point was given.")
    area = ReportAreaOut(allow_null=True, help_text="Null if it is not known.")
    area_estimated = serializers.BooleanField(help_text="The unit was estimated from the point.")
    status = ReportStatusOut(help_text="Where it stands.")
    agency_name = serializers.CharField(allow_null=True, help_text="Null until it is routed.")
    is_anonymous = serializers.BooleanField(help_text="The agency does not see who sent it.")
    is_public = serializers.BooleanField(help_text="It is in the public list.")
    is_urgent = serializers.BooleanField(help_text="Its category is answered within hours.")
    due_at = serializers.DateTimeField(
        help_text="When an answer is promised; moves while the agency waits for the sender."
    )
    is_overdue = serializers.BooleanField(help_text="Still open, and past `due_at`.")
    created_at = serializers.DateTimeField(help_text="When it was sent.")
    updated_at = serializers.DateTimeField(help_text="Its last change.")
    photos = ReportPhotoOut(many=True, help_text="All of it, the oldest first.")


class PublicReportOut(ReportOut):
    """What the public list shows of a report."""

    distance_m = serializers.IntegerField(allow_null=True, help_text="Only with `near`.")


class MapClusterOut(serializers.Serializer[Any]):
    """Reports of one square of the map."""

    latitude = serializers.FloatField(help_text="Degrees, WGS 84: the middle of its reports.")
    longitude = serializers.FloatField(help_text="Degrees, WGS 84: the middle of its reports.")
    count = serializers.IntegerField(min_value=1, help_text="How many reports there are in the square.")
    bbox = serializers.ListField(
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        help_text="The square, `[west, south, east, north]`: what to look at next to see what is in it.",
    )


class MapPointOut(serializers.Serializer[Any]):
    """One public report on the map."""

    code = serializers.CharField(help_text="Such as `PA-261123-4821Q`.")
    latitude = serializers.FloatField(help_text="Degrees, WGS 84.")
    longitude = serializers.FloatField(help_text="Degrees, WGS 84.")
    category = ReportCategoryRefOut(help_text="What it is about.")
    status = ReportStatusOut(help_text="Where it stands.")
    created_at = serializers.DateTimeField(help_text="When it was sent.")


class ReportMapOut(serializers.Serializer[Any]):
    """What a map shows: clusters or points, never both."""

    clusters = MapClusterOut(many=True, help_text="Of whole squares, those on the edge of the box too.")
    points = MapPointOut(many=True, help_text="Within the box, newest first; 1,000 at most.")


class ReportDetailOut(ReportOut):
    """A whole report, for its sender."""

    resolved_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was answered last; null while it is open."
    )
    events = ReportEventOut(many=True, help_text="The oldest first.")
    allowed_actions = serializers.ListField(
        child=serializers.ChoiceField(choices=SENDER_ACTIONS),
        help_text="What the sender may do now; empty for guests, who look only.",
    )
    rating = ReportRatingOut(allow_null=True, help_text="Null until the sender has rated the answer.")


class ReportCreatedOut(ReportDetailOut):
    """A report that was just sent."""

    secret = serializers.CharField(
        allow_null=True, help_text="For guests, this once: with the code it opens the report."
    )


class ReportContactOut(serializers.Serializer[Any]):
    """Whom to ask back."""

    name = serializers.CharField(help_text="May be empty.")
    phone = serializers.CharField(help_text="As the sender wrote it; may be empty.")


class ReportTransitionOut(serializers.Serializer[Any]):
    """One step that an officer may take now, and what it must carry."""

    to = serializers.ChoiceField(choices=Status.choices, help_text="The status to come.")
    name = serializers.CharField(help_text="Its name, in the language asked for.")
    needs_text = serializers.BooleanField(help_text="`text` may not be empty.")
    needs_due_at = serializers.BooleanField(help_text="`due_at` is needed.")
    needs_agency = serializers.BooleanField(help_text="`agency_code` is needed.")
    takes_after_photo = serializers.BooleanField(help_text="`photo_ids` may be sent.")


class OfficerReportOut(ReportDetailOut):
    """A whole report, for an officer of its agency."""

    events = OfficerReportEventOut(many=True, help_text="The oldest first.")
    contact = ReportContactOut(allow_null=True, help_text="Null for an anonymous report.")
    agency_code = serializers.CharField(allow_null=True, help_text="Who works on it; null until it is routed.")
    duplicate_of = serializers.CharField(
        allow_null=True, help_text="Code of the report that tells of the same thing; null if there is none."
    )
    allowed_transitions = ReportTransitionOut(many=True, help_text="The steps that are open now.")
