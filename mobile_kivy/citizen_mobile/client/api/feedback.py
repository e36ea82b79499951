"""Reports: reading them. Writing goes through the outbox."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from citizen_mobile.client import models as m
from citizen_mobile.client.api.reader import Reader, list_of, one_of, page_of
from citizen_mobile.client.models import Loaded, Page

Box = tuple[float, float, float, float]


class Feedback:
    """Reports. Writing goes through the outbox, not through here."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def categories(self) -> Loaded[list[m.ReportCategory]]:
        return self._reader.read("report-categories/", list_of(m.ReportCategory), page_size=100)

    def mine(self, *, next_url: str = "") -> Loaded[Page[m.Report]]:
        if next_url:
            return self._reader.read(next_url, page_of(m.Report), auth="required")
        return self._reader.read("me/reports/", page_of(m.Report), auth="required")

    def report(self, code: str) -> Loaded[m.Report]:
        return self._reader.read(f"me/reports/{quote(code)}/", one_of(m.Report), auth="required")

    def near(
        self, latitude: float, longitude: float, *, radius_m: int, category: str = ""
    ) -> Loaded[Page[m.NearbyReport]]:
        """Published reports around a point, the nearest first."""
        spot = f"{latitude:.6f},{longitude:.6f}"
        shape = page_of(m.NearbyReport)
        return self._reader.read("public-reports/", shape, near=spot, radius_m=radius_m, category=category)

    def map(self, box: Box, zoom: int, *, category: str = "", status: str = "") -> Loaded[m.ReportMap]:
        """Published reports in a box (west, south, east, north), as points or as clusters."""
        bbox = ",".join(f"{edge:.4f}" for edge in box)
        shape = one_of(m.ReportMap)
        return self._reader.read("public-reports/map/", shape, bbox=bbox, zoom=zoom, category=category, status=status)

    def track(self, code: str, secret: str) -> dict[str, Any]:
        """A guest's report as it came, to be kept beside its secret."""
        body = {"code": code, "secret": secret}
        data: dict[str, Any] = self._reader.http.send("POST", "reports/track/", body).data
        return data
