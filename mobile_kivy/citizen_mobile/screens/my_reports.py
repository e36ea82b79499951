"""My reports: what waits in the outbox, then what the server has."""

from __future__ import annotations

from citizen_mobile.client.outbox import REJECTED, OutboxItem
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, fill, follow, load_kv, show_reading
from citizen_mobile.screens.cards import report_card
from citizen_mobile.theme.basics import Badge, Caption, Panel, Row, Txt
from citizen_mobile.theme.composites import EmptyState
from citizen_mobile.viewmodels.reporting import MyReportsModel

load_kv("my_reports")


class MyReportsScreen(AppScreen):
    def prepare(self) -> None:
        self.model = MyReportsModel(self.app.context)
        follow(self.model, self.paint)
        self.model.bind(outbox=lambda *_: self.paint_outbox())

    def opened(self, **_: object) -> None:
        self.reload()

    def reload(self) -> None:
        self.model.load(logged_in=self.app.person.logged_in)
        self.paint_outbox()

    def outbox_changed(self, _item: OutboxItem) -> None:
        self.reload()

    def paint_outbox(self) -> None:
        fill(self.ids.outbox, [self._waiting(item) for item in self.model.outbox])

    def paint(self) -> None:
        show_reading(self.ids.list, self.model, self._cards, self.reload)

    def _cards(self, reports: list) -> list:
        cards = [report_card(row, lambda code=row.code: self.go("report_detail", code=code)) for row in reports]
        if not cards and not self.model.outbox:
            text = L.tr("A broken road, a dark street lamp, waste by the river: tell it, and follow what is done.")
            return [EmptyState(icon="report", title=L.tr("No reports yet"), text=text)]
        if self.model.more:
            cards.append(button(L.tr("Show more"), self.model.load_more, kind="secondary"))
        if not self.app.person.logged_in:
            cards.append(Caption(text=L.tr("Reports sent without a login are kept on this device.")))
        return cards

    def _waiting(self, item: OutboxItem) -> Panel:
        panel = Panel()
        refused = item.state == REJECTED
        words = L.tr("Not accepted") if refused else L.tr("Waiting to be sent")
        panel.add_widget(Badge(text=words, tone="bad" if refused else "wait", icon="refused" if refused else "clock"))
        panel.add_widget(Txt(text=item.body.get("text", ""), bold=True))
        reason = item.reason or (L.tr("No connection") if item.reason_code == "offline" else "")
        if reason:
            panel.add_widget(Caption(text=reason))
        row = Row()
        if not refused:
            row.add_widget(button(L.tr("Send now"), self.model.send_now, kind="secondary"))
        row.add_widget(button(L.tr("Withdraw"), lambda: self.model.withdraw(item), kind="text"))
        panel.add_widget(row)
        return panel
