"""What a page of a link says: of public things their words and picture, of people's own things nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from backend.areas.selectors import area_names
from backend.common.api.media import storage_address
from backend.common.i18n import current_language, pick
from backend.feedback.selectors import report_public
from backend.feedback.texts import mask_personal
from backend.feedback.workflow import Status
from backend.news.selectors import article_detail
from backend.places.selectors import place_detail
from backend.public_services.selectors import procedure_get

PRIVATE = frozenset({"dossier", "report", "inbox"})  # the app asks who is there; this page does not


@dataclass(frozen=True)
class Page:
    """`kind` and `facts` in words of the reader's language; `body` is HTML that was cleaned when it was stored."""

    kind: str
    title: str
    text: str = ""
    body: SafeString = SafeString()
    picture: str = ""
    picture_alt: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    is_public: bool = True


def private_page() -> Page:
    text = _("It is shown in the app, to the person whom it concerns.")
    return Page("DAKNONG-C", _("Open it in the app"), text, is_public=False)


def article_page(slug: str, request: HttpRequest) -> Page:
    """A visible article, whole. Raises NotFound."""
    row = article_detail(slug)
    date = localtime(row["published_at"]).strftime("%d/%m/%Y")
    return Page(
        f"{pick(row, 'category__name')} · {date}",
        pick(row, "title"),
        pick(row, "summary"),
        _html(pick(row, "body_html")),
        *_picture(row, "cover", request),
    )


def place_page(slug: str, request: HttpRequest) -> Page:
    """A place that is shown. Raises NotFound."""
    row = place_detail(slug)
    facts = _said(
        (_("Address"), row["address"]),
        (_("Opening hours"), pick(row, "opening_hours_text")),
        (_("Tickets"), pick(row, "ticket_price_text")),
        (_("Phone"), row["phone"]),
    )
    return Page(
        _("A place in Đắk Nông"),
        pick(row, "name"),
        pick(row, "summary"),
        _html(pick(row, "description_html")),
        *_picture(row, "image", request),
        facts,
    )


def procedure_page(code: str, _request: HttpRequest) -> Page:
    """A procedure in force: what it is called and who handles it. Raises NotFound."""
    procedure = procedure_get(code=code)
    facts = _said(
        (_("Agency"), procedure.agency_name),
        (_("What is needed"), procedure.requirements),
        (_("Result"), procedure.result),
    )
    return Page(f"{_('Public service')} · {procedure.code}", pick(procedure, "name"), facts=facts)


def public_report_page(address: str, _request: HttpRequest) -> Page:
    """A report that officers have published, by `CODE@latitude,longitude`; masked as in the public list."""
    report = report_public(address.partition("@")[0])
    name, name_en = area_names([report.area_code]).get(report.area_code, ("", ""))
    area = name_en if name_en and current_language() == "en" else name
    place = ", ".join(part for part in (mask_personal(report.place_text), area) if part)
    facts = _said(
        (_("Place"), place),
        (_("Sent"), localtime(report.created_at).strftime("%d/%m/%Y")),
        (_("Status"), str(Status(report.status).label)),
    )
    title = mask_personal(report.text)
    return Page(f"{pick(report.category, 'name')} · {report.code}", title, facts=facts)


PAGES: dict[str, Callable[[str, HttpRequest], Page]] = {
    "article": article_page,
    "place": place_page,
    "procedure": procedure_page,
    "public-report": public_report_page,
}


def _picture(row: dict[str, Any], name: str, request: HttpRequest) -> tuple[str, str]:
    """Address and words of a stored picture."""
    if not row[name]:
        return "", ""
    return storage_address(request)(row[name]), pick(row, f"{name}_alt")


def _html(cleaned: str) -> SafeString:
    """Bodies are cleaned by `common.richtext` before they are stored."""
    return mark_safe(cleaned)  # noqa: S308


def _said(*facts: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(fact for fact in facts if fact[1])
