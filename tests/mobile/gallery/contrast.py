"""Each text and icon that is drawn, against what is really behind it.

The window is drawn twice, the second time without the ink of texts and icons: what is seen there is the ground, be it a
colour, a gradient or a photograph. WCAG 2.2: 4.5 for text, 3 for large text and for icons; 7 and 4.5 for text in high
contrast.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kivy.graphics import Color
from kivy.uix.label import Label
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget
from PIL import Image, ImageChops

from citizen_mobile.theme.basics import HexIcon, Icon
from citizen_mobile.theme.palettes import contrast
from tests.mobile.driver import Driver, T
from tests.mobile.gallery.seeing import in_strip, on_show, parents, seen_part

LARGE, LARGE_BOLD = 24.0, 18.66  # dp, WCAG's 18 and 14 points
GROUND_SHARE = 0.04  # of the pixels under a text; less is an edge that no letter stands on
NEAR = 48  # shades: a pixel that is all ink, but for the edge of a stroke
NOWHERE = (255, 0, 254)  # a colour that no ground has
MARKUP_COLOR = re.compile(r"\[color=(#[0-9a-fA-F]{6})\]")


@dataclass(frozen=True)
class Ink:
    """Something drawn in one colour: where, in which, and the contrast that it needs."""

    widget: Widget
    color: tuple[float, float, float, float]
    need: float
    name: str


def weak_contrasts(driver: Driver) -> list[str]:
    """What is hard to see, a line each; the window has to be stretched."""
    inks = [ink for widget in on_show(driver) for ink in _inks(widget) if not _disabled(widget)]
    drawn = driver.still()
    with _without(inks):
        bare = driver.picture()
    found = {line: None for ink in inks if (line := _weakness(ink, drawn, bare))}
    return list(found)


def _inks(widget: Widget) -> Iterator[Ink]:
    if isinstance(widget, Label) and widget.text.strip():
        words = f"{widget.text[:40]!r}"
        yield Ink(widget, tuple(widget.color), _need(widget), words)
        for shade in MARKUP_COLOR.findall(widget.text) if widget.markup else ():
            yield Ink(widget, (*_channels(shade), 1.0), _need(widget), f"{words} in {shade}")
    elif isinstance(widget, (Icon, HexIcon)) and widget.name:
        yield Ink(widget, tuple(widget.tint), 3.0, f"icon {widget.name}")
    elif isinstance(widget, TextInput) and (widget.text or widget.hint_text):
        color = widget.foreground_color if widget.text else widget.hint_text_color
        yield Ink(widget, tuple(color), _need(widget), f"field {(widget.text or widget.hint_text)[:40]!r}")


def _need(widget: Label | TextInput) -> float:
    bold = getattr(widget, "bold", False)
    large = widget.font_size >= (LARGE_BOLD if bold else LARGE)
    if T.palette == "high":
        return 4.5 if large else 7.0
    return 3.0 if large else 4.5


def _disabled(widget: Widget) -> bool:
    """WCAG asks nothing of what cannot be used now."""
    return any(part.disabled for part in (widget, *parents(widget)) if isinstance(part, Widget))


@contextmanager
def _without(inks: list[Ink]) -> Iterator[None]:
    """Draw nothing in these colours."""
    brushes = {id(brush): brush for ink in inks if (brush := _brush(ink.widget)) is not None}
    before = {key: brush.a for key, brush in brushes.items()}
    for brush in brushes.values():
        brush.a = 0
    yield
    for key, brush in brushes.items():
        brush.a = before[key]


def _brush(widget: Widget) -> Color | None:
    """The colour instruction that a widget's ink is drawn with: the last one of its own."""
    canvas = widget.canvas.before if isinstance(widget, TextInput) else widget.canvas
    brushes = [part for part in canvas.children if isinstance(part, Color)]
    return brushes[-1] if brushes else None


def _weakness(ink: Ink, drawn: Image.Image, bare: Image.Image) -> str:
    frame = seen_part(ink.widget).pixels()
    if frame[0] >= frame[2] or frame[1] >= frame[3]:
        return ""
    before, after = bare.crop(frame), drawn.crop(frame)
    inked = _inked(ink, before, after)
    if inked is None:
        hidden = isinstance(ink.widget, TextInput) or in_strip(ink.widget)
        return "" if hidden else f"{ink.name} cannot be seen at all"
    found, ground = _worst(ink, before, inked)
    if found >= ink.need - 0.005:
        return ""
    return f"{ink.name}: {found:.2f} on {ground}, {ink.need} is needed"


def _inked(ink: Ink, before: Image.Image, after: Image.Image) -> Image.Image | None:
    """The pixels that this ink alone has changed, as a mask: another's came nearer to another colour."""
    changed = _mask(_strongest(ImageChops.difference(before, after)), lambda shade: shade > 8)
    if changed.getbbox() is None:
        return None
    pure = Image.new("RGB", after.size, tuple(round(255 * part) for part in ink.color[:3]))
    now, then = (_strongest(ImageChops.difference(picture, pure)) for picture in (after, before))
    nearer = _mask(ImageChops.subtract(then, now), lambda shade: shade > 0)
    own = ImageChops.multiply(ImageChops.multiply(changed, nearer), _mask(now, lambda far: far < NEAR))
    return own if own.getbbox() else changed


def _mask(shades: Image.Image, holds: Callable[[int], bool]) -> Image.Image:
    return shades.point([255 if holds(shade) else 0 for shade in range(256)])


def _strongest(shades: Image.Image) -> Image.Image:
    red, green, blue = shades.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _worst(ink: Ink, ground: Image.Image, inked: Image.Image) -> tuple[float, str]:
    """The least contrast to any ground that a fair part of the ink stands on."""
    outside = Image.new("RGB", ground.size, NOWHERE)
    if len(ground.getcolors(ground.width * ground.height) or []) > 64:  # a photograph or a gradient
        ground = ground.quantize(24, dither=Image.Dither.NONE).convert("RGB")
    under = Image.composite(ground, outside, inked).getcolors(ground.width * ground.height) or []
    under = [(count, color) for count, color in under if color != NOWHERE]
    area = sum(count for count, _color in under)
    fair = [color for count, color in under if count >= area * GROUND_SHARE]
    return min((contrast(_over(ink, color), _hex(color)), _hex(color)) for color in fair)


def _over(ink: Ink, ground: tuple[int, int, int]) -> str:
    """The ink's colour as it appears, with all that makes it transparent."""
    strength = ink.color[3]
    for part in (ink.widget, *parents(ink.widget)):
        strength *= getattr(part, "opacity", 1)
    mixed = [
        round(255 * part * strength + below * (1 - strength)) for part, below in zip(ink.color, ground, strict=False)
    ]
    return _hex((mixed[0], mixed[1], mixed[2]))


def _hex(color: tuple[int, int, int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*color)


def _channels(shade: str) -> tuple[float, float, float]:
    return (int(shade[1:3], 16) / 255, int(shade[3:5], 16) / 255, int(shade[5:7], 16) / 255)
