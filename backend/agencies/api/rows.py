"""From a row of the database to a row of the API: plain functions, several times faster than nested serializers."""

from typing import Any

from backend.agencies.hours import OpeningCalendar
from backend.agencies.models import Office
from backend.agencies.selectors import Span
from backend.common.i18n import current_language, pick

ALL_DAY = [{"weekday": day, "opens": "00:00", "closes": "23:59"} for day in range(1, 8)]


def office_row(office: Office, hours: list[Span], calendar: OpeningCalendar) -> dict[str, Any]:
    """What lists show of an office; `distance` on it if a point was given."""
    lang = current_language()
    state = calendar.state(hours, always_open=office.is_always_open)
    return {
        "id": office.pk,
        "name": pick(office, "name", lang),
        "agency_code": office.agency.code,
        "agency_name": pick(office.agency, "name", lang),
        "address": office.address,
        "area_code": office.area_code,
        "latitude": office.latitude,
        "longitude": office.longitude,
        "phone": office.phone,
        "opening_hours": ALL_DAY if office.is_always_open else [span.as_json for span in hours],
        "is_open": state.is_open,
        "opens_at": state.opens_at,
        "distance_m": getattr(office, "distance", None),
    }
