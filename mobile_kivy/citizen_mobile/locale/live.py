"""The language in use. kv rules say `L.tr("…")`; choosing one replaces `tr`, and each such rule is evaluated again."""

from __future__ import annotations

from kivy.event import EventDispatcher
from kivy.properties import ObjectProperty, OptionProperty

from citizen_mobile.locale import po


class Live(EventDispatcher):
    """`language` is what to set; `tr` is what to call and to bind to."""

    language = OptionProperty("vi", options=["vi", "en"])
    tr = ObjectProperty()

    def __init__(self) -> None:
        super().__init__()
        self._catalogues = {language: po.load(language) for language in ("vi", "en")}
        self._choose()
        self.bind(language=lambda *_: self._choose())

    def counted(self, one: str, many: str, n: float, **named: object) -> str:
        """Words with a number: English says "1 photo" and "2 photos", Vietnamese the same for both."""
        return str(self.tr(one if n == 1 else many).format(n=n if isinstance(n, int) else f"{n:g}", **named))

    def _choose(self) -> None:
        self.tr = self._catalogues[self.language].gettext


L = Live()
