"""Templates that notices are written from."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.api.idempotency import idempotent
from backend.common.api.refusals import refuses
from notifications import services
from notifications.api.officer_common import OfficerView, valid
from notifications.api.officer_serializers import OFFICER_KINDS
from notifications.models import Kind, NoticeTemplate

PLACES = "Plain text with places to fill, such as `{place}`"


class TemplateUpdateSerializer(serializers.Serializer[Any]):
    """The texts of a template; what is left out stays."""

    name = serializers.CharField(max_length=120, help_text="To find it by; nobody else's.")
    kind = serializers.ChoiceField(choices=OFFICER_KINDS, default=Kind.INFORMATION, help_text="How much it matters.")
    title = serializers.CharField(max_length=160, help_text=f"In Vietnamese. {PLACES}.")
    title_en = serializers.CharField(max_length=160, required=False, allow_blank=True, help_text="In English.")
    body = serializers.CharField(max_length=4000, help_text=f"In Vietnamese. {PLACES}.")
    body_en = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, help_text="In English, with the same places."
    )
    event = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text="What happens, for other warning systems."
    )
    event_en = serializers.CharField(max_length=120, required=False, allow_blank=True, help_text="In English.")
    instruction = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, help_text="What people should do, for other warning systems."
    )
    instruction_en = serializers.CharField(max_length=2000, required=False, allow_blank=True, help_text="In English.")
    is_active = serializers.BooleanField(required=False, help_text="Whether it is offered to who writes.")


class TemplateCreateSerializer(TemplateUpdateSerializer):
    """A new template."""


class TemplateSerializer(serializers.ModelSerializer[NoticeTemplate]):
    """A text with places to fill."""

    kind = serializers.ChoiceField(choices=Kind.choices, help_text="How much it matters.")
    places = serializers.SerializerMethodField(help_text="What is to be filled in, in the order in which it comes.")

    class Meta:
        model = NoticeTemplate
        fields = (
            "id", "name", "kind", "title", "title_en", "body", "body_en", "event", "event_en", "instruction",
            "instruction_en", "is_active", "places", "updated_at",
        )  # fmt: skip
        extra_kwargs: ClassVar = {
            "id": {"help_text": "Names it in addresses."},
            "name": {"help_text": "To find it by."},
            "title": {"help_text": f"In Vietnamese. {PLACES}."},
            "title_en": {"help_text": "In English; may be empty."},
            "body": {"help_text": f"In Vietnamese. {PLACES}."},
            "body_en": {"help_text": "In English; may be empty."},
            "event": {"help_text": "What happens; may be empty."},
            "event_en": {"help_text": "In English; may be empty."},
            "instruction": {"help_text": "What people should do; may be empty."},
            "instruction_en": {"help_text": "In English; may be empty."},
            "is_active": {"help_text": "Whether it is offered to who writes."},
            "updated_at": {"help_text": "When it was last changed."},
        }

    def get_places(self, template: NoticeTemplate) -> list[str]:
        return services.template_places(template)


@extend_schema_view(
    get=extend_schema(
        operation_id="list_notice_templates",
        tags=["officer-notices"],
        summary="List the templates of notices",
        description="""
        Every template, those that are no longer offered among them, newest first. `places` names what is to be filled
        in; the app that writes does that.
        """,
    )
)
class TemplateListView(OfficerView, generics.ListAPIView[NoticeTemplate]):
    machine_scopes: ClassVar = {"GET": "notices:read"}
    ordering = ("-id",)
    serializer_class = TemplateSerializer

    def get_queryset(self) -> QuerySet[NoticeTemplate]:
        return NoticeTemplate.objects.all()

    @extend_schema(
        operation_id="create_notice_template",
        tags=["officer-notices"],
        summary="Make a template of notices",
        description="""
        A place to fill is a name in one pair of braces, `{place}`: small letters, digits and _. Both languages of a
        text have the same places, or the template is refused (`template_invalid`).
        """,
        request=TemplateCreateSerializer,
        responses={201: TemplateSerializer},
    )
    @refuses("400 template_invalid", "409 template_name_taken")
    @idempotent(required=False)
    def post(self, request: Request) -> Response:
        made = services.template_save(by=request.user, **valid(TemplateCreateSerializer(data=request.data)))
        return Response(TemplateSerializer(made).data, status=status.HTTP_201_CREATED)


class TemplateView(OfficerView):
    @extend_schema(
        operation_id="update_notice_template",
        tags=["officer-notices"],
        summary="Change a template of notices",
        description="""
        Changes what is sent and leaves the rest; notices that were written from it stay as they are.
        """,
        request=TemplateUpdateSerializer(partial=True),
        responses=TemplateSerializer,
    )
    @refuses("400 template_invalid", "404 notice_template_not_found", "409 template_name_taken")
    def patch(self, request: Request, template_id: uuid.UUID) -> Response:
        values = valid(TemplateUpdateSerializer(data=request.data, partial=True))
        return Response(
            TemplateSerializer(services.template_save(by=request.user, template_id=template_id, **values)).data
        )
