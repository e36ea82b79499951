"""The small widgets: text, icons, cards, buttons, fields. Their looks are in `basics.kv`."""

from __future__ import annotations

import json
from pathlib import Path

from kivy.clock import Clock
from kivy.core.image import Image as CoreImage
from kivy.core.text import Label as CoreLabel
from kivy.graphics.texture import Texture
from kivy.lang import Builder
from kivy.metrics import dp
from kivy.properties import (
    BooleanProperty,
    ColorProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    OptionProperty,
    StringProperty,
    VariableListProperty,
)
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.label import Label
from kivy.uix.layout import Layout
from kivy.uix.scrollview import ScrollView
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget

from citizen_mobile.theme import boxes  # noqa: F401  (the rules draw them)
from citizen_mobile.theme.tokens import T

HERE = Path(__file__).resolve().parent
ART = str(HERE / "art")
UNLIMITED = 1e9


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
    """Text that wraps and takes the height that it needs. Never clipped.

    Size and colour are named (`role`, `ink`), not bound in each rule: were a subclass to bind `color` to another colour
    of the theme, a change of palette that leaves that one as it was would paint it in the base rule's.
    """

    role = StringProperty("body")
    ink = StringProperty("ink")

    def size_of(self, role: str, _scale: float) -> float:
        return getattr(T, role)

    def color_of(self, ink: str, _palette: str) -> list[float]:
        return getattr(T, ink)


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


class Whole(Txt):
    """A code, or words of which none may be broken: the letters become smaller where one does not fit."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.bind(width=lambda *_: self._fit(), text=lambda *_: self._fit())
        self._fit()

    def size_of(self, role: str, scale: float) -> float:
        wanted = super().size_of(role, scale)
        return wanted * min(1, max(0.5, self.width / widest_word(self, wanted)))

    def _fit(self) -> None:
        self.font_size = self.size_of(self.role, T.scale)


class Line(Widget):
    """A hairline between rows."""


class Divider(Line):
    """The same for rules: there `Line` is Kivy's graphics instruction."""


class Column(Layout):
    """Children one under another, as high as they need. A child without height takes no spacing either.

    On a window wider than `measure` they stand in its middle, no wider than that; whoever says `bleed` reaches its
    edges.
    """

    padding = VariableListProperty([0, 0, 0, 0])
    spacing = NumericProperty(0)
    measure = NumericProperty(UNLIMITED)
    minimum_height = NumericProperty(0)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        for name in ("children", "pos", "size", "padding", "spacing", "measure"):
            self.fbind(name, self._trigger_layout)

    def add_widget(self, widget, *args, **kwargs) -> None:
        super().add_widget(widget, *args, **kwargs)
        widget.fbind("height", self._trigger_layout)

    def remove_widget(self, widget, *args, **kwargs) -> None:
        widget.funbind("height", self._trigger_layout)
        super().remove_widget(widget, *args, **kwargs)

    def do_layout(self, *_) -> None:
        left, above, right, below = self.padding
        shown = [child for child in reversed(self.children) if child.height > 0]
        gaps = self.spacing * max(0, len(shown) - 1)
        self.minimum_height = above + below + gaps + sum(child.height for child in shown)
        across, top = min(self.width, self.measure), self.top - above
        edge, inner = self.x + (self.width - across) / 2 + left, across - left - right
        for child in reversed(self.children):
            if getattr(child, "bleed", False):
                child.x, child.width = self.x, self.width
            else:
                self._stand(child, edge, inner)
            child.top = top
            top -= child.height + (self.spacing if child.height > 0 else 0)

    def _stand(self, child: Widget, edge: float, inner: float) -> None:
        """Its width, and its place within what is left between the edges."""
        if child.size_hint_x is not None:
            child.width = inner * child.size_hint_x
        child.x = edge + (inner - child.width) * (child.pos_hint or {}).get("center_x", 0)


class Row(BoxLayout):
    """Children side by side, as high as the highest needs."""


class Body(ScrollView):
    """The scrolling part of a screen. Its lines grow no longer than can be read with ease, however wide the window."""

    def add_widget(self, widget, *args, **kwargs) -> None:
        super().add_widget(widget, *args, **kwargs)
        if isinstance(widget, Column):
            widget.measure = T.measure


