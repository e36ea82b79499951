"""What stands beside a screen for a while: a notice that came in, a way to undo. Looks in `overlays.kv`."""

from __future__ import annotations

from kivy.lang import Builder
from kivy.properties import ColorProperty, OptionProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from citizen_mobile.theme import composites
from citizen_mobile.theme.basics import Card

HERE = composites.HERE


class Banner(Card):
    """Something that came while the person was elsewhere: a tap opens it, the cross puts it away."""

    icon = StringProperty("bell")
    kind = StringProperty("")
    text = StringProperty("")
    tone = OptionProperty("info", options=["good", "wait", "bad", "info", "quiet"])
    ink = ColorProperty("#000000")
    ground = ColorProperty("#FFFFFF")
    __events__ = ("on_close",)

    def on_close(self) -> None:
        """The cross was tapped."""


class UndoBar(BoxLayout):
    """What was just done, with the way back. Takes no room when there is none."""

    words = StringProperty("")
    __events__ = ("on_undo",)

    def on_undo(self) -> None:
        """The person wants it back."""


Builder.load_file(str(HERE / "overlays.kv"))
