"""The report form: what, where, photos. Kept as a draft at every change; sent through the outbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.properties import StringProperty

from citizen_mobile.client.outbox import REJECTED, SENT, OutboxItem
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, load_kv
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.status import icon_for
from citizen_mobile.theme.basics import Display, HexIcon, Panel, Row, Soft, Title
from citizen_mobile.theme.composites import Note, Skeleton, Tile, error_state
from citizen_mobile.theme.tokens import T
from citizen_mobile.viewmodels.reporting import MOST_PHOTOS, ReportFormModel

load_kv("report")


class PhotoRow(Row):
    """A chosen picture, with the way to leave it out."""

    path = StringProperty("")
    name = StringProperty("")
    __events__ = ("on_remove",)

    def on_remove(self) -> None:
        """The picture was left out."""


class CodeBox(Panel):
    """The code of an accepted report, large, to be written down."""

    code = StringProperty("")


class ReportScreen(AppScreen):
    def prepare(self) -> None:
        self._form = self.ids.form.__self__  # ids are weak: taken off the stage, nothing else would hold it
        self._shown: tuple[str, ...] = ()
        self.model = ReportFormModel(self.app.context)
        self.model.bind(
            categories=lambda *_: self.paint_categories(),
            error=lambda *_: self.paint_categories(),
            category=lambda *_: self.mark_category(),
            photos=lambda *_: self.paint_photos(),
            problems=lambda *_: self.paint_problems(),
        )
        for name in ("text", "place_text", "contact_name", "contact_phone"):
            self.ids[name].text = getattr(self.model, name)
            self.ids[name].bind(text=self.model.setter(name))
        self.app.person.bind(logged_in=lambda *_: self.mark_category())

    def opened(self, **_: Any) -> None:
        if self.model.item_key and not self.came_back:
            self.start_over()
        if not self.model.categories:
            self.paint_categories()
            self.model.load()
        self.paint_photos()
        self.paint_outcome()
        self.ids.draft.text = L.tr("Your draft was kept.") if self.model.has_draft() else ""
        if not self.came_back:
            self.ids.body.scroll_y = 1

    def reload(self) -> None:
        self.model.load()

    def start_over(self) -> None:
        self.model.clear()
        for name in ("text", "place_text", "contact_name", "contact_phone"):
            self.ids[name].text = ""
        self.paint_outcome()

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
        if not anonymous and chosen:
            self.model.is_anonymous = False

    def paint_photos(self) -> None:
        rows = []
        for path in self.model.photos:
            row = PhotoRow(path=path, name=Path(path).name)
            row.bind(on_remove=lambda touched: self.model.remove_photo(touched.path))
            rows.append(row)
        fill(self.ids.photos, rows)
        self.ids.photo_count.text = L.tr("{n} of {most} photos").format(n=len(rows), most=MOST_PHOTOS)

    def paint_problems(self) -> None:
        problems = self.model.problems
        self.ids.category_problem.text = L.tr(problems["category"]) if "category" in problems else ""
        self.ids.text.error = L.tr(problems["text"]) if "text" in problems else ""
        self.ids.place_text.error = L.tr(problems["place"]) if "place" in problems else ""

    def add_photo(self) -> None:
        """Take the file that the field names (a phone's gallery comes with issue 5)."""
        if self.model.add_photo(self.ids.photo_path.text.strip()):
            self.ids.photo_path.text = ""
            self.ids.photo_path.error = ""
        else:
            self.ids.photo_path.error = L.tr("Up to five JPEG, PNG or WebP files.")

    def pick_area(self) -> None:
        self.go("areas", on_pick=self._area_picked)

    def submit(self) -> None:
        if self.model.submit():
            self.paint_outcome()
            self.ids.body.scroll_y = 1
        else:
            self.ids.body.scroll_y = 1
            self.app.toast(L.tr("Something is still missing."))

    def outbox_changed(self, item: OutboxItem) -> None:
        if item.key == self.model.item_key:
            self.paint_outcome()

    def paint_outcome(self) -> None:
        """The form, or what became of it once it was sent."""
        sent = bool(self.model.item_key)
        form = self._form
        if sent and form.parent is not None:
            self.ids.stage.remove_widget(form)
        elif not sent and form.parent is None:
            self.ids.stage.add_widget(form)
        item = self.app.store.outbox.get(self.model.item_key) if sent else None
        shown = (
            (item.key, item.state if item.state in (SENT, REJECTED) else "", item.reason, L.language) if item else ()
        )
        # The same outcome again would take the buttons away from under a finger.
        if shown != self._shown:
            self._shown = shown
            fill(self.ids.outcome, self._outcome(item) if item else [])

    def _area_picked(self, code: str, name: str) -> None:
        self.model.area_code, self.model.area_name = code, name

    def _tile(self, row: Any) -> Tile:
        tile = Tile(icon=icon_for(row.icon, row.slug), text=row.name, tone="bad" if row.is_urgent else "accent")
        tile.slug = row.slug
        return tapped(tile, lambda: setattr(self.model, "category", row.slug))

    def _notes(self) -> list:
        chosen = self.model.chosen()
        if chosen is None:
            return []
        notes = []
        if chosen.excluded_notice:
            notes.append(Note(tone="wait", icon="law", text=chosen.excluded_notice))
        if chosen.response_hours:
            hours = f"{chosen.response_hours:g}"
            promise = L.tr("You get an answer within {n} hours.").format(n=hours)
            notes.append(Note(tone="info", icon="clock", text=promise))
        elif chosen.response_days:
            days = f"{chosen.response_days:g}"
            promise = L.tr("You get an answer within {n} working days.").format(n=days)
            notes.append(Note(tone="info", icon="clock", text=promise))
        return notes

    def _outcome(self, item: OutboxItem) -> list:
        panel = Panel(padding=T.xl, spacing=T.m)
        if item.state == SENT:
            self._thanks(panel, item.result or {})
        elif item.state == REJECTED:
            panel.add_widget(HexIcon(name="refused", tint=T.bad, ground=T.bad_soft, pos_hint={"center_x": 0.5}))
            panel.add_widget(Title(text=L.tr("The server did not accept it"), halign="center"))
            panel.add_widget(Soft(text=item.reason, halign="center"))
            panel.add_widget(button(L.tr("Change and send again"), lambda: self._mend(item)))
        else:
            panel.add_widget(HexIcon(name="send", tint=T.info, ground=T.info_soft, pos_hint={"center_x": 0.5}))
            panel.add_widget(Title(text=L.tr("Safe on this device"), halign="center"))
            text = L.tr("It is sent as soon as there is a connection, even if you close the app in between.")
            panel.add_widget(Soft(text=text, halign="center"))
        panel.add_widget(button(L.tr("My reports"), lambda: self.app.open_tab("my_reports"), kind="secondary"))
        panel.add_widget(button(L.tr("Write another one"), self.start_over, kind="text"))
        return [panel]

    def _thanks(self, panel: Panel, result: dict[str, Any]) -> None:
        panel.add_widget(HexIcon(name="done", tint=T.good, ground=T.good_soft, pos_hint={"center_x": 0.5}))
        panel.add_widget(Display(text=L.tr("Thank you"), halign="center"))
        panel.add_widget(Soft(text=L.tr("Your report has been received. Its code:"), halign="center"))
        panel.add_widget(CodeBox(code=result.get("code", "")))
        if result.get("agency_name"):
            text = L.tr("It goes to: {agency}").format(agency=result["agency_name"])
            panel.add_widget(Soft(text=text, halign="center"))
        if result.get("due_at"):
            from datetime import datetime

            when = fmt.day(datetime.fromisoformat(result["due_at"]))
            panel.add_widget(Soft(text=L.tr("Answer by {when}").format(when=when), halign="center"))

    def _mend(self, item: OutboxItem) -> None:
        """Back into the form with what was refused; the refused item is withdrawn once the new one is sent."""
        self.app.store.outbox.withdraw(item.key)
        self.model.item_key = ""
        self.paint_outcome()
