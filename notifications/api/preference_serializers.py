"""Shapes of preferences and receipts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from notifications.models import Kind

MAX_RECEIPTS = 200


class KindChoiceSerializer(serializers.Serializer[Any]):
    """How notices of one kind arrive."""

    kind = serializers.ChoiceField(choices=Kind.choices, help_text="The kind, as notices have it.")
    name = serializers.CharField(help_text="In the language asked for.")
    push = serializers.BooleanField(help_text="Whether they knock at the phone.")
    inbox = serializers.BooleanField(help_text="Whether they stand in the inbox.")
    can_turn_off = serializers.BooleanField(help_text="False for an emergency, which interrupts everybody.")


class TopicChoiceSerializer(serializers.Serializer[Any]):
    """How notices on one topic arrive."""

    topic = serializers.CharField(help_text="`area:<code>` or `category:<slug>`.")
    name = serializers.CharField(help_text="In the language asked for.")
    group = serializers.CharField(help_text="What to show together, such as `areas` or `news`.")
    followed = serializers.BooleanField(help_text="Whether this reader follows it; else nothing of it arrives anyway.")
    push = serializers.BooleanField(help_text="Whether its notices knock at the phone.")
    inbox = serializers.BooleanField(help_text="Whether its notices stand in the inbox.")


class PreferencesSerializer(serializers.Serializer[Any]):
    """Everything that can be turned off, as it is now."""

    kinds = KindChoiceSerializer(many=True, help_text="Every kind, the quietest first.")
    topics = TopicChoiceSerializer(many=True, help_text="What is offered, and what is followed or turned off besides.")
    digest = serializers.BooleanField(help_text="Information once a day, in one push, instead of one by one.")
    receipts = serializers.BooleanField(
        help_text="Whether to send receipts: by a person's consent `notice_receipts`, or a guest's choice here."
    )


class KindChangeSerializer(serializers.Serializer[Any]):
    """How notices of one kind shall arrive."""

    kind = serializers.ChoiceField(choices=Kind.choices, help_text="The kind, as notices have it.")
    push = serializers.BooleanField(required=False, help_text="Left out: as before.")
    inbox = serializers.BooleanField(required=False, help_text="Left out: as before.")


class TopicChangeSerializer(serializers.Serializer[Any]):
    """How notices on one topic shall arrive."""

    topic = serializers.CharField(max_length=100, help_text="`area:<code>` or `category:<slug>`.")
    push = serializers.BooleanField(required=False, help_text="Left out: as before.")
    inbox = serializers.BooleanField(required=False, help_text="Left out: as before.")


class PreferencesUpdateSerializer(serializers.Serializer[Any]):
    """What is to be changed; what is left out stays."""

    kinds = serializers.ListField(
        child=KindChangeSerializer(), required=False, max_length=20, help_text="Kinds to turn on or off."
    )
    topics = serializers.ListField(
        child=TopicChangeSerializer(), required=False, max_length=300, help_text="Topics to turn on or off."
    )
    digest = serializers.BooleanField(required=False, help_text="Information once a day, in one push.")
    receipts = serializers.BooleanField(
        required=False, help_text="A guest's consent to count what this device shows and opens; for a guest alone."
    )


class ReceiptSerializer(serializers.Serializer[Any]):
    """What the app says of one notice."""

    notice_id = serializers.UUIDField(help_text="As the push and the inbox name it.")
    delivered_at = serializers.DateTimeField(required=False, help_text="When the phone showed it.")
    opened_at = serializers.DateTimeField(required=False, help_text="When it was opened; it is read then.")


class ReceiptsSerializer(serializers.Serializer[Any]):
    """Receipts that the app has gathered."""

    receipts = serializers.ListField(
        child=ReceiptSerializer(), min_length=1, max_length=MAX_RECEIPTS, help_text="In any order; 200 at most."
    )


class ReceiptsTakenSerializer(serializers.Serializer[Any]):
    """What became of them. None needs to be sent again."""

    counted = serializers.BooleanField(help_text="False without consent: nothing was counted or kept; send no more.")
    ignored = serializers.ListField(
        child=serializers.UUIDField(), help_text="Notices that were not sent to this device, or more than 14 days ago."
    )


def switched(changes: Iterable[dict[str, Any]], name: str, what: str) -> dict[str, bool]:
    """`{topic: wanted}` of one column (`push` or `inbox`) of kinds or topics to change."""
    return {change[what]: change[name] for change in changes if name in change}
