"""Lists of people by their phones. For people alone: a key could ask for every number whether it has an account."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.api.refusals import refuses
from backend.common.api.rendering import BoundedMultiPartParser, OrjsonParser
from notifications import services
from notifications.api.officer_common import OfficerView, valid
from notifications.api.officer_serializers import NoticePersonSerializer
from notifications.models import AudienceList


class AudienceListSerializer(serializers.ModelSerializer[AudienceList]):
    """People whom an officer named by their phones."""

    topic = serializers.SerializerMethodField(help_text="What an `audience` names it by.")
    author = serializers.SerializerMethodField(help_text="Who made it.")
    people = serializers.IntegerField(help_text="How many accounts are on it.")

    class Meta:
        model = AudienceList
        fields: tuple[str, ...] = ("id", "topic", "name", "agency_code", "author", "people", "created_at")
        extra_kwargs: ClassVar = {
            "id": {"help_text": "Names it in addresses."},
            "name": {"help_text": "As its author called it."},
            "agency_code": {"help_text": "Whose list it is; empty for the province's own."},
            "created_at": {"help_text": "When it was uploaded."},
        }

    def get_topic(self, found: AudienceList) -> str:
        return f"list:{found.pk}"

    @extend_schema_field(NoticePersonSerializer)
    def get_author(self, found: AudienceList) -> dict[str, Any]:
        return {"id": found.author.pk, "name": str(found.author)}


class AudienceListUploadSerializer(serializers.Serializer[Any]):
    """Phones, in a text or in a file."""

    name = serializers.CharField(max_length=120, help_text="To find it by.")
    agency_code = serializers.CharField(
        max_length=40,
        required=False,
        default="",
        allow_blank=True,
        help_text="Whose list it is; empty: the highest agency that the officer writes for.",
    )
    phones = serializers.CharField(
        max_length=2_000_000,
        required=False,
        help_text="A line each, 20,000 at most; of a CSV the first cell that is a phone counts.",
    )
    file = serializers.FileField(
        required=False, allow_empty_file=False, help_text="The same as a file in UTF-8, in a multipart body."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One text, wherever it came from."""
        file = attrs.pop("file", None)
        if file is not None:
            attrs["phones"] = _text_of(file)
        if not attrs.get("phones"):
            raise serializers.ValidationError({"phones": self.fields["phones"].error_messages["required"]}, "required")
        return attrs


class AudienceListCreatedSerializer(AudienceListSerializer):
    """A new list, and the lines that did not make it into it: they are said this once and kept nowhere."""

    unknown = serializers.ListField(child=serializers.CharField(), help_text="Lines whose phone has no account.")
    invalid = serializers.ListField(child=serializers.CharField(), help_text="Lines without a phone.")

    class Meta(AudienceListSerializer.Meta):
        fields = (*AudienceListSerializer.Meta.fields, "unknown", "invalid")


@extend_schema_view(
    get=extend_schema(
        operation_id="list_audience_lists",
        tags=["officer-notices"],
        summary="List the lists of people",
        description="""
        Lists of the agencies that the officer writes or approves for, and their own, newest first. Who is on one is
        not said.
        """,
    )
)
class AudienceListsView(OfficerView, generics.ListAPIView[AudienceList]):
    parser_classes = (OrjsonParser, BoundedMultiPartParser)
    ordering = ("-id",)
    serializer_class = AudienceListSerializer

    def get_queryset(self) -> QuerySet[AudienceList]:
        if getattr(self, "swagger_fake_view", False):
            return AudienceList.objects.none()
        found = services.audience_lists_visible(self.request.user)
        return found.select_related("author").annotate(people=Count("members"))

    @extend_schema(
        operation_id="create_audience_list",
        tags=["officer-notices"],
        summary="Make a list of people by their phones",
        description="""
        Takes the accounts whose confirmed phone is among the lines; an `audience` names the list by its `topic`. Lines
        that match nobody come back in this answer and are kept nowhere, neither in the audit trail.
        """,
        request={
            "application/json": AudienceListUploadSerializer,
            "multipart/form-data": AudienceListUploadSerializer,
        },
        responses={201: AudienceListCreatedSerializer},
    )
    @refuses("400 audience_list_too_large audience_list_empty")
    def post(self, request: Request) -> Response:
        wanted = valid(AudienceListUploadSerializer(data=request.data))
        made = services.audience_list_create(by=request.user, **wanted)
        answer = made.audience_list
        answer.people, answer.unknown, answer.invalid = made.matched, made.unknown, made.invalid  # type: ignore[attr-defined]
        return Response(AudienceListCreatedSerializer(answer).data, status=status.HTTP_201_CREATED)


class AudienceListView(OfficerView):
    @extend_schema(
        operation_id="delete_audience_list",
        tags=["officer-notices"],
        summary="Delete a list of people",
        description="""
        Forgets who was on it. Refused while a notice that has not been sent yet is for it (409
        `audience_list_in_use`).
        """,
        responses={204: None},
    )
    @refuses("404 audience_list_not_found", "409 audience_list_in_use")
    def delete(self, request: Request, list_id: uuid.UUID) -> Response:
        services.audience_list_delete(list_id=list_id, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _text_of(file: Any) -> str:
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise serializers.ValidationError({"file": "UTF-8"}, "invalid") from error
