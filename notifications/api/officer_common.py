"""What all doors of officers share: who may enter, and a notice as it stands after a step."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.throttling import throttled
from backend.common.errors import NotFound
from notifications.access import ADD, APPROVE, notices_visible
from notifications.api.officer_serializers import NoticeDetailSerializer
from notifications.models import Notice

# What can be wrong with the text of a notice beyond the shape of its fields, and what is looked at when it is ready.
CONTENT_WRONG = (
    "400 notice_link_invalid notice_topics_invalid notice_audience_invalid notice_dates_invalid notice_replaces_invalid"
)
NOT_READY = "400 notice_incomplete notice_link_invalid notice_audience_invalid notice_too_large"


class SpeaksForAnAgency(BasePermission):
    """Writes or approves notices somewhere."""

    who = "officers who write or approve notices, and administrators"  # read by the schema
    message = _("Officers who write or approve notices only.")

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.user.has_perm(ADD) or request.user.has_perm(APPROVE)


class OfficerView(APIView):
    permission_classes = (IsAuthenticated, SpeaksForAnAgency)
    throttle_classes = (throttled("write"),)


def notice_seen(request: Request, notice_id: uuid.UUID) -> Notice:
    """The notice, if this officer sees it; another agency's is a 404."""
    notice = notices_visible(request.user).filter(pk=notice_id).select_related("author", "approver").first()
    if notice is None:
        raise NotFound("notice_not_found", _("No such notice."))
    return notice


def detail(request: Request, notice_id: uuid.UUID, code: int = status.HTTP_200_OK) -> Response:
    """The notice as it stands now."""
    notice = notice_seen(request, notice_id)
    return Response(NoticeDetailSerializer(notice, context={"request": request}).data, status=code)


def valid(serializer: Any) -> dict[str, Any]:
    """What the serializer took over, or its 400."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
