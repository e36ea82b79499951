"""The larger widgets: bars, banners, states, timelines, pictures, rows. Their looks are in `composites.kv`."""

from __future__ import annotations

from collections.abc import Callable

from kivy.app import App
from kivy.core.image import Image as CoreImage
from kivy.lang import Builder
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
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from citizen_mobile.theme import basics
from citizen_mobile.theme.basics import HERE, Card, Column, Row, Tappable, text_width
from citizen_mobile.theme.pictures import decoded, textures


class AppBar(BoxLayout):
    """The bar on top: where I am, the way back, and at most two actions."""

    title = StringProperty("")
    can_go_back = BooleanProperty(True)
    action_icon = StringProperty("")
    __events__ = ("on_action",)

    def on_action(self) -> None:
        """The action at the right was tapped."""


class BasaltHeader(FloatLayout):
    """Red earth, hills and basalt columns behind the home page's greeting."""

    bleed = True

    texture = ObjectProperty(None)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.texture = CoreImage(basics.ART + "/header.png", mipmap=True).texture
        self.texture.min_filter = "linear_mipmap_linear"


class StaleBanner(BoxLayout):
    """Says that this is the last good copy, and how old it is. Takes no room while all is fresh."""

    stale_since = NumericProperty(0)
    text = StringProperty("")


class SectionTitle(BoxLayout):
    """A heading over a group, with a way to all of it."""

    text = StringProperty("")
    more = StringProperty("")
    tall = NumericProperty(0)
    __events__ = ("on_all",)

    def on_all(self) -> None:
        """All of it was asked for."""


class ListRow(Tappable):
    """A row that leads somewhere."""

    icon = StringProperty("")
    text = StringProperty("")
    detail = StringProperty("")
    markup_detail = BooleanProperty(False)
    trailing = StringProperty("next")
    strong = BooleanProperty(False)


class Tile(Card):
    """A way in, with its icon on a hexagon."""

    icon = StringProperty("info")
    text = StringProperty("")
    tone = OptionProperty("action", options=["action", "accent", "bad", "info", "wait"])
    active = BooleanProperty(False)
    least = NumericProperty(0)  # as high as its neighbours


class Note(BoxLayout):
    """A coloured remark: an icon, a bold line and a sentence."""

    icon = StringProperty("info")
    title = StringProperty("")
    text = StringProperty("")
    tone = OptionProperty("info", options=["good", "wait", "bad", "info", "quiet"])
    tall = NumericProperty(0)
    ink = ColorProperty("#000000")


class EmptyState(Column):
    """Nothing here, why, and what to do about it."""

    icon = StringProperty("gong")
    title = StringProperty("")
    text = StringProperty("")
    offer = StringProperty("")
    __events__ = ("on_action",)

    def on_action(self) -> None:
        """The offered way was taken."""


class Skeleton(Column):
    """Grey shapes where content will be."""

    rows = NumericProperty(4)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.bind(rows=lambda *_: self._build())
        self._build()

    def _build(self) -> None:
        self.clear_widgets()
        for _ in range(int(self.rows)):
            self.add_widget(SkeletonRow())


class SkeletonRow(Widget):
    pass


class TimelineItem(Row):
    """One thing that happened; the newest stands on top and is marked."""

    when = StringProperty("")
    title = StringProperty("")
    text = StringProperty("")
    who = StringProperty("")
    icon = StringProperty("check")
    tone = OptionProperty("quiet", options=["good", "wait", "bad", "info", "quiet"])
    ink = ColorProperty("#000000")
    first = BooleanProperty(False)
    last = BooleanProperty(False)


