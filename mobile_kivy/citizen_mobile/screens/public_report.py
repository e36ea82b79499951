"""A published report of anybody: what it is about, what became of it, and the way to follow it."""

from __future__ import annotations

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.widget import Widget

from citizen_mobile.client.models import NearbyReport
from citizen_mobile.locale.live import L
from citizen_mobile.screens.base import AppScreen, button, follow, load_kv, show_reading
from citizen_mobile.screens.report_parts import head_parts, share
from citizen_mobile.theme.basics import Caption
from citizen_mobile.viewmodels.report_detail import PublicReportModel

load_kv("public_report")


class PublicReportScreen(AppScreen):
    code = StringProperty("")

    def prepare(self) -> None:
        self.model = PublicReportModel(self.app.context)
        self._place = (0.0, 0.0)
        follow(self.model, self.paint)

    def opened(
        self, code: str = "", latitude: float = 0.0, longitude: float = 0.0, address: str = "", **_: Any
    ) -> None:
        """By code and place, or by the `address` of a link: `PA-261120-1043K@12.00460,107.68740`."""
        if address:
            code, latitude, longitude = _from_link(address)
        if not self.came_back or code != self.code:
            self.ids.body.scroll_y = 1
        self.code, self._place = code, (latitude, longitude)
        self.reload()

    def reload(self) -> None:
        self.model.load(self.code, *self._place)

    def share(self) -> None:
        if self.model.value is not None:
            share(self.app, self.model.value)

    def paint(self) -> None:
        show_reading(self.ids.content, self.model, self._report, self.reload)

    def _report(self, report: NearbyReport) -> list[Widget]:
        parts = head_parts(report)
        show = lambda: self.go("map", latitude=self._place[0], longitude=self._place[1])  # noqa: E731
        parts.append(button(L.tr("Show it on the map"), show, kind="secondary", icon="map"))
        if self.model.follows(report.code):
            parts.append(Caption(text=L.tr("You follow this report: it stands under My reports.")))
            parts.append(button(L.tr("Follow it no longer"), self._unfollow, kind="text", icon="close"))
        else:
            parts.append(button(L.tr("Follow this report"), self._follow, icon="bell"))
            parts.append(
                Caption(text=L.tr("Its sender's name is not shown. The office takes care of it once for all."))
            )
        return parts

    def _follow(self) -> None:
        self.model.follow(self.model.value)
        self.paint()

    def _unfollow(self) -> None:
        self.model.unfollow(self.code)
        self.paint()


def _from_link(address: str) -> tuple[str, float, float]:
    """Code and place; a link that is not whole leads to a report that is not found."""
    code, _, place = address.partition("@")
    latitude, _, longitude = place.partition(",")
    try:
        return code, float(latitude), float(longitude)
    except ValueError:
        return code, 0.0, 0.0
