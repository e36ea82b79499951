"""Writing a report and following what became of it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty

from citizen_mobile.client.decode import decode
from citizen_mobile.client.errors import ClientError
from citizen_mobile.client.models import Loaded, Page, Report
from citizen_mobile.client.outbox import SENT, OutboxItem
from citizen_mobile.viewmodels.base import Listing, Reading, ViewModel
from citizen_mobile.viewmodels.context import Context

DRAFT = "report"
MOST_PHOTOS = 5
SHORTEST_TEXT = 10


class ReportFormModel(ViewModel):
    """The form. Every change is kept as a draft; sending puts it in the outbox, and there it is safe."""

    category = StringProperty("")
    text = StringProperty("")
    place_text = StringProperty("")
    area_code = StringProperty("")
    area_name = StringProperty("")
    is_anonymous = BooleanProperty(False)
    contact_name = StringProperty("")
    contact_phone = StringProperty("")
    photos = ListProperty([])
    categories = ListProperty([])
    problems = ObjectProperty({})
    item_key = StringProperty("")  # set once the report is in the outbox

    KEPT = ("category", "text", "place_text", "area_code", "area_name", "is_anonymous", "contact_name")
    KEPT_TOO = ("contact_phone", "photos")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._restore()
        for name in (*self.KEPT, *self.KEPT_TOO):
            self.fbind(name, self._keep)

    def load(self) -> None:
        self.run(lambda: self.api.feedback.categories().value, lambda found: setattr(self, "categories", found))

    def chosen(self) -> Any:
        """The chosen category, or None."""
        return next((row for row in self.categories if row.slug == self.category), None)

    def add_photo(self, path: str) -> bool:
        """Add a picture file; False if it cannot be one of this report's."""
        file = Path(path).expanduser()
        usable = file.is_file() and file.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}
        if not usable or len(self.photos) >= MOST_PHOTOS:
            return False
        self.photos = [*self.photos, str(file)]
        return True

    def remove_photo(self, path: str) -> None:
        self.photos = [photo for photo in self.photos if photo != path]

    def missing(self) -> dict[str, str]:
        """What is not yet right, by field, as message ids."""
        problems = {}
        if not self.category:
            problems["category"] = "Choose what it is about."
        if len(self.text.strip()) < SHORTEST_TEXT:
            problems["text"] = "Say in a sentence or two what is wrong."
        if not self.place_text.strip() and not self.area_code:
            problems["place"] = "Say where it is, or choose the commune."
        return problems

    def submit(self) -> bool:
        """Into the outbox, if it is complete."""
        self.problems = self.missing()
        if self.problems:
            return False
        photos = [Path(photo) for photo in self.photos if Path(photo).is_file()]
        item = self.store.outbox.add("report", "reports/", self._body(), photos)
        self.store.keepsakes.drafts.drop(DRAFT)
        self.store.sender.ring()
        self.item_key = item.key
        return True

    def clear(self) -> None:
        """An empty form."""
        self.category = self.text = self.place_text = self.area_code = self.area_name = ""
        self.contact_name = self.contact_phone = self.item_key = ""
        self.is_anonymous, self.photos, self.problems = False, [], {}
        self.store.keepsakes.drafts.drop(DRAFT)

    def has_draft(self) -> bool:
        return bool(self.text or self.place_text or self.photos)

    def _body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "category": self.category,
            "text": self.text.strip(),
            "place_text": self.place_text.strip(),
            "area_code": self.area_code,
            "photo_ids": [],
            "is_anonymous": self.is_anonymous,
        }
        if not self.is_anonymous:
            body |= {"contact_name": self.contact_name.strip(), "contact_phone": self.contact_phone.strip()}
        if self.store.device.device_id:
            body["device_id"] = self.store.device.device_id
        return {name: value for name, value in body.items() if value not in ("", None)}

    def _keep(self, *_: Any) -> None:
        if not self.item_key:
            kept = {name: getattr(self, name) for name in self.KEPT}
            kept |= {"contact_phone": self.contact_phone, "photos": list(self.photos)}
            self.store.keepsakes.drafts.put(DRAFT, kept)

    def _restore(self) -> None:
        for name, value in (self.store.keepsakes.drafts.get(DRAFT) or {}).items():
            if name in (*self.KEPT, *self.KEPT_TOO):
                setattr(self, name, value)


class MyReportsModel(Listing):
    """All my reports: those still in the outbox, those of my account, and those that I sent as a guest."""

    outbox = ListProperty([])

    def load(self, *, logged_in: bool) -> None:
        self.refresh_outbox()
        self.read_pages(lambda: self._fetch(logged_in), keep=self.value is not None)

    def load_more(self) -> None:
        self.read_more(lambda address: self.api.feedback.mine(next_url=address))

    def refresh_outbox(self) -> None:
        self.outbox = [item for item in self.store.outbox.items() if item.kind == "report" and item.state != SENT]

    def withdraw(self, item: OutboxItem) -> None:
        self.store.outbox.withdraw(item.key)
        self.refresh_outbox()

    def send_now(self) -> None:
        self.store.outbox.retry_now()
        self.store.sender.ring()

    def _fetch(self, logged_in: bool) -> Any:
        if logged_in:
            return self.api.feedback.mine()
        rows = self.store.keepsakes.guest_reports.all().values()
        return Loaded(Page([_guest_report(row) for row in rows]), 0.0)


class ReportModel(Reading):
    """One report with its history."""

    sent_action = NumericProperty(0)

    def load(self, code: str, *, logged_in: bool, keep: bool = False) -> None:
        known = self.store.keepsakes.guest_reports.get(code)
        if known and known.get("secret"):
            self._load_as_guest(code, known)
        else:
            self.read(lambda: self.api.feedback.report(code), keep=keep)

    def _load_as_guest(self, code: str, known: dict[str, Any]) -> None:
        # What was told when it was accepted stands until the server's answer is here.
        self.value = self.value or _guest_report(known)

        def fell(_error: ClientError) -> None:
            self.stale_since = time.time()

        self.run(lambda: self._track(code, known["secret"]), self._show, fell)

    def comment(self, code: str, text: str) -> None:
        self._queue("comment", f"me/reports/{code}/comments/", {"text": text, "photo_ids": []})

    def rate(self, code: str, score: int, text: str) -> None:
        self._queue("rating", f"me/reports/{code}/rating/", {"score": score, "text": text})

    def reopen(self, code: str, reason: str) -> None:
        self._queue("reopen", f"me/reports/{code}/reopen/", {"reason": reason})

    def _queue(self, kind: str, path: str, body: dict[str, Any]) -> None:
        self.store.outbox.add(kind, path, body)
        self.store.sender.ring()
        self.sent_action += 1

    def _track(self, code: str, secret: str) -> Any:
        return Loaded(self.api.feedback.track(code, secret), time.time())


def _guest_report(data: dict[str, Any]) -> Report:
    return decode(Report, data)
