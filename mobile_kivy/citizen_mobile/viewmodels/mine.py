"""What is mine, for the home page: open reports, dossiers under way, what is not sent yet."""

from __future__ import annotations

from kivy.properties import ListProperty, NumericProperty

from citizen_mobile.client.api.reader import NotRemembered
from citizen_mobile.client.decode import decode
from citizen_mobile.client.models import Dossier, Report
from citizen_mobile.client.outbox import PENDING, REJECTED, SENDING
from citizen_mobile.viewmodels.base import ViewModel
from citizen_mobile.viewmodels.my_reports import guest_reports

ENDED_REPORTS = {"resolved", "closed", "rejected"}
ENDED_DOSSIERS = {"3", "7", "10"}  # refused, withdrawn, handed over; 9 is ready to be fetched
MOST = 3


class MineModel(ViewModel):
    """A guest has the reports that this device sent; a person also those of the account, and dossiers."""

    reports = ListProperty([])
    dossiers = ListProperty([])
    waiting = NumericProperty(0)
    rejected = NumericProperty(0)

    def load(self, *, logged_in: bool) -> None:
        self.count_outbox()
        if not logged_in:
            under_way = [row for row in guest_reports(self.store) if row["status"]["code"] not in ENDED_REPORTS]
            self._show(([decode(Report, row) for row in under_way[:MOST]], []))
            return
        self.run(self._early_then_fresh, self._show)

    def count_outbox(self) -> None:
        """What is written and not with the server yet."""
        written = self.store.outbox.visible(PENDING, SENDING, REJECTED)
        self.waiting = sum(item.state in (PENDING, SENDING) for item in written)
        self.rejected = sum(item.state == REJECTED for item in written)

    def _fresh(self) -> tuple[list[Report], list[Dossier]]:
        return self.api.feedback.mine().value.results, self.api.services.my_dossiers().value.results

    def _early_then_fresh(self) -> tuple[list[Report], list[Dossier]]:
        try:
            with self.api.reader.memory_only():
                copies = self._fresh()
        except NotRemembered:
            return self._fresh()
        self.context.post(lambda: self._show(copies))
        return self._fresh()

    def _show(self, found: tuple[list[Report], list[Dossier]]) -> None:
        reports, dossiers = found
        self.reports = [row for row in reports if row.status.code not in ENDED_REPORTS][:MOST]
        self.dossiers = [row for row in dossiers if row.status.code not in ENDED_DOSSIERS][:MOST]
