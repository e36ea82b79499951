"""Which app this is, which server it speaks to, who answers for it, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile import __version__
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, rows_panel
from citizen_mobile.screens.cards import tapped
from citizen_mobile.screens.content import ContentScreen
from citizen_mobile.screens.passing_on import pass_on
from citizen_mobile.theme.basics import Badge, Caption, Heading, KeyValue, Panel, Title, Txt
from citizen_mobile.theme.composites import ListRow
from citizen_mobile.viewmodels.about import AboutModel


class AboutScreen(ContentScreen):
    def prepare(self) -> None:
        self.model = AboutModel(self.app.context)
        for name in ("busy", "error", "reached"):
            self.model.fbind(name, lambda *_: self.paint())

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("About this app")

    def reload(self) -> None:
        self.model.ask()
        self.paint()

    def parts(self) -> list:
        return [self._app(), self._server(), self._privacy(), self._ways(), self._credits()]

    def _app(self) -> Panel:
        panel = Panel()
        panel.add_widget(Title(text="DAKNONG-C"))
        panel.add_widget(KeyValue(icon="info", name=L.tr("Version"), value=__version__))
        panel.add_widget(
            Txt(text=L.tr("News and warnings, procedures, dossiers and reports of the province of Dak Nong."))
        )
        return panel

    def _server(self) -> Panel:
        panel = Panel()
        panel.add_widget(Heading(text=L.tr("Server")))
        panel.add_widget(self._state())
        panel.add_widget(KeyValue(icon="globe", name=L.tr("Address"), value=self.model.server))
        panel.add_widget(KeyValue(icon="link", name=L.tr("Version of the interface"), value=self.model.api_version))
        if self.model.error:
            panel.add_widget(button(L.tr("Try again"), self.model.ask, kind="secondary", icon="refresh"))
        return panel

    def _state(self) -> Badge:
        if self.model.reached:
            return Badge(text=L.tr("It answers"), tone="good", icon="done")
        if self.model.error:
            return Badge(text=L.tr("It does not answer"), tone="bad", icon="offline")
        return Badge(text=L.tr("One moment…"), tone="quiet", icon="clock")

    def _privacy(self) -> Panel:
        panel = Panel()
        panel.add_widget(Heading(text=L.tr("Your privacy")))
        for text in (
            L.tr("Reading sends nothing about you. There is no advertising and no tracking."),
            L.tr("A report goes to the agency in charge. Where you are is asked only when you tap for it."),
            L.tr("What an account holds you can see, take along and delete under Account."),
        ):
            panel.add_widget(KeyValue(icon="shield", value=text))
        return panel

    def _ways(self) -> Panel:
        ways = [
            ("document", L.tr("Licences of everything on board"), lambda: self.go("licences")),
            ("edit", L.tr("Report a problem with the app"), self.report_problem),
        ]
        return rows_panel(tapped(ListRow(icon=icon, text=text), action) for icon, text, action in ways)

    def report_problem(self) -> None:
        """Hands over what a mender needs to know; the person adds what went wrong. Without a sheet it is copied."""
        text = L.tr("What went wrong:") + f"\n\n\n{self.model.facts()}"
        copied = L.tr("The facts about the app are copied: paste them into your message.")
        pass_on(self.app, text, L.tr("Report a problem with the app"), copied)

    def _credits(self) -> Panel:
        panel = Panel()
        panel.add_widget(Heading(text=L.tr("Who makes it")))
        panel.add_widget(Txt(text=L.tr("The maintainers of DAKNONG-C, for the province. Free software, Apache 2.0.")))
        panel.add_widget(Caption(text=L.tr("Icons, colours and pictures of the app are drawn for it.")))
        return panel
