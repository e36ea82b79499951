"""What the page's scripts ask while an officer writes and watches: counts, sizes, filled templates, the pulse."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers

from backend.common.errors import DomainError
from notifications import services
from notifications.access import ADD, APPROVE
from notifications.admin_moves import back_to, move_notice
from notifications.admin_page import pulse_of
from notifications.models import Kind, Notice, NoticeTemplate
from notifications.pulse import pulse_csv
from notifications.services.content import check_link

# What the size of a push depends on.
LOOKS = ("title", "title_en", "body", "body_en", "link", "image_url", "collapse_key")


class Desk:
    """Mixed into the admin of notices: its extra addresses."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        views = {
            "look": ("look/", self.look_view),
            "reach": ("reach/", self.reach_view),
            "template": ("template/", self.template_view),
            "move": ("<uuid:notice_id>/do/<slug:name>/", self.move_view),
            "pulse": ("<uuid:notice_id>/pulse/", self.pulse_view),
            "csv": ("<uuid:notice_id>/pulse.csv", self.csv_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"notifications_notice_{name}")
            for name, (route, view) in views.items()
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        raise NotImplementedError

    def look_view(self, request: HttpRequest) -> HttpResponse:
        """Bytes of the push in each language, for what is being typed."""
        return _asked(request, _look)

    def reach_view(self, request: HttpRequest) -> HttpResponse:
        """Whom the audience that is being put together reaches."""
        return _asked(request, _reach)

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """A template with its places filled."""
        return _asked(request, _filled)

    def move_view(self, request: HttpRequest, notice_id: Any, name: str) -> HttpResponse:
        """One button of the page. Opened as a page it does nothing and shows the notice."""
        if request.method == "POST":
            move_notice(request, notice_id, name, reason=request.POST.get("reason", ""))
        return back_to(notice_id)

    def pulse_view(self, request: HttpRequest, notice_id: Any) -> HttpResponse:
        """The ledger's sums, asked for every two seconds while it is being sent."""
        reply = JsonResponse(pulse_of(get_object_or_404(self.get_queryset(request), pk=notice_id)))
        add_never_cache_headers(reply)
        return reply

    def csv_view(self, request: HttpRequest, notice_id: Any) -> HttpResponse:
        notice = get_object_or_404(self.get_queryset(request), pk=notice_id)
        reply = HttpResponse(content_type="text/csv; charset=utf-8")
        reply["Content-Disposition"] = f'attachment; filename="notice-{notice.pk}.csv"'
        reply.write("\ufeff")  # spreadsheets take a CSV without this mark for Latin-1
        csv.writer(reply).writerows(pulse_csv(notice))
        return reply


def _asked(request: HttpRequest, answer: Any) -> HttpResponse:
    """A question of the page's script as JSON; what is wrong with it is a sentence beside status 400."""
    if request.method != "POST":
        return JsonResponse({}, status=405)
    if not (request.user.has_perm(ADD) or request.user.has_perm(APPROVE)):
        return JsonResponse({}, status=403)
    try:
        asked = json.loads(request.body)
    except ValueError:
        return JsonResponse({"problem": "JSON"}, status=400)
    if not isinstance(asked, dict):
        return JsonResponse({"problem": "JSON"}, status=400)
    try:
        return JsonResponse(answer(asked, request.user))
    except DomainError as error:
        fields = {item.field: str(item.detail) for item in error.fields}
        return JsonResponse({"problem": str(error.message), "fields": fields}, status=400)


def _look(asked: dict[str, Any], user: Any) -> dict[str, Any]:
    texts = {name: str(asked.get(name) or "")[:4000] for name in LOOKS}
    notice = Notice(kind=_kind(asked), is_exercise=bool(asked.get("is_exercise")), **texts)
    check_link(notice.link)
    return {one.language: {"bytes": one.bytes, "title": one.title} for one in services.notice_rendered(notice)}


def _reach(asked: dict[str, Any], user: Any) -> dict[str, Any]:
    audience = services.audience_checked(asked.get("audience"), by=user)
    return asdict(services.audience_preview(audience, _kind(asked)))


def _filled(asked: dict[str, Any], user: Any) -> dict[str, Any]:
    values = asked.get("values")
    wanted = str(asked.get("template") or "")
    template = next((one for one in NoticeTemplate.objects.filter(is_active=True) if str(one.pk) == wanted), None)
    if template is None:
        return {}
    return services.template_fill(template, values if isinstance(values, dict) else {})


def _kind(asked: dict[str, Any]) -> str:
    kind = str(asked.get("kind") or "")
    return kind if kind in Kind.values else Kind.INFORMATION
