"""How a dossier looks: what is missing first, then where it stands, then what has happened."""

from __future__ import annotations

from kivy.uix.widget import Widget

from citizen_mobile.client.models import Dossier, DossierEvent
from citizen_mobile.locale import format as fmt
from citizen_mobile.locale.live import L
from citizen_mobile.screens.status import dossier_look
from citizen_mobile.theme.basics import Badge, Heading, KeyValue, Panel, TimelinePanel, Title, Txt
from citizen_mobile.theme.composites import Note, TimelineItem

UNPAID = ("unpaid", "pending")


def dossier_parts(dossier: Dossier, actions: list[Widget]) -> list[Widget]:
    """The whole page; `actions` stand below the head."""
    return [
        *_missing(dossier),
        *_paused(dossier),
        _head(dossier, actions),
        *_results(dossier),
        Heading(text=L.tr("What has happened")),
        _timeline(dossier),
        *_papers(dossier),
    ]


def payment_words(status: str) -> str:
    """The state of the fee."""
    words = {
        "unpaid": L.tr("not paid yet"),
        "pending": L.tr("waiting for the payment"),
        "paid": L.tr("paid"),
        "refunded": L.tr("refunded"),
        "cancelled": L.tr("cancelled"),
    }
    return words.get(status, status)


def _head(dossier: Dossier, actions: list[Widget]) -> Panel:
    tone, icon = dossier_look(dossier.status.code)
    head = Panel()
    head.add_widget(Badge(text=dossier.status.name, tone=tone, icon=icon))
    head.add_widget(Title(text=dossier.procedure.name))
    for icon_name, name, value in _facts(dossier):
        if value:
            head.add_widget(KeyValue(icon=icon_name, name=name, value=value))
    for action in actions:
        head.add_widget(action)
    return head


def _facts(dossier: Dossier) -> list[tuple[str, str, str]]:
    return [
        ("qr", L.tr("Dossier code"), dossier.code),
        ("account", L.tr("Applicant"), dossier.applicant_masked),
        ("building", L.tr("Agency"), dossier.agency_name),
        ("calendar", L.tr("Received"), fmt.day_time(dossier.received_at)),
        ("clock", L.tr("Due"), fmt.day_time(dossier.due_at)),
        ("done", L.tr("Finished"), fmt.day_time(dossier.finished_at)),
        ("check", L.tr("Result handed over"), fmt.day_time(dossier.returned_at)),
        ("money", L.tr("Fee"), _fee(dossier)),
    ]


def _fee(dossier: Dossier) -> str:
    if dossier.fee_total is None:
        return ""
    fee = fmt.money(dossier.fee_total, L.tr)
    return f"{fee}, {payment_words(dossier.payment_status)}" if dossier.fee_total and dossier.payment_status else fee


def _missing(dossier: Dossier) -> list[Note]:
    notes = []
    if dossier.missing_documents:
        papers = (f"• {row.name}" + (f": {row.reason}" if row.reason else "") for row in dossier.missing_documents)
        notes.append(Note(tone="bad", icon="document", title=L.tr("Papers to bring"), text="\n".join(papers)))
    if dossier.payment_status in UNPAID and dossier.fee_total:
        title = L.tr("The fee is to be paid")
        notes.append(Note(tone="wait", icon="money", title=title, text=_fee(dossier)))
    return notes


def _paused(dossier: Dossier) -> list[Note]:
    if not dossier.clock_paused:
        return []
    text = L.tr("The days do not count while something is asked of the applicant. The due day moves by as much.")
    return [Note(tone="wait", icon="pause", title=L.tr("The clock is stopped"), text=text)]


def _results(dossier: Dossier) -> list[Note]:
    words = "\n".join(f"• {row.name}" for row in dossier.results)
    return [Note(tone="good", icon="done", title=L.tr("Results"), text=words)] if words else []


def _papers(dossier: Dossier) -> list[Widget]:
    if not dossier.documents:
        return []
    panel = Panel()
    for row in dossier.documents:
        panel.add_widget(KeyValue(icon="document", value=row.name))
    return [Heading(text=L.tr("Papers handed in")), panel]


def _timeline(dossier: Dossier) -> Panel:
    panel = TimelinePanel()
    events = sorted(dossier.events, key=lambda event: event.at.timestamp() if event.at else 0, reverse=True)
    for index, event in enumerate(events):
        panel.add_widget(_event(event, first=index == 0, last=index == len(events) - 1))
    if not events:
        panel.add_widget(Txt(text=L.tr("Nothing has been recorded yet.")))
    return panel


def _event(event: DossierEvent, *, first: bool, last: bool) -> TimelineItem:
    tone, icon = dossier_look(event.status.code if event.status else "")
    return TimelineItem(
        title=event.status.name if event.status else event.text,
        text=event.text if event.status else "",
        when=fmt.day_time(event.at),
        who="  ·  ".join(part for part in (event.unit_name, event.actor_masked) if part),
        tone=tone,
        icon=icon,
        first=first,
        last=last,
    )