class SplitBox(BoxLayout):
    """Something to look at and what belongs to it: one under the other, in a low window side by side."""


class ChipStrip(ScrollView):
    """A row of chips that scrolls sideways."""


class Panel(Column):
    """A surface that is not touched: a box of related things."""


class RowsPanel(Panel):
    """A panel of rows that reach its edges."""


class TimelinePanel(Panel):
    """A panel of things that happened, joined by a line."""


class TileGrid(GridLayout):
    """Tiles in columns; those of one row are equally high."""

    def add_widget(self, widget, *args, **kwargs) -> None:
        super().add_widget(widget, *args, **kwargs)
        widget.fbind("minimum_height", self._even_later)

    def on_cols(self, *_) -> None:
        self._even_later()

    def __init__(self, **kwargs) -> None:
        self._even_later = Clock.create_trigger(lambda _dt: self._even(), -1)
        super().__init__(**kwargs)

    def _even(self) -> None:
        tiles = list(reversed(self.children))
        for start in range(0, len(tiles), self.cols or 1):
            row = tiles[start : start + self.cols]
            least = max(tile.minimum_height for tile in row)
            for tile in row:
                tile.least = least


class Card(ButtonBehavior, Column):
    """A surface that is touched as a whole."""


class Tappable(ButtonBehavior, BoxLayout):
    """Anything laid out that can be tapped."""


class IconButton(ButtonBehavior, Widget):
    """A 48 dp target with an icon. Only for what is understood without a word (back, close, search)."""

    name = StringProperty("info")
    tint = ColorProperty("#000000")
    badge = NumericProperty(0)


def text_width(label: Label) -> float:
    """The width that a label's words need on one line."""
    pen = CoreLabel(font_size=label.font_size, bold=label.bold, font_name=label.font_name)
    return pen.get_extents(label.text)[0] + 2


def widest_word(label: Label, font_size: float) -> float:
    """The width that the longest of a label's words needs, also when it becomes bold."""
    pen = CoreLabel(font_size=font_size, bold=True, font_name=label.font_name)
    return max((pen.get_extents(word)[0] for word in label.text.split()), default=0) + 2


class Measured:
    """Knows the width that its words need on one line."""

    words_width = NumericProperty(0)
    # For rules elsewhere: one that reached for `self.ids.words` would keep its widget alive for ever.
    tall = NumericProperty(0)

    def on_kv_post(self, _base) -> None:
        words = self.ids.words
        words.bind(text=lambda *_: self._measure(), font_size=lambda *_: self._measure())
        self._measure()

    def _measure(self) -> None:
        self.words_width = text_width(self.ids.words)


class Btn(Measured, ButtonBehavior, BoxLayout):
    """The button: `primary` once a screen, `secondary` beside it, `text` for the rest."""

    kind = OptionProperty("primary", options=["primary", "secondary", "text", "danger"])
    text = StringProperty("")
    icon = StringProperty("")
    busy = BooleanProperty(False)
    ink = ColorProperty("#000000")
    fill = ColorProperty("#FFFFFF")

    def on_touch_down(self, touch):
        return False if self.busy or self.disabled else super().on_touch_down(touch)

    def narrowest(self) -> float:
        """The width below which one of its words would break."""
        icon = T.icon + dp(10) if self.icon else 0
        return widest_word(self.ids.words, T.label) + T.l * 2 + icon


class SideBySide(BoxLayout):
    """Children of one width beside each other or, where that would break a word, below each other.

    A child says with `narrowest()` what it needs at least; it is asked again when its property `watched` changes.
    """

    watched = "words_width"

    def __init__(self, **kwargs) -> None:
        self._arrange_later = Clock.create_trigger(lambda _dt: self._arrange(), -1)
        super().__init__(**kwargs)
        self.bind(width=self._arrange_later, children=self._arrange_later)

    def add_widget(self, widget, *args, **kwargs) -> None:
        super().add_widget(widget, *args, **kwargs)
        widget.bind(**{self.watched: self._arrange_later})

    def _arrange(self) -> None:
        if self.children:
            count = len(self.children)
            room = (self.width - self.padding[0] - self.padding[2] - self.spacing * (count - 1)) / count
            broken = max(child.narrowest() for child in self.children) > room
            self.orientation = "vertical" if broken else "horizontal"


