"""The terms of one thing on board, in the words of its makers."""

from __future__ import annotations

from collections.abc import Callable

from citizen_mobile.screens.content import ContentScreen
from citizen_mobile.theme.basics import Caption, Title, Txt
from citizen_mobile.viewmodels.about import Licensed


class LicenceScreen(ContentScreen):
    part = Licensed()

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("Licence")

    def opened(self, part: Licensed | None = None, **_: object) -> None:
        self.part = part or self.part
        self.ids.body.scroll_y = 1
        self.paint()

    def parts(self) -> list:
        # A label a paragraph: old phones draw no texture higher than 4,096 pixels.
        words = [" ".join(part.split()) for part in self.part.text.split("\n\n") if part.strip()]
        head = [Title(text=self.part.name), Caption(text=f"{self.part.version}  ·  {self.part.licence}")]
        return [*head, *(Txt(text=text, role="label") for text in words)]
