"""Shapes of officers' notices."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from notifications.access import actions_for
from notifications.models import Kind, Notice
from notifications.selectors import failure_reasons, notice_progress
from notifications.workflow import Status

OFFICER_KINDS = [choice for choice in Kind.choices if choice[0] != Kind.PERSONAL]


class NoticeUpdateSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=OFFICER_KINDS, default=Kind.INFORMATION)
    title = serializers.CharField(max_length=160)
    title_en = serializers.CharField(max_length=160, required=False, allow_blank=True)
    body = serializers.CharField(max_length=4000)
    body_en = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    link = serializers.CharField(max_length=300, required=False, allow_blank=True)
    image_url = serializers.URLField(max_length=500, required=False, allow_blank=True)
    topics = serializers.ListField(child=serializers.CharField(max_length=100), min_length=1, max_length=100)
    scheduled_at = serializers.DateTimeField(required=False, allow_null=True)
    valid_until = serializers.DateTimeField(required=False, allow_null=True)


class NoticeCreateSerializer(NoticeUpdateSerializer):
    agency_code = serializers.CharField(max_length=40, required=False, allow_blank=True)


class NoticeFilterSerializer(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=Status.choices, required=False)
    kind = serializers.ChoiceField(choices=OFFICER_KINDS, required=False)


class NoticeReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500, help_text="Read by the author, and kept in the audit trail.")


class NoticeCancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)


class AudienceFilterSerializer(serializers.Serializer[Any]):
    topics = serializers.CharField(max_length=4000, help_text="Topics, separated by commas; a device counts once.")


class NoticeAudienceSerializer(serializers.Serializer[Any]):
    devices = serializers.IntegerField()


class NoticeStatusSerializer(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=Status.choices)
    name = serializers.CharField()


class NoticePersonSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class NoticeFailureSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField()
    devices = serializers.IntegerField()


class NoticeProgressSerializer(serializers.Serializer[Any]):
    planned = serializers.IntegerField()
    accepted = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Planned, but gone or no longer following when their turn came.")
    waiting = serializers.IntegerField()
    percent = serializers.IntegerField(min_value=0, max_value=100)
    failures = NoticeFailureSerializer(many=True)


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    status = serializers.SerializerMethodField()
    author = serializers.SerializerMethodField()
    approver = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields: tuple[str, ...] = (
            "id", "kind", "title", "title_en", "body", "body_en", "link", "image_url", "topics", "status",
            "status_reason", "author", "approver", "agency_code", "scheduled_at", "valid_until", "submitted_at",
            "approved_at", "sent_at", "finished_at", "created_at", "allowed_actions",
        )  # fmt: skip

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
    progress = serializers.SerializerMethodField()

    class Meta(NoticeSerializer.Meta):
        fields = (*NoticeSerializer.Meta.fields, "progress")

    @extend_schema_field(NoticeProgressSerializer)
    def get_progress(self, notice: Notice) -> dict[str, Any]:
        progress = notice_progress(notice)
        names = ("planned", "accepted", "failed", "skipped", "waiting", "percent")
        return {name: getattr(progress, name) for name in names} | {"failures": failure_reasons(notice)}


def _person(user: Any) -> dict[str, Any] | None:
    return {"id": user.pk, "name": str(user)} if user is not None else None
