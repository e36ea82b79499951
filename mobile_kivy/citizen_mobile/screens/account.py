"""Me: log in or out, and everything that is mine."""

from __future__ import annotations

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, load_kv, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.theme.basics import Column, Heading, HexIcon, Panel, Row, Soft
from citizen_mobile.theme.composites import ListRow
from citizen_mobile.theme.tokens import T

load_kv("account")


class AccountScreen(AppScreen):
    def prepare(self) -> None:
        self.app.person.bind(logged_in=lambda *_: self.reload())
        T.bind(palette=lambda *_: self.reload())

    def opened(self, **_: object) -> None:
        self.reload()

    def reload(self) -> None:
        fill(self.ids.content, [self._who(), *self._ways()])

    def _who(self) -> Panel:
        person = self.app.person
        panel = Panel()
        row = Row()
        row.add_widget(
            HexIcon(name="account", tint=T.accent_soft_ink, ground=T.accent_soft, pos_hint={"center_y": 0.5})
        )
        texts = Column(pos_hint={"center_y": 0.5})
        texts.add_widget(Heading(text=person.full_name if person.logged_in else L.tr("You are a guest")))
        detail = person.phone if person.logged_in else L.tr("Reading and reporting need no account.")
        texts.add_widget(Soft(text=detail))
        row.add_widget(texts)
        panel.add_widget(row)
        if not person.logged_in:
            panel.add_widget(button(L.tr("Log in"), lambda: self.go("login")))
            panel.add_widget(button(L.tr("Create an account"), lambda: self.go("register"), kind="secondary"))
        return panel

    def _ways(self) -> list:
        rows = [
            ("report", L.tr("My reports"), lambda: self.app.open_tab("my_reports")),
            ("dossier", L.tr("Track a dossier"), lambda: self.go("dossier")),
            ("phone", L.tr("Emergency numbers"), lambda: self.go("emergency")),
            ("settings", L.tr("Settings"), lambda: self.go("settings")),
        ]
        parts = [rows_panel(tapped(ListRow(icon=icon, text=text), action) for icon, text, action in rows)]
        if self.app.person.logged_in:
            parts.append(button(L.tr("Log out"), self.app.person.log_out, kind="danger", icon="logout"))
        return parts
