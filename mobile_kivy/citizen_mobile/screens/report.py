"""The report form: what, where, photos. Kept as a draft at every change; sent through the outbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty

from citizen_mobile.client.outbox import REJECTED, SENT, OutboxItem
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.base import AppScreen, button, fill, load_kv
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.photos import PhotoBox
from citizen_mobile.screens.places_found import where_am_i
from citizen_mobile.screens.report_outcome import nearby_panel, outcome_panel
from citizen_mobile.screens.status import icon_for
from citizen_mobile.theme.basics import KeyValue, Panel
from citizen_mobile.theme.composites import Note, Skeleton, Tile, error_state
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.report_form import ReportFormModel

__all__ = ["PhotoBox", "ReportScreen"]

load_kv("report")

WRITTEN = ("text", "place_text", "contact_name", "contact_phone")
WATCH_S = 0.7  # how often the progress of what is being sent is looked at

# Why the outbox did not take it.
REFUSED = {
    "late": "It is already being sent.",
    "doubt": "The server may have it already. With the next connection we know, and then it can be changed.",
    "full": "This phone is full. Free some space; the draft stays here.",
    "disk": "This phone could not keep it. The draft stays here; please try again.",
}


class ReportScreen(AppScreen):
    can_clear = BooleanProperty(False)

    def prepare(self) -> None:
        self._form = self.ids.form.__self__  # ids are weak: taken off the stage, nothing else would hold it
        self._shown: tuple[Any, ...] = ()
        self._watch = None
        self.model = ReportFormModel(self.app.context)
        self.model.bind(
            categories=lambda *_: self.paint_categories(),
            error=lambda *_: self.paint_categories(),
            category=lambda *_: self.mark_category(),
            problems=lambda *_: self.paint_problems(),
            is_anonymous=lambda *_: self.paint_contact(),
            latitude=lambda *_: self.paint_point(),
            longitude=lambda *_: self.paint_point(),
            accuracy_m=lambda *_: self.paint_point(),
        )
        self._take_words()
        for name in WRITTEN:
            self.ids[name].bind(text=self.model.setter(name))
        for name in ("text", "place_text", "photos", "latitude", "item_key"):
            self.model.fbind(name, lambda *_: self._can_clear())
        self.hear(self.app.person, logged_in=lambda *_: self.mark_category())

    def opened(self, edit: OutboxItem | None = None, **_: Any) -> None:
        if edit is not None and not self.came_back:
            self.model.edit(edit)
            self._take_words()
        elif self.model.item_key and not self.came_back:
            self.start_over()
        if not self.model.categories:
            self.paint_categories()
            self.model.load()
        self._take_leftovers()
        self.mark_category()
        self.paint_point()
        self.paint_outcome()
        kept = self.model.has_draft() and not self.model.editing
        self.ids.draft.text = L.tr("Your draft was kept.") if kept else ""
        if not self.came_back:
            self.ids.body.scroll_y = 1
        self._watch = self._watch or Clock.schedule_interval(lambda _dt: self.paint_outcome(), WATCH_S)

    def on_leave(self, *args: Any) -> None:
        super().on_leave(*args)
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def reload(self) -> None:
        self.model.load()
        self.mark_category()
        self.paint_point()
        self.ids.photos.paint()
        self.paint_outcome()

    def start_over(self) -> None:
        self.model.start_over()
        self._take_words()
        self.paint_outcome()

    def clear(self) -> None:
        self.model.clear()
        self._take_words()
        self.ids.body.scroll_y = 1

    def restore(self) -> None:
        self.model.restore()
        self._take_words()

    # --- what

    def paint_categories(self) -> None:
        if self.model.categories:
            fill(self.ids.categories, [self._tile(row) for row in self.model.categories])
            self.mark_category()
            self.ids.loading.clear_widgets()
        elif self.model.error:
            state = error_state(self.model.error, self.model.error_detail, L.tr, self.model.load)
            fill(self.ids.loading, [state])
        else:
            fill(self.ids.loading, [Skeleton(rows=2)])

    def mark_category(self) -> None:
        for tile in self.ids.categories.children:
            tile.active = tile.slug == self.model.category
        fill(self.ids.category_notes, self._notes())
        chosen = self.model.chosen()
        anonymous = bool(chosen and chosen.allows_anonymous)
        self.ids.anonymous_box.opacity = 1 if anonymous else 0
        self.ids.anonymous_box.height = self.ids.anonymous_box.minimum_height if anonymous else 0
        self.ids.anonymous.disabled = not anonymous
        self.ids.submit.disabled = bool(chosen and chosen.excluded_notice)
        if not anonymous and chosen:
            self.model.is_anonymous = False

    def paint_problems(self) -> None:
        problems = self.model.problems
        self.ids.category_problem.text = L.tr(problems["category"]) if "category" in problems else ""
        self.ids.text.error = L.tr(problems["text"]) if "text" in problems else ""
        self.ids.place_text.error = L.tr(problems["place"]) if "place" in problems else ""

    def paint_contact(self) -> None:
        """Who sends without a name is not asked for one."""
        box, hidden = self.ids.contact_box, self.model.is_anonymous
        box.opacity, box.disabled = (0, True) if hidden else (1, False)
        box.height = 0 if hidden else box.minimum_height

    # --- where

    def say_place(self) -> None:
        self.ids.body.scroll_to(self.ids.place_text, padding=T.xl, animate=False)
        self.ids.place_text.ids.entry.focus = True

    def locate(self) -> None:
        where_am_i(
            self.app, lambda fix: self.model.point_at(fix.latitude, fix.longitude, accuracy_m=max(1, fix.accuracy_m))
        )

    def pick_place(self) -> None:
        point = {"latitude": self.model.latitude, "longitude": self.model.longitude}
        self.go("place_picker", on_pick=self.model.point_at, **point)

    def pick_area(self) -> None:
        self.go("areas", on_pick=self._area_picked)

    def paint_point(self) -> None:
        fill(self.ids.point, [self._point()] if self.model.has_point else [])

    # --- photos

    def add_photos(self, files: list[Path]) -> None:
        if not self.model.add_photos(files):
            self.app.toast(L.tr("Up to five JPEG, PNG or WebP files."))

    # --- sending

    def submit(self) -> None:
        if self.model.check():
            self.model.look_nearby(self._looked)
        else:
            self.ids.body.scroll_y = 1
            self.app.toast(L.tr("Something is still missing."))

    def send(self) -> None:
        if not self.model.submit():
            self.app.toast(L.tr(REFUSED.get(self.model.refused, "Something is still missing.")))
        self.paint_outcome()
        self.ids.body.scroll_y = 1

    def outbox_changed(self, item: OutboxItem) -> None:
        if item.key == self.model.item_key:
            self.paint_outcome()

    def paint_outcome(self) -> None:
        """The form, or others' reports like it, or what became of it once it was sent."""
        item = self._sent_item()
        shown = self._state(item)
        # The same outcome again would take the buttons away from under a finger.
        if shown == self._shown:
            return
        self._shown = shown
        self._put_form(away=bool(shown))
        if item is not None:
            fill(self.ids.outcome, [outcome_panel(self, item)])
        else:
            fill(self.ids.outcome, [nearby_panel(self, self.model.nearby)] if shown else [])

    def mend(self, item: OutboxItem) -> None:
        """Back into the form with what was refused."""
        self.model.edit(item)
        self._take_words()
        self.paint_outcome()

    def back_to_form(self) -> None:
        self.model.nearby = []
        self.paint_outcome()

    def _looked(self) -> None:
        if self.model.nearby:
            self.paint_outcome()
            self.ids.body.scroll_y = 1
        else:
            self.send()

    def _sent_item(self) -> OutboxItem | None:
        return self.app.store.outbox.find(self.model.item_key) if self.model.item_key else None

    def _state(self, item: OutboxItem | None) -> tuple[Any, ...]:
        if item is None:
            return (len(self.model.nearby), L.language) if self.model.nearby else ()
        sent = sum(photo.remote_id is not None for photo in self.app.store.outbox.photos(item.key))
        moving = "" if item.state in (SENT, REJECTED) else (item.state, item.reason_code, sent)
        return (item.key, moving or item.state, item.reason, L.language)

    def _put_form(self, *, away: bool) -> None:
        if away and self._form.parent is not None:
            self.ids.stage.remove_widget(self._form)
        elif not away and self._form.parent is None:
            self.ids.stage.add_widget(self._form)

    def _take_words(self) -> None:
        for name in WRITTEN:
            self.ids[name].text = getattr(self.model, name)

    def _take_leftovers(self) -> None:
        """A photo that was taken while Android had closed the app behind the camera belongs to the draft."""
        if not self.came_back and (left := choose.get().camera.leftovers()):
            self.add_photos(left)

    def _can_clear(self) -> None:
        self.can_clear = self.model.has_draft() and not self.model.item_key

    def _area_picked(self, code: str, name: str) -> None:
        self.model.area_code, self.model.area_name = code, name

    def _tile(self, row: Any) -> Tile:
        tile = Tile(icon=icon_for(row.icon, row.slug), text=row.name, tone="bad" if row.is_urgent else "accent")
        tile.slug = row.slug
        return tapped(tile, lambda: setattr(self.model, "category", row.slug))

    def _point(self) -> Panel:
        model = self.model
        said = f"{model.latitude:.5f}, {model.longitude:.5f}"
        if model.accuracy_m:
            said += "\n" + L.tr("measured by this phone, within about {n} m").format(n=round(model.accuracy_m))
        panel = Panel(spacing=T.s)
        panel.add_widget(KeyValue(icon="pin", name=L.tr("Point on the map"), value=said))
        panel.add_widget(button(L.tr("Leave the point out"), model.drop_point, kind="text", icon="close"))
        return panel

    def _notes(self) -> list:
        chosen = self.model.chosen()
        if chosen is None:
            return []
        notes = []
        if chosen.is_urgent:
            text = L.tr("Is somebody in danger? Call first; a report is read later than a call is answered.")
            notes.append(Note(tone="bad", icon="phone", title=L.tr("Urgent"), text=text))
            call = lambda: self.go("emergency")  # noqa: E731
            notes.append(button(L.tr("Emergency numbers"), call, kind="danger", icon="phone"))
        if chosen.excluded_notice:
            text = chosen.excluded_notice
            notes.append(Note(tone="wait", icon="law", title=L.tr("Not taken here"), text=text))
        elif chosen.response_hours:
            one, many = "You get an answer within {n} hour.", "You get an answer within {n} hours."
            promise = L.counted(one, many, chosen.response_hours)
            notes.append(Note(tone="info", icon="clock", text=promise))
        elif chosen.response_days:
            one, many = "You get an answer within {n} working day.", "You get an answer within {n} working days."
            promise = L.counted(one, many, chosen.response_days)
            notes.append(Note(tone="info", icon="clock", text=promise))
        return notes
