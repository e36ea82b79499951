"""Shapes of what citizens' apps send and get: devices, topics, the inbox."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from backend.common.i18n import pick
from notifications.models import Device, Kind, Notice, Platform, Topic

# Worded as the profile's, so that the document has one enumeration for both.
LANGUAGE_CHOICES = [("vi", "Tiếng Việt"), ("en", "English")]


class TokenField(serializers.CharField):
    """A registration token as Firebase gives them: never an empty string, but null for a phone that has none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1024, allow_null=True, **kwargs)


class DeviceRegistrationSerializer(serializers.Serializer[Any]):
    install_id = serializers.UUIDField(help_text="Made by the app when it is installed.")
    token = TokenField(required=False, default=None, help_text="FCM registration token; null where there is none.")
    fid = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    platform = serializers.ChoiceField(choices=Platform.choices)
    language = serializers.ChoiceField(choices=LANGUAGE_CHOICES, default="vi")
    app_version = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    topics = serializers.ListField(
        child=serializers.CharField(max_length=100),
        max_length=200,
        required=False,
        default=list,
        help_text="What the person chose; unknown and private ones are left out of the reply.",
    )


class DeviceUpdateSerializer(serializers.Serializer[Any]):
    token = TokenField(required=False)
    fid = serializers.CharField(max_length=64, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=LANGUAGE_CHOICES, required=False)
    app_version = serializers.CharField(max_length=40, required=False, allow_blank=True)
    topics = serializers.ListField(child=serializers.CharField(max_length=100), max_length=200, required=False)


class DeviceSerializer(serializers.ModelSerializer[Device]):
    class Meta:
        model = Device
        fields: tuple[str, ...] = ("id", "platform", "language", "topics", "is_active")


class DeviceRegisteredSerializer(DeviceSerializer):
    secret = serializers.CharField(
        allow_null=True, help_text="Given once, on creation; send it as `X-Device-Secret`. Null when it is known."
    )

    class Meta(DeviceSerializer.Meta):
        fields = (*DeviceSerializer.Meta.fields, "secret")


class TopicSerializer(serializers.ModelSerializer[Topic]):
    name = serializers.SerializerMethodField()
    description = serializers.SerializerMethodField()
    default = serializers.BooleanField(source="is_default")

    class Meta:
        model = Topic
        fields = ("topic", "name", "description", "group", "default")

    def get_name(self, topic: Topic) -> str:
        return str(pick(topic, "name"))

    def get_description(self, topic: Topic) -> str:
        return str(pick(topic, "description"))


class InboxFilterSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    unread = serializers.BooleanField(required=False, default=False, help_text="Only what has no read mark.")


class InboxNoticeSerializer(serializers.ModelSerializer[Notice]):
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.SerializerMethodField()
    body = serializers.SerializerMethodField()
    is_read = serializers.BooleanField()

    class Meta:
        model = Notice
        fields = ("id", "kind", "title", "body", "link", "image_url", "sent_at", "valid_until", "is_read")

    def get_title(self, notice: Notice) -> str:
        return str(pick(notice, "title"))

    def get_body(self, notice: Notice) -> str:
        return str(pick(notice, "body"))


class UnreadCountSerializer(serializers.Serializer[Any]):
    unread = serializers.IntegerField(help_text="Counted to 100 and no further.")
