"""My reports: those in the outbox, those of my account or sent as a guest, and others' that I follow."""

from __future__ import annotations

import time
from operator import itemgetter
from typing import Any

from kivy.properties import ListProperty, OptionProperty

from citizen_mobile.client.decode import decode
from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.models import Loaded, NearbyReport, Page, Report
from citizen_mobile.client.outbox import PENDING, REJECTED, SENDING
from citizen_mobile.viewmodels.base import Listing

ANSWERED, CLOSED = ("resolved", "rejected"), ("closed",)
# The server answers for one code ten times a minute: what was asked for just now is not asked for again.
FRESH_S = 60.0
MOST_ASKED = 20  # of a guest's reports: each is a request of its own, on a network that may be weak


class MyReportsModel(Listing):
    """`value` is all that was read; `shown()` is the part that the filter lets through."""

    outbox = ListProperty([])
    followed = ListProperty([])
    show = OptionProperty("all", options=["all", "open", "answered", "closed"])

    def load(self, *, logged_in: bool) -> None:
        self.refresh_outbox()
        self.followed = [decode(NearbyReport, row) for row in self.store.keepsakes.followed_reports.all().values()]
        self.read_pages(lambda: self._fetch(logged_in), keep=self.value is not None)

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.feedback.mine(next_url=address))

    def refresh_outbox(self) -> None:
        waiting = self.store.outbox.visible(PENDING, SENDING, REJECTED)
        self.outbox = [item for item in waiting if item.kind == "report"]

    def shown(self) -> list[Report]:
        return [row for row in self.value or [] if self.show in ("all", group_of(row))]

    def _fetch(self, logged_in: bool) -> Any:
        guests = self._guest_page(logged_in)
        if not logged_in:
            return Loaded(Page(guests), 0.0)
        mine = self.api.feedback.mine()
        known = {row.code for row in mine.value.results}
        mine.value.results += [row for row in guests if row.code not in known]
        return mine

    def _guest_page(self, logged_in: bool) -> list[Report]:
        """What was sent without a login, as it was last known; a guest's that may still change is asked for anew."""
        rows = {row["code"]: row for row in guest_reports(self.store)}
        if not logged_in and not self.api.reader.from_memory:
            may_change = [code for code, row in rows.items() if row["status"]["code"] not in CLOSED]
            rows |= {code: tracked(self.store, rows[code]) for code in may_change[:MOST_ASKED]}
        return [decode(Report, row) for row in rows.values()]


def guest_reports(store: Any) -> list[dict[str, Any]]:
    """What this device sent without a login, as it was last known, the newest first."""
    return sorted(store.keepsakes.guest_reports.all().values(), key=itemgetter("created_at"), reverse=True)


def tracked(store: Any, known: dict[str, Any], *, fresh_s: float = FRESH_S) -> dict[str, Any]:
    """A guest's report as the server has it now, kept; what was known before when the server is away."""
    if time.time() - known.get("tracked_at", 0) < fresh_s:
        return known
    try:
        told = store.api.feedback.track(known["code"], known["secret"])
    except ClientError:
        return known
    told = {**told, "secret": known["secret"], "tracked_at": time.time()}
    store.keepsakes.guest_reports.put(known["code"], told)
    return told


def group_of(report: Report) -> str:
    """`open`, `answered` or `closed`."""
    code = report.status.code
    return "answered" if code in ANSWERED else "closed" if code in CLOSED else "open"
