"""The small widgets: text, icons, cards, buttons, fields. Their looks are in `basics.kv`."""

from __future__ import annotations

import json
from pathlib import Path

from kivy.core.image import Image as CoreImage
from kivy.graphics.texture import Texture
from kivy.lang import Builder
from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
)
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.label import Label
from kivy.uix.scrollview import ScrollView
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget

from citizen_mobile.theme.tokens import T

HERE = Path(__file__).resolve().parent
ART = str(HERE / "art")


class _Sheet:
    """The icon sheet, uploaded once; mipmaps keep small icons smooth."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] | None = None
        self._texture: Texture | None = None

    def texture(self, name: str) -> Texture:
        if self._places is None:
            self._places = json.loads((HERE / "icons" / "icons.json").read_text(encoding="ascii"))
            self._texture = CoreImage(str(HERE / "icons" / "icons.png"), mipmap=True).texture
            self._texture.min_filter = "linear_mipmap_linear"
        return self._texture.get_region(*self._places.get(name, self._places["info"]))


sheet = _Sheet()


class Icon(Widget):
    """One of our line icons, tinted."""

    name = StringProperty("info")
    tint = ColorProperty("#000000")
    texture = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self._load()
        self.bind(name=lambda *_: self._load())

    def _load(self) -> None:
        self.texture = sheet.texture(self.name) if self.name else None


class HexIcon(Widget):
    """An icon on a basalt hexagon."""

    name = StringProperty("info")
    tint = ColorProperty("#000000")
    ground = ColorProperty("#FFFFFF")
    ground_texture = ObjectProperty(None)
    texture = ObjectProperty(None)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.ground_texture = sheet.texture("hex")
        self._load()
        self.bind(name=lambda *_: self._load())

    def _load(self) -> None:
        self.texture = sheet.texture(self.name)


class Txt(Label):
    """Text that wraps and takes the height that it needs. Never clipped."""


class Display(Txt):
    pass


class Title(Txt):
    pass


class Heading(Txt):
    pass


class Soft(Txt):
    """Body text of second rank."""


class Caption(Txt):
    pass


class Line(Widget):
    """A hairline between rows."""


class Column(BoxLayout):
    """Children one under another, as high as they need."""


class Row(BoxLayout):
    """Children side by side, as high as the highest needs."""


class Body(ScrollView):
    """The scrolling part of a screen."""


class ChipStrip(ScrollView):
    """A row of chips that scrolls sideways."""


class Panel(Column):
    """A surface that is not touched: a box of related things."""


class Card(ButtonBehavior, Column):
    """A surface that is touched as a whole."""


class Tappable(ButtonBehavior, BoxLayout):
    """Anything laid out that can be tapped."""


class IconButton(ButtonBehavior, Widget):
    """A 48 dp target with an icon. Only for what is understood without a word (back, close, search)."""

    name = StringProperty("info")
    tint = ColorProperty("#000000")
    badge = NumericProperty(0)


class Btn(ButtonBehavior, BoxLayout):
    """The button: `primary` once a screen, `secondary` beside it, `text` for the rest."""

    kind = OptionProperty("primary", options=["primary", "secondary", "text", "danger"])
    text = StringProperty("")
    icon = StringProperty("")
    busy = BooleanProperty(False)

    def on_touch_down(self, touch):
        return False if self.busy or self.disabled else super().on_touch_down(touch)


class Chip(ButtonBehavior, BoxLayout):
    """A choice in a strip; `active` is the chosen one."""

    text = StringProperty("")
    active = BooleanProperty(False)
    value = ObjectProperty(None, allownone=True)


class Choice(ButtonBehavior, BoxLayout):
    """A row with a check mark: one of some (`round`) or on and off."""

    text = StringProperty("")
    detail = StringProperty("")
    active = BooleanProperty(False)
    round = BooleanProperty(False)


class Entry(TextInput):
    """The bare input inside a TextField."""

    # The default, "null", sends raw key events and breaks Vietnamese keyboards on Android (kivy#7294).
    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("input_type", "text")
        super().__init__(**kwargs)


class TextField(BoxLayout):
    """A labelled input: what it is for stands above it and stays there; what is wrong stands below."""

    label = StringProperty("")
    hint = StringProperty("")
    help = StringProperty("")
    error = StringProperty("")
    text = StringProperty("")
    multiline = BooleanProperty(False)
    lines = NumericProperty(1)
    secret = BooleanProperty(False)
    keyboard = StringProperty("text")
    focus = BooleanProperty(False)

    __events__ = ("on_enter",)

    def on_enter(self) -> None:
        """The person pressed Enter in a one-line field."""


class SearchField(BoxLayout):
    """One line to search with; `on_search` comes when typing pauses or Enter is pressed."""

    text = StringProperty("")
    hint = StringProperty("")

    __events__ = ("on_search",)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        from kivy.clock import Clock

        self._asked = ""
        self._later = Clock.create_trigger(lambda _dt: self.search_now(), 0.45)
        self.bind(text=lambda *_: self._later())

    def search_now(self) -> None:
        self._later.cancel()
        if self.text.strip() != self._asked:
            self._asked = self.text.strip()
            self.dispatch("on_search", self._asked)

    def set_quietly(self, text: str) -> None:
        """Show a text without searching for it."""
        self._asked = text.strip()
        self.text = text

    def on_search(self, query: str) -> None:
        """`query` changed."""


class Badge(BoxLayout):
    """A state: an icon and a word on a tint, so that colour never speaks alone."""

    text = StringProperty("")
    icon = StringProperty("info")
    tone = OptionProperty("quiet", options=["good", "wait", "bad", "info", "quiet"])


class KeyValue(BoxLayout):
    """What it is, in small, above what it says."""

    icon = StringProperty("")
    name = StringProperty("")
    value = StringProperty("")


class Segment(BoxLayout):
    """Two to five choices side by side; `value` is the chosen one."""

    options = ListProperty([])  # (value, words)
    value = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.bind(options=lambda *_: self._build(), value=lambda *_: self._mark())
        self._build()

    def _build(self) -> None:
        self.clear_widgets()
        for value, words in self.options:
            part = SegmentPart(text=words, value=value)
            part.bind(on_release=lambda touched: setattr(self, "value", touched.value))
            self.add_widget(part)
        self._mark()

    def _mark(self) -> None:
        for part in self.children:
            part.active = part.value == self.value


class SegmentPart(ButtonBehavior, Label):
    value = ObjectProperty(None, allownone=True)
    active = BooleanProperty(False)


def tone_color(tone: str) -> str:
    return T.hex(tone)


Builder.load_file(str(HERE / "basics.kv"))
