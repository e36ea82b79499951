"""Where a dossier is: by its code and the second factor, or one that I follow."""

from __future__ import annotations

import re

from kivy.properties import StringProperty

from citizen_mobile.client.models import Dossier
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, load_kv, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.status import dossier_look
from citizen_mobile.theme.basics import Badge, Heading, KeyValue, Panel, TimelinePanel, Title, Txt
from citizen_mobile.theme.composites import ListRow, Note, Skeleton, TimelineItem, error_state
from citizen_mobile.viewmodels.services import DossierModel, MyDossiersModel

load_kv("dossier")

# Circular 01/2018, article 19, and the dotted agency codes of today.
CODE = re.compile(r"^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{1,3}){0,3})-\d{6}-\d{4}$")


class DossierScreen(AppScreen):
    factor = StringProperty("")

    def prepare(self) -> None:
        self.model = DossierModel(self.app.context)
        self.mine = MyDossiersModel(self.app.context)
        for name in ("value", "error", "busy"):
            self.model.fbind(name, lambda *_: self.paint())
        self.mine.bind(value=lambda *_: self.paint_mine())
        self.model.bind(followed=lambda *_: self._followed())

    def opened(self, code: str = "", **_: object) -> None:
        if self.came_back:
            return
        self.model.value = None
        self.model.error = ""
        self.factor = ""
        self.ids.code.text, self.ids.factor.text = code, ""
        self.ids.code.error = self.ids.factor.error = ""
        self.ids.body.scroll_y = 1
        if self.app.person.logged_in:
            self.mine.load()
        self.paint_mine()

    def reload(self) -> None:
        if self.model.value is not None and self.factor:
            self.model.look_up(self.model.value.code, self.factor)

    def look_up(self) -> None:
        """Ask, once both fields can be right."""
        code, factor = self.ids.code.text.strip().upper(), self.ids.factor.text.strip()
        self.ids.code.error = "" if CODE.match(code) else L.tr("The code looks like H36.12-261123-0001.")
        right = re.fullmatch(r"\d{4}|\d{12}", factor)
        self.ids.factor.error = "" if right else L.tr("Four digits, or the twelve of the personal number.")
        if not self.ids.code.error and right:
            self.factor = factor
            self.model.look_up(code, factor)

    def follow(self) -> None:
        if not self.app.person.logged_in:
            self.go("login")
            return
        self.model.follow(self.model.value.code, self.factor)

    def paint(self) -> None:
        if self.model.value is not None:
            fill(self.ids.result, self._dossier(self.model.value))
        elif self.model.error == "gone":
            text = L.tr("No dossier has this code together with these digits. Check both on your receipt.")
            fill(self.ids.result, [Note(tone="wait", icon="search", title=L.tr("Not found"), text=text)])
        elif self.model.error:
            state = error_state(self.model.error, self.model.error_detail, L.tr, self.look_up)
            fill(self.ids.result, [state])
        else:
            fill(self.ids.result, [Skeleton(rows=2)] if self.model.busy else [])

    def paint_mine(self) -> None:
        dossiers = (self.mine.value or []) if self.app.person.logged_in else []
        if not dossiers:
            fill(self.ids.mine, [])
            return
        rows = [
            tapped(
                ListRow(icon="dossier", text=row.procedure.name, detail=f"{row.code}  ·  {row.status.name}"),
                lambda code=row.code: self.model.load_mine(code),
            )
            for row in dossiers
        ]
        fill(self.ids.mine, [Heading(text=L.tr("Dossiers I follow")), rows_panel(rows)])

    def _followed(self) -> None:
        self.app.toast(L.tr("You will be told of every change."))
        self.mine.load()

    def _dossier(self, dossier: Dossier) -> list:
        tone, icon = dossier_look(dossier.status.code)
        head = Panel()
        head.add_widget(Badge(text=dossier.status.name, tone=tone, icon=icon))
        head.add_widget(Title(text=dossier.procedure.name))
        for icon_name, name, value in self._facts(dossier):
            if value:
                head.add_widget(KeyValue(icon=icon_name, name=name, value=value))
        if self.factor:
            head.add_widget(button(L.tr("Follow this dossier"), self.follow, kind="secondary", icon="bell"))
        parts = [head]
        if dossier.clock_paused:
            text = L.tr("The days do not count while something is asked of the applicant.")
            parts.append(Note(tone="wait", icon="pause", title=L.tr("The clock is stopped"), text=text))
        if dossier.missing_documents:
            papers = (f"• {row.name}" + (f": {row.reason}" if row.reason else "") for row in dossier.missing_documents)
            words = "\n".join(papers)
            parts.append(Note(tone="bad", icon="document", title=L.tr("Papers to bring"), text=words))
        if dossier.results:
            words = "\n".join(f"• {row.name}" for row in dossier.results)
            parts.append(Note(tone="good", icon="done", title=L.tr("Results"), text=words))
        return [*parts, Heading(text=L.tr("What has happened")), self._timeline(dossier)]

    def _facts(self, dossier: Dossier) -> list[tuple[str, str, str]]:
        return [
            ("qr", L.tr("Dossier code"), dossier.code),
            ("account", L.tr("Applicant"), dossier.applicant_masked),
            ("building", L.tr("Agency"), dossier.agency_name),
            ("calendar", L.tr("Received"), fmt.day_time(dossier.received_at)),
            ("clock", L.tr("Due"), fmt.day_time(dossier.due_at)),
            ("money", L.tr("Fee"), fmt.money(dossier.fee_total, L.tr) if dossier.fee_total is not None else ""),
        ]

    def _timeline(self, dossier: Dossier) -> Panel:
        panel = TimelinePanel()
        events = sorted(dossier.events, key=lambda event: event.at.timestamp() if event.at else 0, reverse=True)
        for index, event in enumerate(events):
            tone, icon = dossier_look(event.status.code if event.status else "")
            who = "  ·  ".join(part for part in (event.unit_name, event.actor_masked) if part)
            panel.add_widget(
                TimelineItem(
                    title=event.status.name if event.status else event.text,
                    text=event.text if event.status else "",
                    when=fmt.day_time(event.at),
                    who=who,
                    tone=tone,
                    icon=icon,
                    first=index == 0,
                    last=index == len(events) - 1,
                )
            )
        if not events:
            panel.add_widget(Txt(text=L.tr("Nothing has been recorded yet.")))
        return panel
