"""One procedure: where, how long, how much, which papers, which steps."""

from __future__ import annotations

from functools import partial

from kivy.properties import NumericProperty, StringProperty

from citizen_mobile.client.models import Case, Channel, Procedure, ProcedureDocument
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.cards import tapped
from citizen_mobile.theme import overlays  # noqa: F401 - UndoBar for the rules
from citizen_mobile.theme.basics import Caption, Choice, Heading, KeyValue, Line, Panel, Title, Txt
from citizen_mobile.viewmodels.services import ProcedureModel
from citizen_mobile.viewmodels.undo import Undo

load_kv("procedure")

CHANNELS = {"in_person": ("building", "In person"), "online": ("globe", "Online"), "post": ("mail", "By post")}


class ChannelBox(Panel):
    icon = StringProperty("building")
    name = StringProperty("")
    duration = StringProperty("")
    fee = StringProperty("")
    note = StringProperty("")


class TickRow(Choice):
    """A paper or a step that can be ticked off."""

    item = StringProperty("")


class ProcedureScreen(AppScreen):
    case = NumericProperty(0)

    def prepare(self) -> None:
        self.model = ProcedureModel(self.app.context)
        self.model.bind(ticked=lambda *_: self._mark())
        self.undo = Undo()
        self.undo.bind(words=lambda _undo, words: setattr(self.ids.undo, "words", words))
        self._rows: list[TickRow] = []
        self._count: Caption | None = None
        follow(self.model, self.paint)

    def opened(self, code: str = "", **_: object) -> None:
        if code == self.model.code and self.model.value is not None:
            return
        self.case = 0
        self.ids.body.scroll_y = 1
        self.model.load(code)

    def reload(self) -> None:
        self.model.load(self.model.code)

    def on_leave(self, *args: object) -> None:
        super().on_leave(*args)
        self.undo.settle()

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._procedure, self.reload)
        self._mark()

    def _procedure(self, procedure: Procedure) -> list:
        self._rows, self._count = [], None
        parts = [procedure_head(procedure), Heading(text=L.tr("Ways to apply, time and fee"))]
        parts += [channel_box(channel) for channel in procedure.channels]
        parts += self._cases(procedure.cases)
        parts += [*self._where(procedure), *procedure_texts(procedure)]
        if procedure.updated_at:
            parts.append(Caption(text=L.tr("Updated {when}").format(when=fmt.day(procedure.updated_at))))
        return parts

    def _where(self, procedure: Procedure) -> list:
        panel = Panel()
        if procedure.offices_hint:
            panel.add_widget(Txt(text=procedure.offices_hint))
        panel.add_widget(button(L.tr("Find the nearest office"), lambda: self.go("offices"), icon="building"))
        return [Heading(text=L.tr("Where to go")), panel]

    # --- the checklist of one case

    def _cases(self, cases: list[Case]) -> list:
        if not cases:
            return []
        case = cases[min(self.case, len(cases) - 1)]
        return [*self._choices(cases), *self._checklist(case)]

    def _choices(self, cases: list[Case]) -> list:
        if len(cases) < 2:
            return []
        panel = Panel()
        for index, case in enumerate(cases):
            choice = Choice(text=case.name or L.tr("The usual case"), round=True, active=index == self.case)
            panel.add_widget(tapped(choice, lambda index=index: self._choose(index)))
        return [Heading(text=L.tr("Which case is yours?")), panel]

    def _choose(self, index: int) -> None:
        self.case = index
        self.paint()

    def _checklist(self, case: Case) -> list:
        self._count = Caption()
        parts = [Heading(text=L.tr("Documents")), self._count, self._documents(case)] if case.documents else []
        if case.steps:
            parts += [Heading(text=L.tr("Steps")), self._steps(case)]
        if parts:
            parts.append(button(L.tr("Clear the ticks"), self._untick, kind="text", icon="undo"))
        return parts

    def _documents(self, case: Case) -> Panel:
        panel = Panel()
        for index, document in enumerate(case.documents):
            if index:
                panel.add_widget(Line())
            panel.add_widget(self._tick(f"{case.name}/{document.name}", document.name, copies_of(document)))
            if document.form_url:
                open_form = partial(choose.get().phone.open_link, document.form_url)
                panel.add_widget(button(L.tr("Open the form"), open_form, kind="text", icon="link"))
        return panel

    def _steps(self, case: Case) -> Panel:
        panel = Panel()
        for step in sorted(case.steps, key=lambda found: found.order):
            panel.add_widget(self._tick(f"{case.name}/{step.order}", f"{step.order}. {step.text}", ""))
        return panel

    def _tick(self, item: str, text: str, detail: str) -> TickRow:
        row = TickRow(item=item, text=text, detail=detail)
        self._rows.append(row)
        return tapped(row, lambda: self.model.tick(item))

    def _mark(self) -> None:
        """Show what is ticked, without building the page anew under the finger."""
        for row in self._rows:
            row.active = row.item in self.model.ticked
        if self._count is not None:
            done = sum(row.active for row in self._rows)
            said = L.tr("Tick what you have ready; this phone remembers it. {done} of {all}")
            self._count.text = said.format(done=done, all=len(self._rows))

    def _untick(self) -> None:
        before = self.model.untick_all()
        if before:
            self.undo.offer(L.tr("The ticks are cleared."), revert=lambda: self.model.restore(before))


def procedure_head(procedure: Procedure) -> Panel:
    """What it is called, who decides it and for whom."""
    head = Panel()
    head.add_widget(Title(text=procedure.name))
    levels = {"full": L.tr("Fully online"), "partial": L.tr("Partly online")}
    for icon, name, value in (
        ("qr", L.tr("Procedure code"), procedure.code),
        ("folder", L.tr("Field"), procedure.field.name if procedure.field else ""),
        ("building", L.tr("Agency"), procedure.agency_name),
        ("globe", L.tr("Online"), levels.get(procedure.level, "")),
        ("people", L.tr("For whom"), procedure.audience),
    ):
        if value:
            head.add_widget(KeyValue(icon=icon, name=name, value=value))
    return head


def channel_box(channel: Channel) -> ChannelBox:
    icon, name = CHANNELS.get(channel.channel, ("services", channel.channel))
    duration = channel.duration_text
    if not duration and channel.duration_days is not None:
        duration = L.counted("{n} working day", "{n} working days", channel.duration_days)
    fee = channel.fee_text or fmt.money(channel.fee_amount, L.tr)
    return ChannelBox(icon=icon, name=L.tr(name), duration=duration, fee=fee, note=channel.note)


def copies_of(document: ProcedureDocument) -> str:
    """How many originals and copies, and which form."""
    said = []
    if document.originals:
        said.append(L.counted("{n} original", "{n} originals", document.originals))
    if document.copies:
        said.append(L.counted("{n} copy", "{n} copies", document.copies))
    if document.form_code:
        said.append(L.tr("form {code}").format(code=document.form_code))
    return "  ·  ".join(said)


def procedure_texts(procedure: Procedure) -> list:
    """What has to be met, what one gets, and by which law."""
    parts = []
    for name, text in (
        (L.tr("Requirements"), procedure.requirements),
        (L.tr("Result"), procedure.result),
    ):
        if text:
            panel = Panel()
            panel.add_widget(Txt(text=text))
            parts += [Heading(text=name), panel]
    return [*parts, Heading(text=L.tr("Legal basis")), _legal(procedure)] if procedure.legal_basis else parts


def _legal(procedure: Procedure) -> Panel:
    panel = Panel()
    for basis in procedure.legal_basis:
        panel.add_widget(KeyValue(icon="law", name=basis.number, value=basis.name))
    return panel
