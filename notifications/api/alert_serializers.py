"""Shapes of alerts as developers list them; the alert itself is XML by the standard."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from backend.common.i18n import current_language
from notifications.cap.values import SEVERITIES, STATUSES
from notifications.cap.xml import told
from notifications.models import CapMessage, MessageType


class AlertFilterSerializer(serializers.Serializer[Any]):
    active = serializers.BooleanField(
        required=False, default=True, help_text="False: all that ever went out, updates and cancels too."
    )


class AlertAreaSerializer(serializers.Serializer[Any]):
    """An administrative unit that an alert is for."""

    name = serializers.CharField(help_text="In the language asked for.")
    codes = serializers.ListField(
        child=serializers.CharField(), help_text="Its own code, then those of the units of today in it."
    )


class AlertSerializer(serializers.Serializer[CapMessage]):
    """One message of the Common Alerting Protocol, in short. Its values are the standard's own words."""

    id = serializers.UUIDField(help_text="The message's; an update has another one.")
    identifier = serializers.CharField(help_text="As in the XML; names it in addresses.")
    type = serializers.ChoiceField(
        choices=MessageType.choices, help_text="Whether it is new, replaces earlier ones, or takes them back."
    )
    status = serializers.ChoiceField(choices=STATUSES, help_text="`Exercise`: only those who take part act on it.")
    event = serializers.CharField(help_text="What happens, in the language asked for.")
    severity = serializers.ChoiceField(choices=SEVERITIES, help_text="From the disaster risk level.")
    headline = serializers.CharField(help_text="In the language asked for, 160 characters at most.")
    areas = AlertAreaSerializer(many=True, help_text="Whom it is for; empty if it names no place.")
    sent_at = serializers.DateTimeField(help_text="When it went out.")
    expires_at = serializers.DateTimeField(help_text="Until when it is in force, unless something replaces it.")
    cap_url = serializers.URLField(help_text="Address of the whole message, `application/cap+xml`.")

    def to_representation(self, message: CapMessage) -> dict[str, Any]:
        said = told(message.xml, current_language())
        return {
            "id": str(message.pk),
            "identifier": message.identifier,
            "type": message.message_type,
            "status": said.status,
            "event": said.event,
            "severity": said.severity,
            "headline": said.headline,
            "areas": [{"name": area.name, "codes": area.codes} for area in said.areas],
            "sent_at": self.fields["sent_at"].to_representation(message.sent_at),
            "expires_at": self.fields["expires_at"].to_representation(message.expires_at),
            "cap_url": cap_url(self.context["request"], message.identifier),
        }


def cap_url(request: Any, identifier: str) -> str:
    """Absolute: feed readers and boards keep it apart from where they found it."""
    return reverse("alert-cap", kwargs={"identifier": identifier}, request=request)
