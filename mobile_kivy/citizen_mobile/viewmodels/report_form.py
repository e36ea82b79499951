"""Writing a report. Every change is kept at once; sending puts it in the outbox, and there it is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ListProperty, NumericProperty, ObjectProperty, StringProperty

from citizen_mobile.client.errors import StorageError
from citizen_mobile.client.models import ReportCategory
from citizen_mobile.client.outbox import InDoubt, OutboxItem, TooLate
from citizen_mobile.viewmodels.base import ViewModel, ignore
from citizen_mobile.viewmodels.context import Context

DRAFT = "report"
MOST_PHOTOS = 5
SHORTEST_TEXT = 10
NEARBY_M = 300
# Nobody waits longer than this to be told of reports like theirs; without an answer theirs is sent.
NEARBY_PATIENCE_S = 4.0

# What the draft keeps, with what an empty form has.
FIELDS: dict[str, Any] = {
    "category": "",
    "text": "",
    "place_text": "",
    "area_code": "",
    "area_name": "",
    "latitude": None,
    "longitude": None,
    "accuracy_m": 0,
    "is_anonymous": False,
    "contact_name": "",
    "contact_phone": "",
    "photos": [],
    "editing": "",
}


class ReportFormModel(ViewModel):
    """The form of one report, as it is being written."""

    category = StringProperty("")
    text = StringProperty("")
    place_text = StringProperty("")
    area_code = StringProperty("")
    area_name = StringProperty("")
    latitude = ObjectProperty(None, allownone=True)
    longitude = ObjectProperty(None, allownone=True)
    accuracy_m = NumericProperty(0)  # how far a measured point may be off; 0 for one that was pointed at
    is_anonymous = BooleanProperty(False)
    contact_name = StringProperty("")
    contact_phone = StringProperty("")
    photos = ListProperty([])
    editing = StringProperty("")  # the key of the outbox item that this takes the place of

    categories = ListProperty([])
    problems = ObjectProperty({})
    nearby = ListProperty([])  # published reports of the same subject around the point
    checking = BooleanProperty(False)
    removed_photo = StringProperty("")
    cleared = ObjectProperty(None, allownone=True)  # what the form held before it was emptied
    refused = StringProperty("")  # why the outbox did not take it: late, doubt, full or disk
    item_key = StringProperty("")  # set once the report is in the outbox

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._nearby_heard = False
        self._fill(self.store.keepsakes.drafts.get(DRAFT) or {})
        self.photos = [photo for photo in self.photos if Path(photo).is_file()]
        self.store.draft_photos.tidy(self.photos)
        for name in FIELDS:
            self.fbind(name, self._keep)

    def load(self) -> None:
        self.run(lambda: self.api.feedback.categories().value, lambda found: setattr(self, "categories", found))

    def chosen(self) -> ReportCategory | None:
        """The chosen category."""
        return next((row for row in self.categories if row.slug == self.category), None)

    # --- where

    @property
    def has_point(self) -> bool:
        return self.latitude is not None and self.longitude is not None

    def point_at(self, latitude: float, longitude: float, *, accuracy_m: float = 0) -> None:
        """A point, measured or pointed at; its commune is asked for, and chosen when it is known."""
        self.latitude, self.longitude, self.accuracy_m = latitude, longitude, accuracy_m
        self._forget_nearby()

        def found(loaded: Any) -> None:
            if (self.latitude, self.longitude) == (latitude, longitude):
                self.area_code, self.area_name = loaded.value.area.code, loaded.value.area.name

        self.context.run(lambda: self.api.directory.area_at(latitude, longitude), found, ignore)

    def drop_point(self) -> None:
        self.latitude = self.longitude = None
        self.accuracy_m = 0
        self._forget_nearby()

    # --- photos

    def room(self) -> int:
        """How many more photos it takes."""
        return MOST_PHOTOS - len(self.photos)

    def add_photos(self, files: Iterable[Path]) -> bool:
        """Copy pictures into the draft; False if one could not be taken or there were too many."""
        files = list(files)
        taken = [copy for file in files[: self.room()] if (copy := self.store.draft_photos.take(file)) is not None]
        if taken:
            self.photos = [*self.photos, *(str(copy) for copy in taken)]
        return len(taken) == len(files)

    def remove_photo(self, path: str) -> None:
        self.photos = [photo for photo in self.photos if photo != path]
        self.removed_photo = path

    def restore_photo(self) -> None:
        """Undo the last removal."""
        if self.removed_photo and self.room():
            self.photos = [*self.photos, self.removed_photo]
        self.removed_photo = ""

    # --- emptying, and back

    def has_draft(self) -> bool:
        return bool(self.text or self.place_text or self.photos or self.has_point)

    def clear(self) -> None:
        """An empty form; `restore` brings back what it held."""
        held = self._held() if self.has_draft() else None
        self.start_over()
        self.cleared = held

    def restore(self) -> None:
        held, self.cleared = self.cleared, None
        self._fill(held or {})

    def start_over(self) -> None:
        """An empty form for the next report."""
        self.item_key = ""
        self._fill(FIELDS)
        self.problems, self.removed_photo, self.cleared = {}, "", None
        self._forget_nearby()
        self.store.keepsakes.drafts.drop(DRAFT)

    def edit(self, item: OutboxItem) -> None:
        """Fill the form with what waits in the outbox; it stays there until this is sent in its place."""
        self.start_over()
        photos = [self.store.draft_photos.take(photo.file) for photo in self.store.outbox.photos(item.key)]
        self._fill({**FIELDS, **item.body, "photos": [str(photo) for photo in photos if photo], "editing": item.key})
        self.area_name = self.area_name or self.area_code

    # --- sending

    def missing(self) -> dict[str, str]:
        """What is not yet right, by field, as message ids."""
        problems = {}
        chosen = self.chosen()
        if not self.category or (chosen is not None and chosen.excluded_notice):
            problems["category"] = "Choose what it is about."
        if len(self.text.strip()) < SHORTEST_TEXT:
            problems["text"] = "Say in a sentence or two what is wrong."
        if not self.place_text.strip() and not self.area_code and not self.has_point:
            problems["place"] = "Say where it is, or choose the commune."
        return problems

    def check(self) -> bool:
        """Whether it is complete; `problems` says what is not."""
        self.problems = self.missing()
        return not self.problems

    def look_nearby(self, done: Callable[[], None]) -> None:
        """Ask once for published reports like this one; `done` in any case, soon, also without a network."""
        if not self.has_point or self._nearby_heard:
            done()
            return
        self.checking, self._nearby_heard = True, True
        spot, category = (self.latitude, self.longitude), self.category

        def finish(rows: list[Any]) -> None:
            if self.checking:
                self.checking, self.nearby = False, rows
                patience.cancel()
                done()

        patience = Clock.schedule_once(lambda _dt: finish([]), NEARBY_PATIENCE_S)
        self.context.run(
            lambda: self.api.feedback.near(*spot, radius_m=NEARBY_M, category=category).value.results,
            finish,
            lambda _error: finish([]),
        )

    def submit(self) -> bool:
        """Into the outbox, if it is complete."""
        self.refused = ""
        if not self.check():
            return False
        photos = [Path(photo) for photo in self.photos if Path(photo).is_file()]
        try:
            self.item_key = self._put(self._body(), photos).key
        except TooLate as error:
            self.refused = "doubt" if isinstance(error, InDoubt) else "late"
            return False
        except StorageError as error:
            self.refused = "full" if error.full else "disk"
            return False
        self.store.keepsakes.drafts.drop(DRAFT)
        self.store.draft_photos.tidy([])
        self.store.sender.ring()
        return True

    def _put(self, body: dict[str, Any], photos: list[Path]) -> OutboxItem:
        if self.editing and self.store.outbox.find(self.editing) is not None:
            return self.store.outbox.edit(self.editing, body, photos)
        return self.store.outbox.add("report", "reports/", body, photos)

    def _body(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "category": self.category,
            "text": self.text.strip(),
            "place_text": self.place_text.strip(),
            "area_code": self.area_code,
            "photo_ids": [],
            "is_anonymous": self.is_anonymous,
            "latitude": self.latitude if self.has_point else None,
            "longitude": self.longitude if self.has_point else None,
        }
        if not self.is_anonymous:
            body |= {"contact_name": self.contact_name.strip(), "contact_phone": self.contact_phone.strip()}
        if self.store.device.device_id:
            body["device_id"] = self.store.device.device_id
        return {name: value for name, value in body.items() if value not in ("", None)}

    def _forget_nearby(self) -> None:
        self.nearby, self.checking, self._nearby_heard = [], False, False

    def _held(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value := getattr(self, name), list) else value for name in FIELDS}

    def _fill(self, kept: dict[str, Any]) -> None:
        for name in FIELDS:
            if name in kept:
                setattr(self, name, kept[name])

    def _keep(self, *_: Any) -> None:
        if not self.item_key:
            self.store.keepsakes.drafts.put(DRAFT, self._held())
