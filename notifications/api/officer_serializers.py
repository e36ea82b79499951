"""Shapes of officers' notices."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from notifications.access import actions_for
from notifications.api.officer_fields import AudienceField
from notifications.api.risk import risk_level_field
from notifications.audiences import mentioned
from notifications.models import Kind, Notice
from notifications.selectors import failure_reasons, notice_progress
from notifications.workflow import Status

OFFICER_KINDS = [choice for choice in Kind.choices if choice[0] != Kind.PERSONAL]


class NoticeUpdateSerializer(serializers.Serializer[Any]):
    """The content of a notice; what is left out stays."""

    kind = serializers.ChoiceField(choices=OFFICER_KINDS, default=Kind.INFORMATION, help_text="How much it matters.")
    title = serializers.CharField(max_length=160, help_text="In Vietnamese.")
    title_en = serializers.CharField(
        max_length=160, required=False, allow_blank=True, help_text="In English; empty: the Vietnamese one is sent."
    )
    body = serializers.CharField(
        max_length=4000,
        help_text="Plain text in Vietnamese. With all else it must fit into Firebase's 4,096 bytes.",
    )
    body_en = serializers.CharField(
        max_length=4000,
        required=False,
        allow_blank=True,
        help_text="Plain text in English; empty: the Vietnamese one is sent.",
    )
    link = serializers.CharField(
        max_length=300,
        required=False,
        allow_blank=True,
        help_text="What it opens: `daknong://article/…` in the app, an https address, or nothing.",
    )
    image_url = serializers.URLField(
        max_length=500, required=False, allow_blank=True, help_text="Address of a picture; may be empty."
    )
    topics = serializers.ListField(
        child=serializers.CharField(max_length=100),
        min_length=1,
        max_length=100,
        required=False,
        help_text="Short for an `audience` of any of these, 1 to 100: `all`, `area:<code>`, `category:<slug>`.",
    )
    audience = AudienceField(required=False)
    scheduled_at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When it is to go out; null: as soon as it is approved."
    )
    valid_until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="When it leaves inboxes and is no longer sent; null: never."
    )
    collapse_key = serializers.CharField(
        max_length=64,
        required=False,
        allow_blank=True,
        help_text="Of those with the same key a phone that was away gets the last one only; empty: of this notice.",
    )
    is_exercise = serializers.BooleanField(
        required=False, help_text="An exercise is marked as such wherever its title is read."
    )
    event = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="What happens, for other warning systems."
    )
    event_en = serializers.CharField(max_length=120, required=False, allow_blank=True, help_text="In English.")
    instruction = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, help_text="What people should do, for other warning systems."
    )
    instruction_en = serializers.CharField(max_length=2000, required=False, allow_blank=True, help_text="In English.")
    risk_level = risk_level_field(required=False)
    replaces = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="The `id` of an earlier notice, already sent, whose place on phones this one takes; or null.",
    )


class NoticeCreateSerializer(NoticeUpdateSerializer):
    """A new notice; it needs `audience` or `topics`."""

    agency_code = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        help_text="Whom it is written for; empty: the highest agency that the author writes for.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "topics" not in attrs and "audience" not in attrs:
            raise serializers.ValidationError({"topics": self.fields["topics"].error_messages["required"]}, "required")
        return attrs


class NoticeFilterSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    kind = serializers.ChoiceField(choices=OFFICER_KINDS, required=False)


class NoticeReasonSerializer(serializers.Serializer[Any]):
    """Why a notice goes back."""

    reason = serializers.CharField(max_length=500, help_text="Read by the author, and kept in the audit trail.")


class EmergencyReasonSerializer(serializers.Serializer[Any]):
    """Why there is no time for a second person."""

    reason = serializers.CharField(max_length=500, help_text="Kept with the notice and in the audit trail.")


class NoticeCancelSerializer(serializers.Serializer[Any]):
    """Why a notice is stopped."""

    reason = serializers.CharField(
        max_length=500, required=False, default="", allow_blank=True, help_text="Kept in the audit trail; may be empty."
    )


class AudienceFilterSerializer(serializers.Serializer[Any]):
    topics = serializers.CharField(max_length=4000, help_text="Topics, separated by commas; a device counts once.")
    kind = serializers.ChoiceField(
        choices=OFFICER_KINDS, default=Kind.INFORMATION, help_text="People turn off some kinds, and no emergency."
    )


class NoticeAudienceSerializer(serializers.Serializer[Any]):
    """How many a notice would reach."""

    devices = serializers.IntegerField(help_text="Devices that a push would go to now.")


class NoticeStatusSerializer(serializers.Serializer[Any]):
    """Where a notice stands."""

    code = serializers.ChoiceField(choices=Status.choices, help_text="For programs.")
    name = serializers.CharField(help_text="In the language asked for.")


class NoticePersonSerializer(serializers.Serializer[Any]):
    """An officer."""

    id = serializers.UUIDField(help_text="Of the account.")
    name = serializers.CharField(help_text="As in the account.")


class NoticeFailureSerializer(serializers.Serializer[Any]):
    """Why pushes failed."""

    reason = serializers.CharField(help_text="The sender's word for it.")
    devices = serializers.IntegerField(help_text="How many failed for it.")


class NoticeProgressSerializer(serializers.Serializer[Any]):
    """How far the delivery of a notice has got, in devices."""

    planned = serializers.IntegerField(help_text="To whom it is meant to go.")
    accepted = serializers.IntegerField(help_text="Taken by Firebase.")
    failed = serializers.IntegerField(help_text="Refused for good.")
    skipped = serializers.IntegerField(help_text="Planned, but gone or no longer following when their turn came.")
    waiting = serializers.IntegerField(help_text="Not tried yet, or to be tried again.")
    percent = serializers.IntegerField(
        min_value=0, max_value=100, help_text="Of the planned ones, those that are done with in whichever way."
    )
    failures = NoticeFailureSerializer(many=True, help_text="By reason.")


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """What a list shows of a notice."""

    kind = serializers.ChoiceField(choices=Kind.choices, help_text="How much it matters.")
    topics = serializers.SerializerMethodField(help_text="Every topic that `audience` names, wanted or not.")
    audience = AudienceField(read_only=True)
    risk_level = risk_level_field(read_only=True)
    status = serializers.SerializerMethodField(help_text="Where it stands.")
    author = serializers.SerializerMethodField(
        help_text="Who wrote it, or changed it last; null for a notice of the system."
    )
    approver = serializers.SerializerMethodField(help_text="Who approved it; null until then.")
    allowed_actions = serializers.SerializerMethodField(
        help_text="What this officer may do with it now: any of `update`, `submit`, `withdraw`, `approve`, `reject`, "
        "`cancel`, `test`, and for an emergency `arm`, `send_emergency`, `disarm`."
    )

    class Meta:
        model = Notice
        fields: tuple[str, ...] = (
            "id", "kind", "title", "title_en", "body", "body_en", "link", "image_url", "topics", "audience", "status",
            "status_reason", "author", "approver", "agency_code", "scheduled_at", "held_until", "valid_until",
            "submitted_at", "approved_at", "sent_at", "finished_at", "created_at", "collapse_key", "is_exercise",
            "event", "event_en", "instruction", "instruction_en", "risk_level", "replaces", "armed_at",
            "emergency_reason", "allowed_actions",
        )  # fmt: skip
        extra_kwargs: ClassVar = {
            "id": {"help_text": "Names it in addresses."},
            "title": {"help_text": "In Vietnamese."},
            "title_en": {"help_text": "In English; empty: the Vietnamese one is sent."},
            "body": {"help_text": "Plain text in Vietnamese. With all else it must fit into Firebase's 4,096 bytes."},
            "body_en": {"help_text": "Plain text in English; empty: the Vietnamese one is sent."},
            "link": {"help_text": "What it opens: `daknong://article/…` in the app, an https address, or nothing."},
            "image_url": {"help_text": "Address of a picture; may be empty."},
            "scheduled_at": {"help_text": "When it is to go out; null: as soon as it is approved."},
            "valid_until": {"help_text": "When it leaves inboxes and is no longer sent; null: never."},
            "held_until": {"help_text": "The end of the quiet hours that hold it; null: nothing does."},
            "collapse_key": {"help_text": "A phone that was away gets the last one with the same key; may be empty."},
            "is_exercise": {"help_text": "Marked as an exercise wherever its title is read."},
            "event": {"help_text": "What happens, for other warning systems; may be empty."},
            "event_en": {"help_text": "In English; may be empty."},
            "instruction": {"help_text": "What people should do, for other warning systems; may be empty."},
            "instruction_en": {"help_text": "In English; may be empty."},
            "replaces": {"help_text": "The earlier notice whose place on phones it takes; or null."},
            "armed_at": {"help_text": "The first of the two taps that send an emergency; null: none, or undone."},
            "emergency_reason": {"help_text": "Why one person sent it, or is about to; else empty."},
            "status_reason": {"help_text": "Why it was sent back or stopped; else empty."},
            "agency_code": {"help_text": "Whose notice it is; empty for the province's own."},
            "submitted_at": {"help_text": "When its approval was asked for; null until then."},
            "approved_at": {"help_text": "Null until then."},
            "sent_at": {"help_text": "When the first push went out; null until then."},
            "finished_at": {"help_text": "When nothing was left to send; null until then."},
            "created_at": {"help_text": "When it was first written."},
        }

    def get_topics(self, notice: Notice) -> list[str]:
        return mentioned(notice.audience)

    @extend_schema_field(NoticeStatusSerializer)
    def get_status(self, notice: Notice) -> dict[str, str]:
        return {"code": notice.status, "name": str(Status(notice.status).label)}

    @extend_schema_field(NoticePersonSerializer(allow_null=True))
    def get_author(self, notice: Notice) -> dict[str, Any] | None:
        return _person(notice.author)

    @extend_schema_field(NoticePersonSerializer(allow_null=True))
    def get_approver(self, notice: Notice) -> dict[str, Any] | None:
        return _person(notice.approver)

    def get_allowed_actions(self, notice: Notice) -> list[str]:
        return actions_for(self.context["request"].user, notice)


class NoticeDetailSerializer(NoticeSerializer):
    """A notice, and how far its delivery has got."""

    progress = serializers.SerializerMethodField(help_text="All zero before it goes out.")

    class Meta(NoticeSerializer.Meta):
        fields = (*NoticeSerializer.Meta.fields, "progress")

    @extend_schema_field(NoticeProgressSerializer)
    def get_progress(self, notice: Notice) -> dict[str, Any]:
        progress = notice_progress(notice)
        names = ("planned", "accepted", "failed", "skipped", "waiting", "percent")
        return {name: getattr(progress, name) for name in names} | {"failures": failure_reasons(notice)}


def _person(user: Any) -> dict[str, Any] | None:
    return {"id": user.pk, "name": str(user)} if user is not None else None
