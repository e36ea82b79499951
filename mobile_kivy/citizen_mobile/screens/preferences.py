"""What to hear of: kinds, communes and subjects, pushes and the inbox apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile.client.models import KindChoice, Preferences, TopicChoice
from citizen_mobile.client.outbox import OutboxItem
from citizen_mobile.locale.live import L
from citizen_mobile.screens.asking import push_state
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.status import notice_look
from citizen_mobile.theme.basics import Caption, Choice, Column, Heading, Panel, Soft
from citizen_mobile.theme.composites import Note
from citizen_mobile.viewmodels.preferences import PreferencesModel

load_kv("preferences")

# What each kind is for, in the words of a person who is to decide.
ABOUT = {
    "information": "News of the province and of your commune",
    "reminder": "Vaccination days, power cuts, deadlines",
    "warning": "Heavy rain, floods, landslides, forest fire",
    "emergency": "Danger to life: leave, take shelter",
    "personal": "Your reports and dossiers",
}
GROUPS = [("areas", "Communes and wards"), ("news", "Subjects of the news")]


class Chosen(Column):
    """One kind that can be heard of: its name, and the switches for pushes and the inbox."""

    icon = StringProperty("info")
    title = StringProperty("")
    text = StringProperty("")


class PreferencesScreen(AppScreen):
    all_areas = BooleanProperty(False)

    def prepare(self) -> None:
        self.model = PreferencesModel(self.app.context)
        follow(self.model, self.paint)
        self.hear(self.app.person, logged_in=lambda *_: setattr(self.model, "value", None))
        self.model.fbind("refused", lambda _model, why: self._refused(why))

    def opened(self, **_: object) -> None:
        self.paint_state()
        self.model.load(keep=self.model.value is not None)

    def reload(self) -> None:
        self.paint_state()
        self.model.load()

    def paint_state(self) -> None:
        fill(self.ids.state, push_state(self.app, self.paint_state))

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._choices, self.model.load)

    def outbox_changed(self, item: OutboxItem) -> None:
        self.model.outbox_changed(item)

    def show_all_areas(self) -> None:
        self.all_areas = True
        self.paint()

    def _refused(self, why: str) -> None:
        if why:
            words = (
                L.tr("No connection: nothing was changed.") if why == "offline" else L.tr("It could not be changed.")
            )
            self.app.toast(words)

    def _choices(self, choice: Preferences) -> list:
        groups = [self._group(group, L.tr(title)) for group, title in GROUPS]
        return [self._kinds(choice), self._daily(choice), *groups, self._receipts(choice)]

    # --- parts

    def _kinds(self, choice: Preferences) -> Panel:
        panel = _panel(L.tr("Kinds of notices"))
        for kind in choice.kinds:
            panel.add_widget(self._kind(kind))
        return panel

    def _kind(self, kind: KindChoice) -> Chosen:
        icon = notice_look(kind.kind)[1]
        chosen = Chosen(title=kind.name, icon=icon, text=L.tr(ABOUT.get(kind.kind, "")) if kind.kind in ABOUT else "")
        if kind.can_turn_off:
            change = lambda **how: self.model.choose_kind(kind.kind, **how)  # noqa: E731
            _switches(chosen, kind, change)
        else:
            reason = L.tr("Always on: it tells of danger to life. How loud it is, the phone's settings say.")
            chosen.add_widget(Note(tone="quiet", icon="lock", text=reason))
        return chosen

    def _daily(self, choice: Preferences) -> Panel:
        panel = _panel(L.tr("Once a day"))
        text, detail = (
            L.tr("Gather information"),
            L.tr("One notice a day at 7 o'clock instead of many. Warnings come at once."),
        )
        panel.add_widget(_switch(text, choice.digest, self.model.choose_digest, detail))
        return panel

    def _group(self, group: str, title: str) -> Panel:
        panel = _panel(title)
        followed, others = self.model.topics(group, followed=True), self.model.topics(group, followed=False)
        few = group == "news" or self.all_areas or not followed
        for topic in [*followed, *(others if few else [])]:
            panel.add_widget(self._topic(topic))
        if others and not few:
            words = L.tr("Show the other {n}").format(n=len(others))
            panel.add_widget(button(words, self.show_all_areas, kind="secondary", icon="down"))
        return panel

    def _topic(self, topic: TopicChoice) -> Column:
        column = Column(spacing=0)
        column.add_widget(_switch(topic.name, topic.followed, lambda on: self.model.follow(topic.topic, on)))
        if topic.followed:
            inner = Column(spacing=0, padding=[32, 0, 0, 8])
            _switches(inner, topic, lambda **how: self.model.choose_topic(topic.topic, **how))
            column.add_widget(inner)
        return column

    def _receipts(self, choice: Preferences) -> Panel:
        panel = _panel(L.tr("Counting"))
        text = L.tr("Tell when a notice was shown and opened")
        detail = L.tr(
            "So that the province knows whether a warning reaches people. It is counted and forgotten in 14 days."
        )
        if self.app.person.logged_in:
            state = L.tr("You agreed to it.") if choice.receipts else L.tr("You have not agreed to it.")
            panel.add_widget(Soft(text=f"{text}. {state}"))
            panel.add_widget(Caption(text=detail))
            panel.add_widget(
                button(L.tr("To your consents"), lambda: self.go("consents"), kind="secondary", icon="account")
            )
        else:
            panel.add_widget(_switch(text, choice.receipts, self.model.choose_receipts, detail))
        return panel


def _panel(title: str) -> Panel:
    panel = Panel()
    panel.add_widget(Heading(text=title))
    return panel


def _switch(text: str, on: bool, choose: Callable[[bool], Any], detail: str = "") -> Choice:
    switch = Choice(text=text, detail=detail, active=on)
    switch.bind(on_release=lambda touched: choose(not touched.active))
    return switch


def _switches(box: Column, row: KindChoice | TopicChoice, change: Callable[..., Any]) -> None:
    """Pushes and the inbox apart."""
    box.add_widget(_switch(L.tr("Ring on this phone"), row.push, lambda on: change(push=on)))
    box.add_widget(_switch(L.tr("Stand in the inbox"), row.inbox, lambda on: change(inbox=on)))
