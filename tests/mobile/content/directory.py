"""Communes, offices, emergency numbers and places worth a visit, as the server tells them."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.basics import Json, cover

AREAS = [
    {
        "code": code,
        "name": name,
        "name_en": "",
        "level": "commune",
        "kind": kind,
        "is_current": True,
        "latitude": latitude,
        "longitude": longitude,
    }
    for code, name, kind, latitude, longitude in (
        ("24611", "Phường Bắc Gia Nghĩa", "ward", 12.0046, 107.6874),
        ("24615", "Phường Nam Gia Nghĩa", "ward", 11.9772, 107.6932),
        ("24617", "Phường Đông Gia Nghĩa", "ward", 12.0008, 107.7246),
        ("24640", "Xã Cư Jút", "commune", 12.6020, 107.7640),
        ("24670", "Xã Đắk Mil", "commune", 12.4470, 107.6230),
        ("24688", "Xã Krông Nô", "commune", 12.4560, 107.8760),
        ("24703", "Xã Nâm Nung", "commune", 12.3010, 107.7600),
        ("24717", "Xã Đức An", "commune", 12.1870, 107.6900),
        ("24736", "Xã Quảng Trực", "commune", 12.2160, 107.3080),
        ("24739", "Xã Tuy Đức", "commune", 12.2010, 107.4460),
        ("24751", "Xã Nhân Cơ", "commune", 11.9620, 107.5560),
    )
]

EMERGENCY = [
    {"number": "113", "name": "Công an", "description": "Tội phạm, đe dọa, tai nạn giao thông", "order": 1},
    {"number": "114", "name": "Cứu hỏa, cứu nạn", "description": "Cháy, nổ, người mắc kẹt", "order": 2},
    {"number": "115", "name": "Cấp cứu y tế", "description": "Người bị thương nặng, bệnh nặng", "order": 3},
    {"number": "112", "name": "Tìm kiếm cứu nạn", "description": "Lũ, sạt lở, người mất tích", "order": 4},
    {"number": "111", "name": "Bảo vệ trẻ em", "description": "Trẻ em bị xâm hại hoặc gặp nguy hiểm", "order": 5},
    {"number": "1022", "name": "Tổng đài thông tin", "description": "Hỏi đáp về dịch vụ công", "order": 6},
]

PLACES = [
    {
        "id": 1,
        "slug": "thac-dray-sap",
        "name": "Thác Đray Sáp",
        "category": "waterfall",
        "category_name": "Thác nước",
        "summary": "Thác “khói” trên sông Sêrêpôk, hai bên là vách đá bazan dạng cột.",
        "latitude": 12.55,
        "longitude": 107.9,
        "area_code": "24688",
        "image": cover("dray-sap", "Thác Đray Sáp"),
        "distance_m": None,
    },
    {
        "id": 2,
        "slug": "ho-ta-dung",
        "name": "Hồ Tà Đùng",
        "category": "lake",
        "category_name": "Hồ",
        "summary": "Hơn 40 hòn đảo giữa hồ thủy điện, được gọi là “vịnh Hạ Long của Tây Nguyên”.",
        "latitude": 11.85,
        "longitude": 107.98,
        "area_code": "24637",
        "image": cover("ta-dung", "Hồ Tà Đùng"),
        "distance_m": None,
    },
]

PLACE_DETAIL = {
    "description_html": "<p>Dray Sáp nghĩa là “thác khói” trong tiếng Ê Đê: hơi nước bay mù mịt quanh năm.</p>"
    "<p>Đẹp nhất từ tháng 11 đến tháng 4, khi nước trong và đường rừng khô ráo.</p>",
    "address": "Xã Krông Nô",
    "phone": "02613 123 456",
    "opening_hours_text": "7:00–17:00 hằng ngày",
    "ticket_price_text": "40.000 đ; trẻ em 20.000 đ",
}

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
