"""Rows in numbers, and what is asked of them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import timedelta

from backend.feedback.models import Report
from backend.feedback.services import map_recount
from backend.news.models import Article
from backend.public_services.models import Dossier, Procedure
from tests.bench.scenario import Scenario

BATCH = 2000
TOWN = (11.998, 107.6792)  # Gia Nghĩa
DOSSIER = {"code": "H16.31-261102-0001", "factor": "0101"}


def fill(*, articles: int, dossiers: int, reports: int) -> None:
    """Copies of the demo's rows, each with a key and a time of its own, until there are so many."""
    _save(Report, _reports(reports - Report.objects.count()))
    map_recount()
    _save(Article, _articles(articles - Article.objects.count()))
    _save(Dossier, _dossiers(dossiers - Dossier.objects.count()))
    _analyze()


def _save(model: type, rows: Iterator) -> None:  # type: ignore[type-arg]
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            model.objects.bulk_create(batch)  # type: ignore[attr-defined]
            batch = []
    model.objects.bulk_create(batch)  # type: ignore[attr-defined]


def _articles(count: int) -> Iterator[Article]:
    originals = list(Article.objects.visible())
    for number in range(count):
        article = Article(**_values(originals[number % len(originals)]))
        article.slug = f"bench-{number}"
        article.source_guid = None
        article.is_pinned = False
        article.published_at -= timedelta(minutes=7 * number)
        yield article


def _dossiers(count: int) -> Iterator[Dossier]:
    originals = list(Dossier.objects.all()[:500])
    for number in range(count):
        dossier = Dossier(**_values(originals[number % len(originals)]))
        dossier.code = f"H16.14-{200101 + number // 9000:06d}-{number % 9000 + 1:04d}"
        yield dossier


def _reports(count: int) -> Iterator[Report]:
    """Around the places of the demo's, as close as in a town and as far as the next village."""
    originals, chance = list(Report.objects.filter(latitude__isnull=False)[:300]), random.Random(5)
    for number in range(count):
        report = Report(**_values(originals[number % len(originals)]))
        report.code, report.is_public = f"BENCH-{number}", True
        spread = chance.choice((0.002, 0.01, 0.05))
        report.latitude = chance.gauss(report.latitude or TOWN[0], spread)
        report.longitude = chance.gauss(report.longitude or TOWN[1], spread)
        report.place_number()
        yield report


def _values(row: Article | Dossier | Report) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _guest() -> dict[str, str]:
    """A device without an account, and the headers that prove it."""
    from django.test import Client

    device = {"token": "bench", "platform": "android", "language": "vi", "app_version": "1", "topics": ["all"]}
    asked = Client().post(
        "/api/v1/devices/", {**device, "install_id": str(uuid.uuid4())}, content_type="application/json"
    )
    made = asked.json()
    return {"X-Device-Id": made["id"], "X-Device-Secret": made["secret"]}


def _spot() -> tuple[float, float]:
    """Where there are reports: the point of one among many."""
    placed = Report.objects.filter(is_public=True, z_order__isnull=False).order_by("z_order")
    return placed.values_list("latitude", "longitude")[placed.count() // 2]  # type: ignore[return-value]


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def scenarios() -> list[Scenario]:
    """What the product lives by; each list with its page of 20."""
    slug = Article.objects.visible().order_by("-published_at").values_list("slug", flat=True)[0]
    procedure = Procedure.objects.filter(is_active=True).order_by("sort_key").values_list("code", flat=True)[0]
    report = {
        "category": "roads",
        "text": "Ổ gà sâu giữa đường, xe máy dễ ngã.",
        "area_code": "24611",
        "place_text": "cổng chợ",
    }
    north, east = _spot()
    screen = f"{east - 0.001:.6f},{north - 0.002:.6f},{east + 0.001:.6f},{north + 0.002:.6f}"
    return [
        Scenario("news list", "GET", "/api/v1/news/articles/"),
        Scenario("article", "GET", f"/api/v1/news/articles/{slug}/"),
        Scenario("search", "GET", "/api/v1/news/articles/?q=canh+bao+mua"),
        Scenario("dossier lookup", "POST", "/api/v1/dossiers/lookup/", DOSSIER),
        Scenario("report creation", "POST", "/api/v1/reports/", report, fresh_key=True),
        Scenario("procedures", "GET", "/api/v1/procedures/"),
        Scenario("procedure", "GET", f"/api/v1/procedures/{procedure}/"),
        Scenario("offices", "GET", "/api/v1/offices/"),
        Scenario("map, clusters", "GET", "/api/v1/public-reports/map/?bbox=107.2,11.7,108.2,12.8&zoom=9"),
        Scenario("map, points", "GET", f"/api/v1/public-reports/map/?bbox={screen}&zoom=17"),
        Scenario("reports nearby", "GET", f"/api/v1/public-reports/?near={north:.6f},{east:.6f}"),
        Scenario("inbox of a guest", "GET", "/api/v1/inbox/", headers=_guest()),
    ]
