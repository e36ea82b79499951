"""One procedure: where, how long, how much, which papers, which steps."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from citizen_mobile.client.models import Case, Channel, Procedure, ProcedureDocument
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.platform import phone
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.theme.basics import Caption, Column, Heading, KeyValue, Line, Panel, Row, Title, Txt
from citizen_mobile.viewmodels.services import ProcedureModel

load_kv("procedure")

CHANNELS = {"in_person": ("building", "In person"), "online": ("globe", "Online"), "post": ("mail", "By post")}


class ChannelBox(Panel):
    icon = StringProperty("building")
    name = StringProperty("")
    duration = StringProperty("")
    fee = StringProperty("")
    note = StringProperty("")


class StepRow(Row):
    number = NumericProperty(1)
    text = StringProperty("")


class ProcedureScreen(AppScreen):
    code = StringProperty("")

    def prepare(self) -> None:
        self.model = ProcedureModel(self.app.context)
        follow(self.model, self.paint)

    def opened(self, code: str = "", **_: object) -> None:
        if code == self.code and self.model.value is not None:
            return
        self.code = code
        self.ids.body.scroll_y = 1
        self.model.load(code)

    def reload(self) -> None:
        self.model.load(self.code)

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._procedure, self.reload)

    def _procedure(self, procedure: Procedure) -> list:
        head = Panel()
        head.add_widget(Title(text=procedure.name))
        head.add_widget(KeyValue(icon="qr", name=L.tr("Procedure code"), value=procedure.code))
        head.add_widget(KeyValue(icon="building", name=L.tr("Agency"), value=procedure.agency_name))
        if procedure.audience:
            head.add_widget(KeyValue(icon="people", name=L.tr("For whom"), value=procedure.audience))
        parts = [head, Heading(text=L.tr("Ways to apply, time and fee"))]
        parts += [_channel(channel) for channel in procedure.channels]
        for case in procedure.cases:
            parts += _case(case, named=len(procedure.cases) > 1)
        parts += _texts(procedure)
        if procedure.legal_basis:
            parts += [Heading(text=L.tr("Legal basis")), _legal(procedure)]
        if procedure.updated_at:
            parts.append(Caption(text=L.tr("Updated {when}").format(when=fmt.day(procedure.updated_at))))
        return parts


def _channel(channel: Channel) -> ChannelBox:
    icon, name = CHANNELS.get(channel.channel, ("services", channel.channel))
    duration = channel.duration_text
    if not duration and channel.duration_days is not None:
        duration = L.tr("{n} working days").format(n=f"{channel.duration_days:g}")
    fee = channel.fee_text or fmt.money(channel.fee_amount, L.tr)
    return ChannelBox(icon=icon, name=L.tr(name), duration=duration, fee=fee, note=channel.note)


def _case(case: Case, *, named: bool) -> list:
    parts = [Heading(text=case.name)] if named and case.name else []
    if case.documents:
        parts.append(Heading(text=L.tr("Documents")))
        panel = Panel()
        for index, document in enumerate(case.documents):
            if index:
                panel.add_widget(Line())
            panel.add_widget(_document(document))
        parts.append(panel)
    if case.steps:
        parts.append(Heading(text=L.tr("Steps")))
        panel = Panel()
        for index, step in enumerate(sorted(case.steps, key=lambda found: found.order)):
            panel.add_widget(StepRow(number=step.order or index + 1, text=step.text))
        parts.append(panel)
    return parts


def _document(document: ProcedureDocument) -> Column:
    box = Column(spacing=4)
    copies = []
    if document.originals:
        copies.append(L.tr("{n} original").format(n=document.originals))
    if document.copies:
        copies.append(L.tr("{n} copies").format(n=document.copies))
    if document.form_code:
        copies.append(L.tr("form {code}").format(code=document.form_code))
    box.add_widget(KeyValue(icon="document", name="  ·  ".join(copies), value=document.name))
    if document.form_url:
        box.add_widget(
            button(L.tr("Open the form"), lambda: phone.open_link(document.form_url), kind="text", icon="link")
        )
    return box


def _texts(procedure: Procedure) -> list:
    parts = []
    for name, text in (
        (L.tr("Requirements"), procedure.requirements),
        (L.tr("Result"), procedure.result),
        (L.tr("Where to go"), procedure.offices_hint),
    ):
        if text:
            panel = Panel()
            panel.add_widget(Txt(text=text))
            parts += [Heading(text=name), panel]
    return parts


def _legal(procedure: Procedure) -> Panel:
    panel = Panel()
    for basis in procedure.legal_basis:
        panel.add_widget(KeyValue(icon="law", name=basis.number, value=basis.name))
    return panel
