"""No text is cut: none is higher or wider than its widget, ends outside the window or the card, or is shortened."""

from __future__ import annotations

import re
import string

from kivy.core.text.text_layout import LayoutLine
from kivy.core.window import Window
from kivy.uix.label import Label
from kivy.uix.textinput import TextInput
from kivy.uix.widget import Widget

from tests.mobile.driver import Driver
from tests.mobile.gallery.seeing import Box, box_of, in_strip, on_show

SLACK = 1.0
PUNCTUATION = string.punctuation + "“”‘’…–"


def cut_texts(driver: Driver) -> list[str]:
    """What is wrong, a line each; the window has to be stretched."""
    found = []
    for widget in on_show(driver):
        if isinstance(widget, Label) and widget.text and (why := _cut(widget)):
            found.append(f"{widget.text[:40]!r} {why}")
        if isinstance(widget, TextInput) and (why := _cut_hint(widget)):
            found.append(f"{(widget.text or widget.hint_text)[:40]!r} {why}")
    return found


def ink_box(label: Label) -> Box:
    """Where a label's texture is drawn: in the middle of its widget."""
    wide, high = label.texture_size
    box = box_of(label)
    left, low = (box.left + box.right - wide) / 2, (box.low + box.high - high) / 2
    return Box(left, low, left + wide, low + high)


def _cut(label: Label) -> str:
    wide, high = label.texture_size
    if high > label.height + SLACK:
        return f"is {high} high in {label.height:.0f}"
    if label.is_shortened:
        return "is shortened"
    if not label.shorten and _lost_lines(label):
        return "loses lines"
    if wide > label.width + SLACK:
        return f"is {wide} wide in {label.width:.0f}"
    if broken := _broken_word(label):
        return f"breaks {broken!r}"
    return "" if in_strip(label) else _outside(ink_box(label), label)


def _lost_lines(label: Label) -> bool:
    """Of a text that is held in a box, Kivy drops the lines that do not fit, silently."""
    wide, high = label.text_size
    if high is None:
        return False
    pen = type(label._label)(**{**label._label.options, "text_size": (wide, None)})
    pen.text = label.text
    pen.refresh()
    return bool(pen.texture is not None and pen.texture.height > high + SLACK)


def _broken_word(label: Label) -> str:
    """A word that goes on in the next line though it is no address or code. Kivy breaks what is wider than its box."""
    words = set(re.sub(r"\[[^\]]*\]", "", label.text).split())
    pieces = {piece for line in label._label._cached_lines for piece in _said(line).split()} - words
    spoken = [word for word in words if word.strip(PUNCTUATION).isalpha()]
    return next((word for word in spoken for piece in pieces if word.startswith(piece)), "")


def _said(line: LayoutLine) -> str:
    return "".join(part.text for part in line.words)


def _outside(ink: Box, label: Widget) -> str:
    wide, tall = Window.size
    if ink.left < -SLACK or ink.right > wide + SLACK:
        return f"reaches from {ink.left:.0f} to {ink.right:.0f} in a window of {wide}"
    if ink.low < -SLACK or ink.high > tall + SLACK:
        return f"stands outside the window, at {ink.low:.0f} to {ink.high:.0f} of {tall}"
    return ""


def _cut_hint(field: TextInput) -> str:
    """A hint may take a line more than there is room for; a line that is higher than the field is cut."""
    room = field.height - field.padding[1] - field.padding[3]
    needed = field.line_height if field.text else field.line_height * len(field._hint_text_lines or [""])
    if needed > room + SLACK:
        return f"needs {needed:.0f} of {room:.0f} dp in its field"
    return ""
