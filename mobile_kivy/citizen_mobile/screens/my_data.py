"""Take my data along, or delete my account."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button
from citizen_mobile.screens.content import ContentScreen
from citizen_mobile.screens.forms import problem_notes
from citizen_mobile.screens.passing_on import pass_on
from citizen_mobile.theme.basics import Heading, Panel, Txt, Whole
from citizen_mobile.theme.composites import Note
from citizen_mobile.viewmodels.my_data import MyDataModel


class MyDataScreen(ContentScreen):
    def prepare(self) -> None:
        self.model = MyDataModel(self.app.context)
        for name in ("busy", "error", "path"):
            self.model.fbind(name, lambda *_: self.paint())

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("My data")

    def parts(self) -> list:
        return [self._export(), *problem_notes(self.model), self._delete()]

    def _export(self) -> Panel:
        panel = Panel()
        panel.add_widget(Heading(text=L.tr("Take my data along")))
        said = L.tr("Profile, consents, devices, reports, dossiers and ratings, in one file (JSON).")
        panel.add_widget(Txt(text=said))
        if self.model.path:
            for widget in self._file():
                panel.add_widget(widget)
        else:
            fetch = button(L.tr("Fetch my data"), self.model.fetch, icon="document")
            fetch.busy = self.model.busy
            panel.add_widget(fetch)
        return panel

    def _file(self) -> list:
        size = L.tr("{size}, on this device alone").format(size=fmt.size(self.model.size, L.language))
        return [
            Note(tone="good", icon="done", title=L.tr("The file is ready"), text=size),
            Whole(text=self.model.file_name, role="caption", ink="ink_soft"),
            button(L.tr("Share or save the file"), self.share, icon="share"),
            button(L.tr("Delete the file again"), self._forget, kind="secondary", icon="trash"),
        ]

    def share(self) -> None:
        """The system's sheet; without one, the path to the file is copied."""
        copied = L.tr("The path of the file is copied.")
        pass_on(self.app, self.model.text(), L.tr("My data"), copied, instead=self.model.path)

    def _forget(self) -> None:
        self.model.forget()
        self.paint()

    def _delete(self) -> Panel:
        panel = Panel()
        panel.add_widget(Heading(text=L.tr("Delete my account")))
        panel.add_widget(Txt(text=L.tr("Name, phone and e-mail are erased. It cannot be undone.")))
        panel.add_widget(button(L.tr("Delete my account"), lambda: self.go("leave"), kind="danger", icon="trash"))
        return panel