class RemoteImage(Widget):
    """A picture from the server: fetched beside the UI, kept on disk, a quiet hexagon until it is here."""

    url = StringProperty("")
    texture = ObjectProperty(None, allownone=True)
    crop = ListProperty([0, 0, 1, 1])
    radius = VariableListProperty([0, 0, 0, 0])
    icon = StringProperty("picture")

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.bind(url=lambda *_: self._fetch(), size=lambda *_: self._fit(), texture=lambda *_: self._fit())
        self._fetch()

    def _fetch(self) -> None:
        self.texture = textures.get(self.url)
        app = App.get_running_app()
        if self.texture is not None or not self.url or app is None:
            return
        asked = self.url
        app.context.picture(asked, lambda picture: self._show(asked, picture), make=decoded)

    def _show(self, asked: str, picture: CoreImage | None) -> None:
        if picture is None:
            return
        if textures.get(asked) is None:
            textures.put(asked, picture.texture)
        if asked == self.url:
            self.texture = textures.get(asked)

    def _fit(self) -> None:
        """Fill the frame, cutting what is over at the sides."""
        if self.texture is None or not self.width or not self.height:
            return
        frame, picture = self.width / self.height, self.texture.width / self.texture.height
        if picture > frame:
            part = frame / picture
            self.crop = [(1 - part) / 2, 0, part, 1]
        else:
            part = picture / frame
            self.crop = [0, (1 - part) / 2, 1, part]

    def coords(self, crop, texture) -> list[float]:
        """Texture coordinates of the crop."""
        if texture is None:
            return [0, 1, 1, 1, 1, 0, 0, 0]
        u, v, w, h = texture.uvpos[0], texture.uvpos[1], texture.uvsize[0], texture.uvsize[1]
        x0, x1 = u + w * crop[0], u + w * (crop[0] + crop[2])
        y0, y1 = v + h * crop[1], v + h * (crop[1] + crop[3])
        return [x0, y0, x1, y0, x1, y1, x0, y1]


class NavBar(BoxLayout):
    """Five places, each an icon and a word: below, or beside what a low window shows."""

    current = StringProperty("home")
    unread = NumericProperty(0)
    shown = BooleanProperty(True)  # not over a picture, nor before the first start is done

    def on_touch_down(self, touch):
        """A disabled button takes the touches of its place; where there is no bar it has none."""
        return self.shown and super().on_touch_down(touch)


class NavItem(ButtonBehavior, BoxLayout):
    name = StringProperty("")
    icon = StringProperty("home")
    text = StringProperty("")
    active = BooleanProperty(False)
    badge = NumericProperty(0)


class Toast(Label):
    """A short word over the bottom bar; it goes by itself."""

    words_width = NumericProperty(10_000)

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.words_width = text_width(self)


def error_state(kind: str, detail: str, tr: Callable[[str], str], retry: Callable[[], None]) -> EmptyState:
    """What to show when there is nothing to show because of an error."""
    icon, title, text = ERRORS.get(kind, ERRORS["server"])
    state = EmptyState(icon=icon, title=tr(title), text=detail or tr(text), offer=tr("Try again"))
    state.bind(on_action=lambda *_: retry())
    return state


ERRORS = {
    "offline": ("offline", "No connection", "Check Wi-Fi or mobile data. What you have read before stays readable."),
    "portal": (
        "globe",
        "This network asks for a login",
        "The Wi-Fi answers in place of our server. Open the browser, log in to the Wi-Fi, then try again.",
    ),
    "slow": ("offline", "The network is very slow", "The answer did not come in time. Please try again in a moment."),
    "clock": (
        "calendar",
        "The phone's date may be wrong",
        "The connection could not be checked. Please set the phone's date and time, then try again.",
    ),
    "unsafe": (
        "lock",
        "The connection is not safe",
        "What answered could not prove to be our server. Please use another network and try again.",
    ),
    "storage": (
        "warning",
        "The phone has no room left",
        "Please delete what you do not need, then try again. Nothing that you wrote was lost.",
    ),
    "login": ("lock", "Please log in", "This page belongs to an account."),
    "gone": ("search", "Not found", "It may have been removed or its address has changed."),
    "server": ("warning", "The server has a problem", "It is not your phone. Please try again in a few minutes."),
}


Builder.load_file(str(HERE / "composites.kv"))
