"""What the sender may do about a report: write, rate, reopen, withdraw; each only while the server allows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.uix.widget import Widget

from citizen_mobile.client.models import Report
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, fill
from citizen_mobile.screens.cards import Star, tapped
from citizen_mobile.screens.photos import PhotoBox
from citizen_mobile.theme.basics import Caption, Column, Heading, Panel, Row, TextField, Txt
from citizen_mobile.theme.composites import Note
from citizen_mobile.theme.tokens import T

MOST_PHOTOS = 3
STARS = (
    "Not at all",  # stars
    "Hardly",  # stars
    "Partly",  # stars
    "Mostly",  # stars
    "Fully",  # stars
)


class Answers:
    """The forms under a report."""

    def __init__(self, screen: Any) -> None:
        self._screen = screen
        self.start_over()

    def start_over(self) -> None:
        self._photos: list[str] = []
        self._removed = ""
        self._score = 0
        self._box: PhotoBox | None = None

    def parts(self, report: Report) -> list[Widget]:
        parts: list[Widget] = []
        allowed = report.allowed_actions
        if report.rating is not None:
            parts += self._rated(report)
        elif "rate" in allowed:
            parts += [Heading(text=L.tr("Are you satisfied?")), self._rating(report)]
        if "comment" in allowed:
            parts += [Heading(text=L.tr("Write to the agency")), self._comment(report)]
        if "reopen" in allowed:
            parts += [Heading(text=L.tr("Not solved?")), self._reopening(report)]
        if "withdraw" in allowed:
            parts += [Heading(text=L.tr("No longer needed?")), self._withdrawal(report)]
        return parts if allowed or report.rating else self._guest()

    def add_files(self, files: list[Path]) -> None:
        store = self._screen.app.store
        room = MOST_PHOTOS - len(self._photos)
        self._photos += [str(copy) for file in files[:room] if (copy := store.draft_photos.take(file)) is not None]
        self._show_photos()

    def _guest(self) -> list[Widget]:
        """A guest may look; what needs a person says so."""
        if self._screen.app.person.logged_in:
            return []
        text = L.tr("It was sent without a login: its course can be read here. Writing to the agency needs an account.")
        return [Note(tone="info", icon="account", text=text)]

    # --- rating

    def _rated(self, report: Report) -> list[Widget]:
        panel = Panel(spacing=T.s)
        score = report.rating.score if report.rating else 0
        panel.add_widget(Txt(text=L.tr("You gave {n} of 5 stars.").format(n=score), bold=True))
        if report.rating and report.rating.text:
            panel.add_widget(Txt(text=report.rating.text))
        return [panel]

    def _rating(self, report: Report) -> Panel:
        panel, words = Panel(), Caption(text=L.tr("One star: not at all. Five stars: fully."))
        row = Row(spacing=T.xs)
        stars = [Star(name="star", value=value) for value in range(1, 6)]
        said = Column(spacing=T.s)

        def give(score: int) -> None:
            self._score = score
            for star in stars:
                star.name = "star_full" if star.value <= score else "star"
            words.text = L.tr("{n} of 5 stars").format(n=score) + ": " + L.tr(STARS[score - 1])
            if not said.children:
                fill(said, self._rating_words(report))

        for star in stars:
            row.add_widget(tapped(star, lambda score=star.value: give(score)))
        for part in (row, words, said):
            panel.add_widget(part)
        return panel

    def _rating_words(self, report: Report) -> list[Widget]:
        field = TextField(label=L.tr("In words (optional)"), multiline=True, lines=2)

        def send() -> None:
            self._screen.model.rate(report.code, self._score, field.text.strip())
            self._screen.app.toast(L.tr("Thank you for {n} stars.").format(n=self._score))
            field.text = ""

        return [field, button(L.tr("Send the rating"), send, icon="send")]

    # --- writing

    def _comment(self, report: Report) -> Panel:
        field = TextField(label=L.tr("Message"), multiline=True, lines=3)
        self._screen.comment_field = field
        self._box = PhotoBox(most=MOST_PHOTOS, photos=self._photos)
        self._box.bind(
            on_files=lambda _box, files: self.add_files(files),
            on_remove=lambda _box, path: self._leave_out(path),
            on_undo=lambda *_: self._bring_back(),
        )
        panel = Panel()
        for part in (field, self._box):
            panel.add_widget(part)
        panel.add_widget(button(L.tr("Send"), lambda: self._send(report, field), icon="send", kind="secondary"))
        return panel

    def _send(self, report: Report, field: TextField) -> None:
        text = field.text.strip()
        if text:
            self._screen.model.comment(report.code, text, [Path(photo) for photo in self._photos])
            self._photos, self._removed, field.text, field.error = [], "", "", ""
            self._show_photos()
        else:
            field.error = L.tr("Write a few words.")

    def _leave_out(self, path: str) -> None:
        self._photos, self._removed = [photo for photo in self._photos if photo != path], path
        self._show_photos()

    def _bring_back(self) -> None:
        self._photos, self._removed = [*self._photos, self._removed], ""
        self._show_photos()

    def _show_photos(self) -> None:
        if self._box is not None:
            self._box.photos, self._box.removed = list(self._photos), self._removed

    # --- taking up again, and back

    def _reopening(self, report: Report) -> Panel:
        return self._reasoned(
            L.tr("Not solved? Say why"),
            L.tr("Open it again"),
            "refresh",
            lambda why: self._model.reopen(report.code, why),
        )

    def _withdrawal(self, report: Report) -> Panel:
        return self._reasoned(
            L.tr("Why is it no longer needed?"),
            L.tr("Withdraw the report"),
            "trash",
            lambda why: self._model.withdraw(report.code, why),
        )

    @property
    def _model(self) -> Any:
        return self._screen.model

    def _reasoned(self, label: str, words: str, icon: str, act: Any) -> Panel:
        """Something that needs a reason."""
        field, panel = TextField(label=label, multiline=True, lines=2), Panel()
        panel.add_widget(field)

        def send() -> None:
            reason = field.text.strip()
            field.error = "" if reason else L.tr("Write a few words.")
            if reason:
                act(reason)
                field.text = ""

        panel.add_widget(button(words, send, kind="secondary", icon=icon))
        return panel
