"""Lists of people by their phones. For people alone: a key could ask for every number whether it has an account."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_serializer, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.api.refusals import refuses
from backend.common.api.rendering import BoundedMultiPartParser, OrjsonParser
from backend.common.errors import DomainError
from notifications import services
from notifications.api.officer_common import OfficerView, valid
from notifications.api.officer_serializers import NoticePersonSerializer
from notifications.models import AudienceList


@extend_schema_serializer(component_name="NamedAudience")
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


class AudienceListTextSerializer(serializers.Serializer[Any]):
    """Phones as a text."""

    name = serializers.CharField(max_length=120, help_text="To find it by.")
    agency_code = serializers.CharField(
        max_length=40,
        required=False,
        default="",
        allow_blank=True,
        help_text="Whose list it is; empty: the highest agency that the officer writes for.",
    )
    phones = serializers.CharField(
        max_length=2_000_000, help_text="A line each, 20,000 at most; of a CSV the first cell that is a phone counts."
    )


class AudienceListFileSerializer(serializers.Serializer[Any]):
    """Phones as a file, or as a text."""

    name = serializers.CharField(
        max_length=120, required=False, default="", allow_blank=True, help_text="To find it by; empty: the file's name."
    )
    agency_code = serializers.CharField(
        max_length=40,
        required=False,
        default="",
        allow_blank=True,
        help_text="Whose list it is; empty: the highest agency that the officer writes for.",
    )
    phones = serializers.CharField(max_length=2_000_000, required=False, help_text="In place of the file.")
    file = serializers.FileField(
        required=False,
        help_text="In UTF-8, a line each, 20,000 at most; of a CSV the first cell that is a phone counts.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The same values as a text has."""
        file = attrs.pop("file", None)
        if file is not None:
            attrs |= {"name": attrs["name"] or file.name[:120], "phones": _text_of(file)}
        missing = [name for name in ("name", "phones") if not attrs.get(name)]
        if missing:
            texts = {name: self.fields[name].error_messages["required"] for name in missing}
            raise serializers.ValidationError(texts, "required")
        return attrs


@extend_schema_serializer(component_name="NamedAudienceCreated")
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
            "application/json": AudienceListTextSerializer,
            "multipart/form-data": AudienceListFileSerializer,
        },
        responses={201: AudienceListCreatedSerializer},
    )
    @refuses("400 audience_list_too_large audience_list_empty audience_list_unreadable")
    def post(self, request: Request) -> Response:
        is_file = (request.content_type or "").startswith("multipart/")
        shape = AudienceListFileSerializer if is_file else AudienceListTextSerializer
        made = services.audience_list_create(by=request.user, **valid(shape(data=request.data)))
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
        text = _("The file must be in UTF-8.")
        raise DomainError("audience_list_unreadable", text, fields={"file": text}) from error
