"""Where I am logged in, and how to end it there."""

from __future__ import annotations

from collections.abc import Callable

from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile.client.models import LoginSession
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, follow, load_kv
from citizen_mobile.screens.content import ReadingScreen
from citizen_mobile.screens.forms import question
from citizen_mobile.theme.basics import Panel, Soft
from citizen_mobile.viewmodels.account import SessionsModel

load_kv("sessions")


class SessionCard(Panel):
    """One device with its last use."""

    device = StringProperty("")
    detail = StringProperty("")
    current = BooleanProperty(False)


class SessionsScreen(ReadingScreen):
    def prepare(self) -> None:
        self.model = SessionsModel(self.app.context)
        self._asked: str = ""  # what is being asked about: the id of a session, or "others"
        follow(self.model, self.paint)

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("Devices logged in")

    def opened(self, **_: object) -> None:
        self._asked = ""
        self.model.load()

    def reload(self) -> None:
        self.model.load(keep=True)

    def parts(self) -> list:
        cards = [self._card(row) for row in self.model.listed()]
        intro = Soft(text=L.tr("If you do not know a device, end it and change your password."))
        return [intro, *cards, *self._end_others()]

    def _card(self, row: LoginSession) -> Panel:
        used = L.tr("last used {when}").format(when=fmt.age(row.last_used_at, L.tr))
        detail = "  ·  ".join(part for part in (used, row.ip) if part)
        card = SessionCard(device=row.device_name or L.tr("Unnamed device"), detail=detail, current=row.current)
        if self._asked == row.id:
            title = L.tr("Log this device out?")
            card.add_widget(question(title, "", L.tr("Log it out"), lambda: self._end(row), lambda: self._ask("")))
        elif not row.current:
            card.add_widget(button(L.tr("Log it out"), lambda: self._ask(row.id), kind="secondary", icon="logout"))
        return card

    def _end_others(self) -> list:
        others = self.model.others()
        if len(others) < 2:
            return []
        if self._asked != "others":
            text = L.tr("Log out all {n} other devices").format(n=len(others))
            return [button(text, lambda: self._ask("others"), kind="danger", icon="logout")]
        title, text = L.tr("Log out all other devices?"), L.tr("Only this device stays logged in.")
        yes = L.tr("Log them out")
        return [question(title, text, yes, lambda: self._end(*others), lambda: self._ask(""))]

    def _ask(self, about: str) -> None:
        self._asked = about
        self.paint()

    def _end(self, *sessions: LoginSession) -> None:
        self._asked = ""
        self.model.end(*sessions)
        self.app.toast(L.tr("Logged out there."))