class Buttons(SideBySide, Row):
    """What can be done with one thing."""


class Chip(ButtonBehavior, BoxLayout):
    """A choice in a strip; `active` is the chosen one."""

    text = StringProperty("")
    drawn = NumericProperty(0)  # the height that is seen; the one that is touched is 48 dp
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
        self._cursor_at = (0, 0)
        self._follow_cursor = Clock.create_trigger(self._show_cursor, -1)
        super().__init__(**kwargs)

    def _adjust_viewport(self, column: int, row: int) -> None:
        """Keep the cursor in sight, once a frame.

        Kivy has one trigger for all fields: it keeps the field that was written in last, and through it its screen.
        """
        self._cursor_at = column, row
        self._follow_cursor()

    def _show_cursor(self, _dt: float) -> None:
        TextInput._adjust_viewport.__wrapped__(self, *self._cursor_at)


class TextField(BoxLayout):
    """A labelled input: what it is for stands above it and stays there; what is wrong stands below."""

    label = StringProperty("")
    hint = StringProperty("")
    help = StringProperty("")
    error = StringProperty("")
    text = StringProperty("")
    multiline = BooleanProperty(False)
    lines = NumericProperty(1)
    secret = BooleanProperty(False)  # a password: hidden until the person asks to see it
    hidden = BooleanProperty(True)
    keyboard = StringProperty("text")
    focus = BooleanProperty(False)

    __events__ = ("on_enter",)

    def on_enter(self) -> None:
        """The person pressed Enter in a one-line field."""


class SearchField(BoxLayout):
    """One line to search with; `on_search` comes when typing pauses or Enter is pressed."""

    text = StringProperty("")
    hint = StringProperty("")
    focus = BooleanProperty(False)

    __events__ = ("on_search",)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
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


class Badge(Measured, BoxLayout):
    """A state: an icon and a word on a tint, so that colour never speaks alone."""

    text = StringProperty("")
    icon = StringProperty("info")
    tone = OptionProperty("quiet", options=["good", "wait", "bad", "info", "quiet"])
    ink = ColorProperty("#000000")
    room = NumericProperty(10_000)  # the width that the parent has to give
    frame = NumericProperty(0)

    def on_parent(self, _self, parent) -> None:
        if parent is not None:
            parent.bind(width=self._find_room)  # weakly: it may outlive us
            self._find_room()

    def _find_room(self, *_) -> None:
        if self.parent is not None:
            padding = getattr(self.parent, "padding", (0, 0, 0, 0))
            self.room = max(1, self.parent.width - padding[0] - padding[2])


class KeyValue(BoxLayout):
    """What it is, in small, above what it says."""

    icon = StringProperty("")
    name = StringProperty("")
    value = StringProperty("")


class Segment(SideBySide):
    """Two to five choices: `value` is the chosen one; `on_choose` tells that a person chose."""

    __events__ = ("on_choose",)
    watched = "font_size"

    options = ListProperty([])  # (value, words)
    tallest = NumericProperty(0)
    value = ObjectProperty(None, allownone=True)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.bind(options=lambda *_: self._build(), value=lambda *_: self._mark())
        self._build()

    def _build(self) -> None:
        self.clear_widgets()
        for value, words in self.options:
            part = SegmentPart(text=words, value=value)
            part.bind(on_release=lambda touched: self.dispatch("on_choose", touched.value))
            part.bind(texture_size=lambda *_: self._measure())
            self.add_widget(part)
        self._mark()

    def on_choose(self, value) -> None:
        self.value = value

    def _measure(self) -> None:
        self.tallest = max(part.texture_size[1] for part in self.children)

    def _mark(self) -> None:
        for part in self.children:
            part.active = part.value == self.value


class SegmentPart(ButtonBehavior, Label):
    value = ObjectProperty(None, allownone=True)
    active = BooleanProperty(False)

    def narrowest(self) -> float:
        return widest_word(self, self.font_size)


def tone_color(tone: str) -> str:
    return T.hex(tone)


Builder.load_file(str(HERE / "basics.kv"))
