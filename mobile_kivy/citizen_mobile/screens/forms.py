"""What the screens with forms share: where a refusal is said, and the question before something that hurts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kivy.clock import Clock
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import button, load_kv
from citizen_mobile.theme.basics import Btn, Panel
from citizen_mobile.theme.composites import ERRORS, Note
from citizen_mobile.viewmodels.base import OF_THE_NETWORK
from citizen_mobile.viewmodels.forms import FormModel

load_kv("forms")

SHORTEST_PASSWORD = 8


class CodeBtn(Btn):
    """Asks for a one-time code, and says when another may be asked for."""

    model = ObjectProperty(None, allownone=True, rebind=True)  # a CodeFormModel


class Question(Panel):
    """Asks once more before something that cannot be undone."""

    title = StringProperty("")
    text = StringProperty("")


def question(title: str, text: str, yes: str, action: Callable[[], Any], cancel: Callable[[], Any]) -> Question:
    """A panel with the consequences, the deed and the way back."""
    panel = Question(title=title, text=text)
    panel.add_widget(button(yes, action, kind="danger"))
    panel.add_widget(button(L.tr("Do not do it"), cancel, kind="secondary"))
    return panel


def problem_notes(model: FormModel) -> list[Note]:
    """What a refused form says: beside the fields where the server named them, else in one note."""
    if not model.error:
        return []
    if model.error in OF_THE_NETWORK:
        _icon, title, text = ERRORS[model.error]
        return [Note(tone="wait", icon="offline", title=L.tr(title), text=L.tr(text))]
    return [Note(tone="bad", icon="refused", text=model.error_detail or L.tr("It was not accepted."))]


def show_field_errors(ids: Any, names: Iterable[str], model: FormModel) -> None:
    """The server's sentence below each field that it refused."""
    for name in names:
        ids[name].error = model.field_errors.get(name, "")


def too_short(password: str) -> str:
    """What is wrong with a new password as far as the app can tell; the server knows more."""
    return "" if len(password) >= SHORTEST_PASSWORD else L.tr("At least 8 characters.")


def bring_into_view(body: Any, widget: Widget) -> None:
    """Scroll there once the layout has settled."""
    Clock.schedule_once(lambda _dt: body.scroll_to(widget, padding=40, animate=False), 0.05)
