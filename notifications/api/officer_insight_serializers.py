"""Shapes of previews and of the course of a notice."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from notifications.api.officer_fields import AudienceField
from notifications.api.officer_serializers import OFFICER_KINDS, NoticeFailureSerializer
from notifications.api.serializers import LANGUAGE_CHOICES
from notifications.models import Kind
from notifications.workflow import Status


class AudienceAskedSerializer(serializers.Serializer[Any]):
    """An audience, and the kind of notice that is to go to it."""

    audience = AudienceField()
    kind = serializers.ChoiceField(
        choices=OFFICER_KINDS, default=Kind.INFORMATION, help_text="People turn off some kinds, and no emergency."
    )


class AudiencePreviewSerializer(serializers.Serializer[Any]):
    """Whom an audience reaches at this moment."""

    devices = serializers.IntegerField(help_text="That a push would go to.")
    people = serializers.IntegerField(help_text="Accounts among them; the other devices are guests'.")
    people_without_device = serializers.IntegerField(
        help_text="Accounts that it is for by what they say, and that no push reaches: they have the inbox."
    )
    silenced = serializers.IntegerField(help_text="Devices whose people have turned this off, or want a daily digest.")
    sample = serializers.ListField(
        child=serializers.CharField(), max_length=5, help_text="What some of them are, in the language asked for."
    )


class RenderedNoticeSerializer(serializers.Serializer[Any]):
    """A notice, as phones of one language show it."""

    language = serializers.ChoiceField(choices=LANGUAGE_CHOICES, help_text="Of these phones.")
    title = serializers.CharField(help_text="With the marks of an exercise.")
    body = serializers.CharField(help_text="Plain text.")
    bytes = serializers.IntegerField(help_text="Size of the push.")
    limit = serializers.IntegerField(help_text="What Firebase takes.")
    image_url = serializers.CharField(help_text="Empty if there is no picture.")
    link = serializers.CharField(help_text="What it opens; empty: itself, in the inbox.")


class NoticePreviewSerializer(serializers.Serializer[Any]):
    """A notice before it goes out."""

    languages = RenderedNoticeSerializer(many=True, help_text="Vietnamese, then English.")
    audience = AudiencePreviewSerializer(help_text="Whom it reaches at this moment.")


class MomentSerializer(serializers.Serializer[Any]):
    """What happened in one step of time."""

    at = serializers.DateTimeField(help_text="When the step begins.")
    sent = serializers.IntegerField(help_text="Requests to Firebase.")
    accepted = serializers.IntegerField(help_text="Devices for which Firebase took it.")
    failed = serializers.IntegerField(help_text="Devices given up.")


class TimeToSerializer(serializers.Serializer[Any]):
    """When a share of the devices was settled."""

    percent = serializers.IntegerField(help_text="Of the devices: 50, 95, 100.")
    seconds = serializers.FloatField(allow_null=True, help_text="Since the first push; null: not yet.")


class PulseSerializer(serializers.Serializer[Any]):
    """How a notice is doing."""

    status = serializers.ChoiceField(choices=Status.choices, help_text="Where it stands.")
    is_live = serializers.BooleanField(help_text="Whether asking again soon is worth it.")
    paused_until = serializers.DateTimeField(allow_null=True, help_text="Sending waits until then; null: it does not.")
    trouble = serializers.CharField(help_text="What is wrong, in words; else empty.")
    planned = serializers.IntegerField(help_text="Devices in the ledger so far.")
    sent = serializers.IntegerField(help_text="Requests to Firebase, repetitions among them.")
    accepted = serializers.IntegerField(help_text="Devices for which Firebase took it.")
    failed = serializers.IntegerField(help_text="Devices given up.")
    skipped = serializers.IntegerField(help_text="Devices that were gone when their turn came.")
    waiting = serializers.IntegerField(help_text="Devices not tried yet, or to be tried again.")
    percent = serializers.IntegerField(min_value=0, max_value=100, help_text="Of the planned ones, those settled.")
    delivered = serializers.IntegerField(help_text="Devices whose app says that it has shown it.")
    opened = serializers.IntegerField(help_text="Devices whose app says that it was opened.")
    reasons = NoticeFailureSerializer(many=True, help_text="Why devices were given up, the most frequent first.")
    step_seconds = serializers.IntegerField(help_text="Length of a step of `series`: 1, or 60 after five minutes.")
    series = MomentSerializer(many=True, help_text="The course so far; steps without anything are left out.")
    time_to = TimeToSerializer(many=True, help_text="For 50, 95 and 100 percent.")
