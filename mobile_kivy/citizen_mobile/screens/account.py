"""Me: a guest and what an account would add, or everything that is mine."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import StringProperty

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, load_kv, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.content import ContentScreen
from citizen_mobile.theme.basics import Heading, KeyValue, Panel, Soft
from citizen_mobile.theme.composites import ListRow

load_kv("account")

Ways = list[tuple[str, str, Callable[[], None]]]


class WhoCard(Panel):
    """Who uses the app."""

    name = StringProperty("")
    detail = StringProperty("")


class AccountScreen(ContentScreen):
    def prepare(self) -> None:
        self.hear(self.app.person, logged_in=lambda *_: self.paint(), full_name=lambda *_: self.paint())

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("Account")

    def parts(self) -> list:
        return self._mine() if self.app.person.logged_in else self._guest()

    def _mine(self) -> list:
        person = self.app.person
        who = WhoCard(name=person.full_name, detail=person.phone or "")
        log_out = button(L.tr("Log out"), self.log_out, kind="secondary", icon="logout")
        return [
            who,
            rows(self._ways()),
            Heading(text=L.tr("My account")),
            rows(self._private_ways()),
            log_out,
        ]

    def _guest(self) -> list:
        guest = WhoCard(name=L.tr("You are a guest"), detail=L.tr("Reading and reporting need no account."))
        return [guest, self._offer(), rows(self._ways())]

    def _offer(self) -> Panel:
        panel = Panel()
        panel.add_widget(Heading(text=L.tr("What an account adds")))
        for icon, name, value in (
            ("dossier", L.tr("Your dossiers"), L.tr("followed, with a notice of every change")),
            ("report", L.tr("Your reports"), L.tr("on every device of yours, with the answers")),
            ("bell", L.tr("Your notices"), L.tr("of the communes that you choose")),
        ):
            panel.add_widget(KeyValue(icon=icon, name=name, value=value))
        panel.add_widget(button(L.tr("Log in"), lambda: self.go("login")))
        panel.add_widget(button(L.tr("Create an account"), lambda: self.go("register"), kind="secondary"))
        panel.add_widget(Soft(text=L.tr("A phone number is enough. You can delete the account at any time.")))
        return panel

    def _ways(self) -> Ways:
        return [
            ("report", L.tr("My reports"), lambda: self.app.open_tab("my_reports")),
            ("dossier", L.tr("My dossiers"), lambda: self.go("my_dossiers")),
            ("phone", L.tr("Emergency numbers"), lambda: self.go("emergency")),
            ("settings", L.tr("Settings"), lambda: self.go("settings")),
            ("info", L.tr("About this app"), lambda: self.go("about")),
        ]

    def _private_ways(self) -> Ways:
        return [
            ("account", L.tr("My profile"), lambda: self.go("profile")),
            ("key", L.tr("Change the password"), lambda: self.go("password")),
            ("shield", L.tr("Devices logged in"), lambda: self.go("sessions")),
            ("law", L.tr("My consents"), lambda: self.go("consents")),
            ("document", L.tr("My data: take along, delete"), lambda: self.go("my_data")),
        ]

    def log_out(self) -> None:
        self.app.person.log_out()
        self.app.toast(L.tr("You are logged out. Drafts and unsent reports stay on this device."))


def rows(ways: Ways) -> Panel:
    """A panel of ways into other screens."""
    return rows_panel(tapped(ListRow(icon=icon, text=text), action) for icon, text, action in ways)
