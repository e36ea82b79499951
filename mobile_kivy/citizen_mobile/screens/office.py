"""One office: open or not, the week's hours, the way there, a call."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from citizen_mobile.client.models import Office
from citizen_mobile.locale.live import L
from citizen_mobile.platform import choose
from citizen_mobile.screens.base import button
from citizen_mobile.screens.content import ContentScreen
from citizen_mobile.screens.distance import distance
from citizen_mobile.screens.open_hours import hours_rows, open_badge
from citizen_mobile.theme.basics import Caption, Heading, KeyValue, Panel, Title


class OfficeScreen(ContentScreen):
    office = Office()
    fresh = False

    def heading(self, tr: Callable[[str], str]) -> str:
        return tr("Office")

    def opened(self, office: Office | None = None, fresh: bool = False, **_: object) -> None:
        if office is not None:
            self.office, self.fresh = office, fresh
        self.ids.body.scroll_y = 1
        self.paint()

    def parts(self) -> list:
        office = self.office
        head = Panel()
        head.add_widget(Title(text=office.name))
        head.add_widget(open_badge(office, fresh=self.fresh))
        for icon, name, value in (
            ("building", L.tr("Agency"), office.agency_name),
            ("pin", L.tr("Address"), office.address),
            ("phone", L.tr("Phone"), office.phone),
            ("road", L.tr("Distance"), distance(office.distance_m)),
        ):
            if value:
                head.add_widget(KeyValue(icon=icon, name=name, value=value))
        return [head, *self._ways(), *self._hours()]

    def _ways(self) -> list:
        office, phone, parts = self.office, choose.get().phone, []
        if office.phone:
            parts.append(button(L.tr("Call the office"), lambda: phone.call(office.phone), icon="phone"))
        if office.latitude is not None and office.longitude is not None:
            there = partial(phone.show_place, office.latitude, office.longitude, office.name)
            parts.append(button(L.tr("Show the way"), there, kind="secondary", icon="pin"))
        return parts

    def _hours(self) -> list:
        if not self.office.opening_hours:
            return []
        panel = Panel()
        for row in hours_rows(self.office):
            panel.add_widget(row)
        said = L.tr("Public holidays and swapped working days may change this.")
        return [Heading(text=L.tr("Opening hours")), panel, Caption(text=said)]
