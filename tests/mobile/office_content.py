"""Offices that receive people, as the server tells them on Monday 23 November 2026 at half past nine in the morning."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

WEEK = [
    {"weekday": day, "opens": opens, "closes": closes}
    for day in range(1, 6)
    for opens, closes in (("07:30", "11:30"), ("13:30", "17:00"))
]
AFTERNOONS = [row for row in WEEK if row["opens"] == "13:30"]
WITH_SATURDAY = [*WEEK, {"weekday": 6, "opens": "07:30", "closes": "11:30"}]


def _office(number: int, name: str, agency: str, address: str, spot: tuple[float, float], **more: Any) -> Json:
    return {
        "id": number,
        "name": name,
        "agency_code": f"H16.{number:02}",
        "agency_name": agency,
        "address": address,
        "area_code": "24611",
        "latitude": spot[0],
        "longitude": spot[1],
        "phone": "0261 3544 789",
        "opening_hours": WEEK,
        "is_open": True,
        "opens_at": None,
        "distance_m": None,
        **more,
    }


OFFICES: list[Json] = [
    _office(
        1,
        "Trung tâm Phục vụ hành chính công phường Bắc Gia Nghĩa",
        "UBND phường Bắc Gia Nghĩa",
        "01 đường Điểu Ong, phường Bắc Gia Nghĩa",
        (12.0046, 107.6874),
        opening_hours=WITH_SATURDAY,
    ),
    _office(
        2,
        "Trung tâm Phục vụ hành chính công phường Nam Gia Nghĩa",
        "UBND phường Nam Gia Nghĩa",
        "Đường 23 tháng 3, phường Nam Gia Nghĩa",
        (11.9921, 107.6903),
    ),
    _office(
        3,
        "Trung tâm Phục vụ hành chính công xã Đắk Mil",
        "UBND xã Đắk Mil",
        "138 Nguyễn Chí Thanh, xã Đắk Mil",
        (12.4503, 107.6202),
        phone="",
        opening_hours=AFTERNOONS,
        is_open=False,
        opens_at="2026-11-23T13:30:00+07:00",
    ),
    _office(
        4,
        "Bộ phận Một cửa xã Quảng Trực",
        "UBND xã Quảng Trực",
        "Trung tâm xã Quảng Trực",
        (12.2604, 107.3811),
        opening_hours=[],
        is_open=False,
    ),
]
