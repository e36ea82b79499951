"""Shapes of what citizens' apps send and get: devices, topics."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.i18n import pick
from notifications.models import Device, Platform, Topic
from notifications.topics import is_official

# Worded as the profile's, so that the document has one enumeration for both.
LANGUAGE_CHOICES = [("vi", "Tiếng Việt"), ("en", "English")]


class TokenField(serializers.CharField):
    """A registration token as Firebase gives them: never an empty string, but null for a phone that has none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1024, allow_null=True, **kwargs)


class DeviceRegistrationSerializer(serializers.Serializer[Any]):
    """Everything about one installation of an app."""

    install_id = serializers.UUIDField(help_text="Made by the app when it is installed.")
    token = TokenField(required=False, default=None, help_text="FCM registration token; null where there is none.")
    fid = serializers.CharField(
        max_length=64, required=False, default="", allow_blank=True, help_text="Firebase installation id; may be empty."
    )
    platform = serializers.ChoiceField(choices=Platform.choices, help_text="What it runs on.")
    language = serializers.ChoiceField(
        choices=LANGUAGE_CHOICES, default="vi", help_text="In which its pushes are written."
    )
    app_version = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True, help_text="Such as `1.4.0`; may be empty."
    )
    topics = serializers.ListField(
        child=serializers.CharField(max_length=100),
        max_length=200,
        required=False,
        default=list,
        help_text="What the person chose; unknown and private ones are left out of the reply.",
    )


class DeviceUpdateSerializer(serializers.Serializer[Any]):
    """What is to be changed of a device; what is left out stays."""

    token = TokenField(required=False, help_text="FCM registration token; null if it has none any more.")
    fid = serializers.CharField(
        max_length=64, required=False, allow_blank=True, help_text="Firebase installation id; may be empty."
    )
    language = serializers.ChoiceField(
        choices=LANGUAGE_CHOICES, required=False, help_text="In which its pushes are written."
    )
    app_version = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="Such as `1.4.0`; may be empty."
    )
    topics = serializers.ListField(
        child=serializers.CharField(max_length=100),
        max_length=200,
        required=False,
        help_text="What the person chose; replaces the whole choice. What may not be chosen is left out.",
    )


class DeviceSerializer(serializers.ModelSerializer[Device]):
    """One installation of an app."""

    topics = serializers.SerializerMethodField(
        help_text="What it follows: what was chosen, and what the server has added for its person."
    )

    class Meta:
        model = Device
        fields: tuple[str, ...] = ("id", "platform", "language", "topics", "is_active")
        extra_kwargs: ClassVar = {
            "id": {"help_text": "Names it in addresses and, for guests, in `X-Device-Id`."},
            "platform": {"help_text": "What it runs on."},
            "language": {"help_text": "`vi` or `en`: in which its pushes are written."},
            "is_active": {"help_text": "False once Firebase has said that nothing reaches it any more."},
        }

    @extend_schema_field(serializers.ListField(child=serializers.CharField(max_length=100)))
    def get_topics(self, device: Device) -> list[str]:
        # By language, role and list officers address it; an app that showed these would offer them to be unchosen.
        return [topic for topic in device.topics if not is_official(topic)]


class DeviceRegisteredSerializer(DeviceSerializer):
    """One installation of an app, as its registration left it."""

    secret = serializers.CharField(
        allow_null=True, help_text="Given once, on creation; send it as `X-Device-Secret`. Null when it is known."
    )

    class Meta(DeviceSerializer.Meta):
        fields = (*DeviceSerializer.Meta.fields, "secret")


class TopicSerializer(serializers.ModelSerializer[Topic]):
    """Something that people can choose to hear about."""

    name = serializers.SerializerMethodField(help_text="In the language asked for.")
    description = serializers.SerializerMethodField(help_text="In the language asked for; may be empty.")
    default = serializers.BooleanField(source="is_default", help_text="Chosen for who has not chosen yet.")

    class Meta:
        model = Topic
        fields = ("topic", "name", "description", "group", "default")
        extra_kwargs: ClassVar = {
            "topic": {"help_text": "What a device names in `topics`: `all`, `area:<code>` or `category:<slug>`."},
            "group": {"help_text": "What to show together, such as `areas` or `news`."},
        }

    def get_name(self, topic: Topic) -> str:
        return str(pick(topic, "name"))

    def get_description(self, topic: Topic) -> str:
        return str(pick(topic, "description"))
