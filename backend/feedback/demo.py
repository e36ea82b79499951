"""The demo province's reports: made-up people, true-looking matters, every status, the last 90 days.

Deterministic (the n-th report is always the same) and safe to run again: what exists is left alone.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from backend.agencies.selectors import agency_for
from backend.areas.selectors import area_find
from backend.feedback.codes import code_make
from backend.feedback.demo_photos import load_photos
from backend.feedback.models import Rating, Report, ReportCategory, ReportEvent
from backend.feedback.promises import due_date
from backend.feedback.services.map import map_recount
from backend.feedback.services.reports import report_terms
from backend.feedback.workflow import SETTLED, Status

NAMESPACE = uuid.UUID("6d1f3f0e-6a0b-4d55-9a35-5e0f4b3c2d10")
S, K, R = Status, ReportEvent.Kind, ReportEvent.Role

# Out of 100 reports, so many end in each status; how old they are, in hours.
MIX: list[tuple[Status, int, tuple[int, int]]] = [
    (S.NEW, 5, (1, 20)),
    (S.RECEIVED, 8, (6, 60)),
    (S.FORWARDED, 4, (20, 90)),
    (S.IN_PROGRESS, 15, (30, 300)),
    (S.WAITING_INFO, 4, (30, 120)),
    (S.EXTENDED, 5, (120, 260)),
    (S.REJECTED, 6, (100, 1900)),
    (S.RESOLVED, 14, (130, 320)),
    (S.CLOSED, 35, (420, 2150)),
    (S.REOPENED, 4, (180, 380)),
]
PATHS: dict[Status, list[Status]] = {
    S.NEW: [],
    S.RECEIVED: [S.RECEIVED],
    S.FORWARDED: [S.RECEIVED, S.FORWARDED],
    S.IN_PROGRESS: [S.RECEIVED, S.IN_PROGRESS],
    S.WAITING_INFO: [S.RECEIVED, S.WAITING_INFO],
    S.EXTENDED: [S.RECEIVED, S.IN_PROGRESS, S.EXTENDED],
    S.REJECTED: [S.RECEIVED, S.REJECTED],
    S.RESOLVED: [S.RECEIVED, S.IN_PROGRESS, S.RESOLVED],
    S.CLOSED: [S.RECEIVED, S.IN_PROGRESS, S.RESOLVED, S.CLOSED],
    S.REOPENED: [S.RECEIVED, S.IN_PROGRESS, S.RESOLVED, S.REOPENED],
}
TOWN = ("24611", "24615", "24617")  # the three wards of Gia Nghĩa
SCORES = (5, 5, 5, 5, 4, 4, 4, 3, 3, 2, 1)


@cache
def _data(name: str) -> Any:
    return json.loads((settings.BASE_DIR / "backend" / "demo" / "data" / f"reports_{name}.json").read_text("utf-8"))


def load_categories() -> int:
    """Put in the categories, or bring them up to date; returns how many there are."""
    rows = _data("categories")
    for order, row in enumerate(rows, start=1):
        values = {key: value for key, value in row.items() if key != "slug"}
        ReportCategory.objects.update_or_create(slug=row["slug"], defaults={**values, "order": order})
    return len(rows)


def load_reports(count: int = 300) -> int:
    """Put in the demo reports that are missing; returns how many. Needs areas, agencies, categories."""
    now = timezone.now()
    ids = [uuid.uuid5(NAMESPACE, f"report-{n}") for n in range(count)]
    known = set(Report.objects.filter(pk__in=ids).values_list("pk", flat=True))
    world = _World.read()
    stories = [_Story.tell(n, ids[n], now, world) for n in range(count) if ids[n] not in known]
    with transaction.atomic():
        reports = [story.report for story in stories]
        for report in reports:
            report.place_number()
        made = [(report.created_at, report.updated_at) for report in reports]
        Report.objects.bulk_create(reports)
        for report, (created_at, updated_at) in zip(reports, made, strict=True):
            report.created_at, report.updated_at = created_at, updated_at
        Report.objects.bulk_update(reports, ["created_at", "updated_at"])  # creation stamps them with today
        ReportEvent.objects.bulk_create([event for story in stories for event in story.events])
        Rating.objects.bulk_create([story.rating for story in stories if story.rating])
        map_recount()
    load_photos([(story.n, story.scene, story.report, story.events) for story in stories if story.scene])
    return len(stories)


@dataclass(frozen=True)
class _World:
    """What the stories are set in."""

    categories: dict[str, ReportCategory]
    places: list[tuple[str, str]]
    town: list[tuple[str, str]]
    citizens: list[Any]
    agencies: dict[tuple[str, str], Any] = field(default_factory=dict)

    @classmethod
    def read(cls) -> _World:
        citizens = get_user_model().objects.filter(role="citizen", is_active=True).order_by("created_at", "id")
        places = [(code, words) for code, rows in _data("places").items() for words in rows]
        return cls(
            categories={row.slug: row for row in ReportCategory.objects.all()},
            places=places,
            town=[place for place in places if place[0] in TOWN],
            citizens=list(citizens[:6]),
        )

    def agency(self, category: str, area_code: str) -> Any:
        key = (category, area_code)
        if key not in self.agencies:
            self.agencies[key] = agency_for(category, area_code)
        return self.agencies[key]

    def other_agency(self, report: Report) -> Any:
        """Somebody else who could act: who answers for this matter in the whole province, or for all matters there."""
        found = [
            self.agency(report.category.slug, ""),
            self.agency("other", ""),
            self.agency("other", report.area_code),
        ]
        return next((agency for agency in found if agency and agency.pk != report.agency_id), report.agency)


@dataclass
class _Story:
    """One report with its history, in memory."""

    n: int
    report: Report
    events: list[ReportEvent]
    rating: Rating | None = None
    scene: str = ""

    @classmethod
    def tell(cls, n: int, pk: uuid.UUID, now: datetime, world: _World) -> _Story:
        dice = random.Random(f"daknong-report-{n}")
        status, hours = _outcome(n, dice)
        # Prime steps walk through all texts and all places. A third comes from the town, as reports do.
        template = _data("texts")[n * 29 % len(_data("texts"))]
        places = world.town if n % 3 == 1 else world.places
        area_code, words = places[n * 31 % len(places)]
        category = world.categories[template["category"]]
        if category.is_urgent and status not in SETTLED:
            hours = min(hours, 30)  # an urgent matter does not lie about for a week
        created = _awake(now - timedelta(hours=hours, minutes=dice.randrange(60)))
        report = _report(n, pk, dice, world, category, template["text"], area_code, words, created)
        story = cls(n, report, [], scene=template.get("photo", ""))
        story._live(status, now, dice, world, template)
        return story

    def _live(
        self, status: Status, now: datetime, dice: random.Random, world: _World, template: dict[str, str]
    ) -> None:
        report, at = self.report, self.report.created_at
        self._add(at, K.CREATED, S.NEW, R.SENDER)
        at += timedelta(seconds=dice.randrange(2, 40))
        if report.agency:
            name = report.agency.name
            self._add(at, K.ROUTED, S.NEW, R.SYSTEM, f"Đã giao cho {name}.", text_en=f"Assigned to {name}.")
        path = PATHS[status]
        for moment, step in zip(_moments(at, report, path, now, dice), path, strict=True):
            self._move(step, moment, dice, world, template)
        self._keep_order(now)
        report.updated_at = self.events[-1].at

    def _keep_order(self, now: datetime) -> None:
        """A rating comes some while after the answer, but before whatever is next, and before now."""
        for answer, rating, after in zip(self.events, self.events[1:], [*self.events[2:], None], strict=False):
            until = after.at if after else now
            if rating.kind == K.RATED and rating.at > until:
                rating.at = answer.at + (until - answer.at) / 2

    def _move(self, to: Status, at: datetime, dice: random.Random, world: _World, template: dict[str, str]) -> None:
        report = self.report
        label = report.agency.name if report.agency else ""
        if to == S.CLOSED:
            self._close(at, dice)
        elif to == S.REOPENED:
            self._add(at, K.MOVED, to, R.SENDER, dice.choice(_data("phrases")["reopened"]))
            report.resolved_at, report.due_at = None, due_date(report.category, at)
        else:
            said = {S.IN_PROGRESS: template["progress"], S.RESOLVED: template["answer"]}
            text = said.get(to) or dice.choice(_data("phrases")[to])
            self._add(at, K.MOVED, to, R.AGENCY, text, label=label)
        if to == S.FORWARDED:
            report.agency = world.other_agency(report)
        if to == S.EXTENDED:
            report.due_at = due_date(report.category, max(report.due_at, at))
        if to == S.WAITING_INFO:
            report.waiting_since = at
        if to in (S.RESOLVED, S.REJECTED):
            report.resolved_at = at
        report.status = to
        if to == S.RESOLVED and dice.random() < 0.07:
            self._rate(at + timedelta(minutes=dice.randrange(20, 90)), dice.choice((1, 2)), dice)

    def _close(self, at: datetime, dice: random.Random) -> None:
        if self.rating is None and dice.random() < 0.7:
            self._rate(at - timedelta(seconds=1), dice.choice([score for score in SCORES if score >= 3]), dice)
            self._add(at, K.MOVED, S.CLOSED, R.SENDER)
        else:
            self._add(at, K.MOVED, S.CLOSED, R.SYSTEM)

    def _rate(self, at: datetime, score: int, dice: random.Random) -> None:
        text = dice.choice(_data("phrases")["ratings"][str(score)])
        self._add(at, K.RATED, S.RESOLVED, R.SENDER, text, note=f"{score}/5")
        self.rating = Rating(report=self.report, score=score, text=text)

    def _add(
        self, at: datetime, kind: str, to: Status, role: str, text: str = "", *, label: str = "", **more: str
    ) -> None:
        before = self.events[-1].to_status if self.events else ""
        actor = self.report.reporter if role == R.SENDER else None
        self.events.append(
            ReportEvent(
                report=self.report, at=at, kind=kind, from_status=before, to_status=to, text=text,
                actor=actor, actor_role=role, actor_label=label, **more,
            )
        )  # fmt: skip


def _outcome(n: int, dice: random.Random) -> tuple[Status, int]:
    """The status that the n-th report ends in, and its age in hours."""
    place = n * 37 % 100
    for status, share, (youngest, oldest) in MIX:
        if place < share:
            return status, dice.randrange(youngest, oldest)
        place -= share
    raise AssertionError("the shares of MIX add up to 100")


def _report(
    n: int, pk: uuid.UUID, dice: random.Random, world: _World, category: ReportCategory, text: str,
    area_code: str, words: str, created: datetime,
) -> Report:  # fmt: skip
    is_anonymous = category.allows_anonymous and dice.random() < 0.2
    reporter = world.citizens[n // 3 % len(world.citizens)] if world.citizens and n % 3 == 0 else None
    area = area_find(area_code)
    has_point = area is not None and area.latitude is not None and dice.random() < 0.9
    names = _data("phrases")["names"]
    report = Report(
        pk=pk, code=code_make(created, (n * 7919 + 137) % 100_000), category=category, text=text,
        latitude=round((area.latitude or 0) + dice.uniform(-0.018, 0.018), 6) if area and has_point else None,
        longitude=round((area.longitude or 0) + dice.uniform(-0.018, 0.018), 6) if area and has_point else None,
        place_text=words, area_code=area_code, area_estimated=has_point,
        agency=world.agency(category.slug, area_code), reporter=reporter,
        contact_name="" if is_anonymous else names[n % len(names)],
        # No number in Viet Nam begins with 01 any more.
        contact_phone="" if is_anonymous else f"010 0000 {n % 1000:03d}",
        is_anonymous=is_anonymous, is_urgent=category.is_urgent, is_public=not is_anonymous and dice.random() < 0.45,
        due_at=due_date(category, created), created_at=created, updated_at=created,
    )  # fmt: skip
    report.search_terms = report_terms(report)
    return report


def _moments(
    start: datetime, report: Report, path: list[Status], now: datetime, dice: random.Random
) -> Iterator[datetime]:
    """When each step was taken: soon received, answered mostly in time, never in the future."""
    promise = max(report.due_at - report.created_at, timedelta(hours=2))
    pace = {
        S.RECEIVED: promise * dice.uniform(0.02, 0.12),
        S.IN_PROGRESS: promise * dice.uniform(0.1, 0.3),
        S.RESOLVED: promise * (dice.uniform(0.2, 0.5) if dice.random() < 0.85 else dice.uniform(0.8, 1.3)),
        S.CLOSED: timedelta(days=14) if dice.random() < 0.3 else timedelta(hours=dice.randrange(2, 60)),
        S.REOPENED: timedelta(hours=dice.randrange(12, 70)),
    }
    wanted = [pace.get(step, promise * dice.uniform(0.1, 0.4)) for step in path]
    room = max(now - start - timedelta(minutes=5), timedelta(minutes=len(path) + 1))
    total = sum(wanted, timedelta())
    squeeze = min(1.0, room / total) if total else 1.0
    at = start
    for left, (step, gap) in enumerate(zip(path, wanted, strict=True), start=1 - len(path)):
        latest = now + timedelta(minutes=2 * left - 1)  # room for the steps still to come
        wish = at + gap * squeeze
        if step not in (S.CLOSED, S.REOPENED) and not report.is_urgent:
            wish = _office_hours(wish, dice)
        at = wish if wish <= latest else max(at + timedelta(seconds=30), min(at + gap * squeeze, latest))
        yield at


def _awake(at: datetime) -> datetime:
    """The evening before, instead of the small hours."""
    hour = timezone.localtime(at).hour
    return at - timedelta(hours=hour + 2) if hour < 6 else at


def _office_hours(at: datetime, dice: random.Random) -> datetime:
    """The same moment if offices are open, else some minutes after they open next."""
    local = timezone.localtime(at)
    if local.weekday() < 5 and 7 <= local.hour < 17:
        return at
    day = local.date() if local.hour < 7 and local.weekday() < 5 else local.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    opening = datetime.combine(day, time(7, 30), tzinfo=timezone.get_default_timezone())
    return opening + timedelta(minutes=dice.randrange(0, 200))
