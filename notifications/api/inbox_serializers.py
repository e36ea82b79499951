"""Shapes of the inbox."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.i18n import current_language, pick
from notifications.api.risk import risk_level_field
from notifications.marking import marked_title
from notifications.models import Kind, Notice, Origin

_KIND = "|".join(Kind.values)


@extend_schema_field({"type": "string", "maxLength": 100, "pattern": f"^({_KIND})(,({_KIND}))*$"})
class KindsField(serializers.CharField):
    """Kinds, separated by commas."""


class InboxFilterSerializer(serializers.Serializer[Any]):
    kind = KindsField(
        max_length=100, required=False, help_text=f"Any of these, separated by commas: {', '.join(Kind.values)}."
    )
    unread = serializers.BooleanField(required=False, default=False, help_text="Only what has no read mark.")
    archived = serializers.BooleanField(
        required=False, default=False, help_text="Only what was put away, instead of what was not."
    )
    q = serializers.CharField(
        max_length=200, required=False, help_text="Words of title or text, in any spelling; in either language."
    )

    def validate_kind(self, value: str) -> list[str]:
        kinds = [kind.strip() for kind in value.split(",")]
        if unknown := set(kinds) - set(Kind.values):
            text = _("Unknown: %(kinds)s.") % {"kinds": ", ".join(sorted(unknown))[:200]}
            raise serializers.ValidationError(text, code="invalid_choice")
        return kinds


class InboxNoticeSerializer(serializers.ModelSerializer[Notice]):
    """A notice, as its reader sees it."""

    kind = serializers.ChoiceField(
        choices=Kind.choices, help_text="How much it matters, and whether it is to one person alone."
    )
    title = serializers.SerializerMethodField(
        help_text="In the language asked for; Vietnamese where it has none. An exercise or trial says so in front."
    )
    body = serializers.SerializerMethodField(
        help_text="Plain text, in the language asked for; Vietnamese where it has no English."
    )
    event = serializers.SerializerMethodField(help_text="What happens, in a word or two; may be empty.")
    instruction = serializers.SerializerMethodField(help_text="What people are to do; may be empty.")
    risk_level = risk_level_field(read_only=True)
    is_read = serializers.BooleanField(help_text="For this person, or this guest's device.")
    is_archived = serializers.BooleanField(help_text="Put away: not in the list unless asked for.")
    is_test = serializers.SerializerMethodField(help_text="A trial that only its author sees.")
    tag = serializers.CharField(
        help_text="The name under which a phone shows it: the same for what replaces it. Show one of a tag."
    )
    replaces = serializers.UUIDField(
        source="replaces_id", allow_null=True, help_text="The notice that it takes the place of; null: none."
    )

    class Meta:
        model = Notice
        fields = (
            "id",
            "kind",
            "title",
            "body",
            "event",
            "instruction",
            "risk_level",
            "link",
            "image_url",
            "sent_at",
            "valid_until",
            "is_read",
            "is_archived",
            "is_exercise",
            "is_test",
            "tag",
            "replaces",
        )
        extra_kwargs: ClassVar = {
            "id": {"help_text": "Names it in addresses."},
            "link": {"help_text": "What it opens: `daknong://…` in the app, an https address, or nothing."},
            "image_url": {"help_text": "Empty if there is no picture."},
            "sent_at": {"help_text": "When it went out."},
            "valid_until": {"help_text": "When it leaves the inbox; null: never."},
            "is_exercise": {"help_text": "Nothing of it happens: people practise."},
        }

    def get_title(self, notice: Notice) -> str:
        return marked_title(notice, current_language())

    def get_body(self, notice: Notice) -> str:
        return str(pick(notice, "body"))

    def get_event(self, notice: Notice) -> str:
        return str(pick(notice, "event"))

    def get_instruction(self, notice: Notice) -> str:
        return str(pick(notice, "instruction"))

    def get_is_test(self, notice: Notice) -> bool:
        return notice.origin == Origin.TEST


class UnreadCountSerializer(serializers.Serializer[Any]):
    """How many notices are unread."""

    unread = serializers.IntegerField(help_text="Counted to 100 and no further.")
