"""One report with its history, and what I say about it: shown at once, sent by the outbox."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kivy.properties import ListProperty

from citizen_mobile.client.decode import decode
from citizen_mobile.client.errors import ApiError
from citizen_mobile.client.models import Loaded, NearbyReport, Report
from citizen_mobile.client.outbox import PENDING, REJECTED, SENDING
from citizen_mobile.viewmodels.base import Reading
from citizen_mobile.viewmodels.my_reports import tracked

# A report is found anew by where it is: the list of published reports knows no codes.
LOOK_M = 50


class ReportModel(Reading):
    """`value` is the report; `waiting` is what I said about it and the server does not have yet."""

    waiting = ListProperty([])

    def load(self, code: str, *, logged_in: bool, keep: bool = False) -> None:
        self.refresh_waiting(code)
        known = self.store.keepsakes.guest_reports.get(code)
        if known and known.get("secret"):
            self._load_as_guest(known)
        else:
            self.read(lambda: self.api.feedback.report(code), keep=keep)

    def refresh_waiting(self, code: str) -> None:
        mine = f"me/reports/{code}/"
        self.waiting = [
            row for row in self.store.outbox.visible(PENDING, SENDING, REJECTED) if row.path.startswith(mine)
        ]

    def _load_as_guest(self, known: dict[str, Any]) -> None:
        # What was told when it was accepted stands until the server's answer is here.
        self.value = decode(Report, known)

        def work() -> Loaded[Report]:
            told = tracked(self.store, known, fresh_s=10)
            stored_at = told.get("tracked_at", 0)
            return Loaded(decode(Report, told), stored_at, stale=time.time() - stored_at > 60)

        self.run(work, self._show)

    def comment(self, code: str, text: str, photos: Iterable[Path] = ()) -> None:
        self._queue("comment", code, "comments/", {"text": text, "photo_ids": []}, photos)

    def rate(self, code: str, score: int, text: str) -> None:
        self._queue("rating", code, "rating/", {"score": score, "text": text})

    def reopen(self, code: str, reason: str) -> None:
        self._queue("reopen", code, "reopen/", {"reason": reason})

    def withdraw(self, code: str, reason: str) -> None:
        self._queue("withdraw", code, "withdraw/", {"reason": reason})

    def take_back(self, key: str, code: str) -> bool:
        """Withdraw something that was said and not sent yet; False when it is too late."""
        gone = self.store.outbox.withdraw(key)
        self.refresh_waiting(code)
        return gone

    def _queue(self, kind: str, code: str, end: str, body: dict[str, Any], photos: Iterable[Path] = ()) -> None:
        self.store.outbox.add(kind, f"me/reports/{code}/{end}", body, list(photos))
        self.store.sender.ring()
        self.refresh_waiting(code)


class PublicReportModel(Reading):
    """A published report of anybody."""

    def load(self, code: str, latitude: float, longitude: float) -> None:
        self.read(lambda: self._find(code, latitude, longitude))

    def follows(self, code: str) -> bool:
        return self.store.keepsakes.followed_reports.get(code) is not None

    def follow(self, report: NearbyReport) -> None:
        """Keep it among my reports, on this device."""
        kept = {
            "code": report.code,
            "text": report.text,
            "place_text": report.place_text,
            "latitude": report.latitude,
            "longitude": report.longitude,
            "category": {"slug": report.category.slug, "name": report.category.name},
            "status": {"code": report.status.code, "name": report.status.name},
            "created_at": report.created_at.isoformat() if report.created_at else None,
        }
        self.store.keepsakes.followed_reports.put(report.code, kept)

    def unfollow(self, code: str) -> None:
        self.store.keepsakes.followed_reports.drop(code)

    def _find(self, code: str, latitude: float, longitude: float) -> Loaded[NearbyReport]:
        page = self.api.feedback.near(latitude, longitude, radius_m=LOOK_M)
        found = next((row for row in page.value.results if row.code == code), None)
        if found is None:
            raise ApiError(404, "not_found", "")
        if self.follows(code):
            self.follow(found)
        return Loaded(found, page.stored_at, page.stale)
