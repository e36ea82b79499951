"""Cards that more than one screen shows. Looks in `cards.kv`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.widget import Widget

from citizen_mobile.client.models import ArticleItem, NoticeItem, PlaceItem, ProcedureItem, Report
from citizen_mobile.client.richtext import escape, snippet_markup
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import load_kv
from citizen_mobile.screens.distance import distance
from citizen_mobile.screens.status import report_look
from citizen_mobile.theme.basics import Card, IconButton, Row

load_kv("cards")


class ArticleCard(Card):
    """An article in a list: picture, category, title, age."""

    title = StringProperty("")
    summary = StringProperty("")
    meta = StringProperty("")
    category = StringProperty("")
    image = StringProperty("")
    warning = StringProperty("")
    large = BooleanProperty(False)


class WarningCard(ButtonBehavior, Row):
    """A warning: its level in words, number and colour."""

    title = StringProperty("")
    summary = StringProperty("")
    meta = StringProperty("")
    until = StringProperty("")
    level = NumericProperty(3)
    level_color = ListProperty([0, 0, 0, 1])


class ProcedureCard(Card):
    name = StringProperty("")
    snippet = StringProperty("")
    meta = StringProperty("")
    online = StringProperty("")
    fee = StringProperty("")
    duration = StringProperty("")


class ReportCard(Card):
    code = StringProperty("")
    category = StringProperty("")
    text = StringProperty("")
    place = StringProperty("")
    meta = StringProperty("")
    status = StringProperty("")
    tone = StringProperty("info")
    icon = StringProperty("info")


class PlaceCard(Card):
    name = StringProperty("")
    summary = StringProperty("")
    category = StringProperty("")
    image = StringProperty("")


class Star(IconButton):
    """One of five to give."""

    value = NumericProperty(1)


def tapped(widget: Widget, action: Callable[[], Any]) -> Widget:
    """The widget, with what a tap does."""
    widget.bind(on_release=lambda *_: action())
    return widget


def article_card(article: ArticleItem, action: Callable[[], Any], *, large: bool = False) -> Widget:
    card = ArticleCard(large=large)
    show_article(card, article)
    return tapped(card, action)


def show_article(card: ArticleCard, article: ArticleItem) -> None:
    """Paint an article on a card, new or used before."""
    cover = article.cover
    summary = snippet_markup(article.snippet, "accent") if article.snippet else escape(article.summary)
    card.title = article.title
    card.summary = summary if card.large or article.snippet else ""
    card.category = article.category.name
    card.meta = fmt.age(article.published_at, L.tr)
    card.image = ((cover.url if card.large else cover.thumb_url) or cover.url) if cover else ""
    card.warning = L.tr("Warning, level {n}").format(n=_level(article)) if article.is_warning else ""


def warning_card(
    article: ArticleItem, action: Callable[[], Any], *, short: bool = False, until: datetime | None = None
) -> Widget:
    level = _level(article)
    meta = f"{L.tr('Warning, level {n}').format(n=level)}  ·  {fmt.age(article.published_at, L.tr)}"
    summary = "" if short else shortened(article.summary, 110)
    card = WarningCard(title=article.title, summary=summary, meta=meta, level=level, until=until_words(until))
    return tapped(card, action)


def emergency_card(notice: NoticeItem, action: Callable[[], Any]) -> Widget:
    """An emergency of the inbox, as it stands over everything on the home page."""
    meta = f"{L.tr('Emergency')}  ·  {fmt.age(notice.sent_at, L.tr)}"
    summary = shortened(notice.instruction or notice.body, 140)
    until = until_words(notice.valid_until)
    return tapped(WarningCard(title=notice.title, summary=summary, meta=meta, level=4, until=until), action)


def until_words(end: datetime | None) -> str:
    """How long something is in force; empty when nobody said."""
    return L.tr("In force until {when}").format(when=fmt.day_time(end)) if end else ""


def _level(article: ArticleItem) -> int:
    return min(5, max(1, article.warning_level or 3))


def procedure_card(procedure: ProcedureItem, action: Callable[[], Any]) -> Widget:
    marked = snippet_markup(procedure.snippet, "accent") if "<mark>" in procedure.snippet else ""
    in_name = re.sub(r"</?mark>", "", html.unescape(procedure.snippet)) == procedure.name
    levels = {"full": L.tr("Fully online"), "partial": L.tr("Partly online")}
    card = ProcedureCard(
        name=marked if in_name else escape(procedure.name),
        snippet="" if in_name else marked,
        meta="  ·  ".join(part for part in (procedure.code, procedure.agency_name) if part),
        online=levels.get(procedure.level, ""),
        fee=fmt.money(procedure.fee_from, L.tr) if procedure.fee_from is not None else "",
        duration=procedure.duration_text,
    )
    return tapped(card, action)


def report_card(report: Report, action: Callable[[], Any]) -> Widget:
    card = ReportCard()
    show_report(card, report)
    return tapped(card, action)


def show_report(card: ReportCard, report: Report) -> None:
    """Paint a report on a card, new or used before."""
    card.tone, card.icon = report_look(report.status.code)
    card.code = report.code
    card.category = report.category.name
    card.text = shortened(report.text, 110)
    card.place = report.place_text or (report.area.name if report.area else "")
    card.meta = fmt.age(report.created_at, L.tr)
    card.status = report.status.name or report.status.code


def place_card(place: PlaceItem, action: Callable[[], Any]) -> Widget:
    card = PlaceCard(
        name=place.name,
        summary=place.summary,
        category="  ·  ".join(part for part in (place.category_name, distance(place.distance_m)) if part),
        image=(place.image.thumb_url or place.image.url) if place.image else "",
    )
    return tapped(card, action)


def shortened(text: str, most: int) -> str:
    """At most so many characters, ending at a word."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
