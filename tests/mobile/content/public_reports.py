"""Reports that officers have published, spread over the province as they are: most where most people live."""

from __future__ import annotations

import random

from tests.mobile.content.basics import Json
from tests.mobile.content.directory import AREAS
from tests.mobile.content.reports import REPORT, REPORT_CATEGORIES

CENTRES = {row["code"]: (row["latitude"], row["longitude"]) for row in AREAS}

TOLD = [
    ("duong-sa", "Ổ gà sâu ngay khúc cua, trời mưa không nhìn thấy.", "in_progress"),
    ("chieu-sang", "Đèn đường tắt ba bóng liền nhau, trẻ em đi học về rất tối.", "received"),
    ("moi-truong", "Rác sinh hoạt đổ thành đống cạnh suối, bốc mùi.", "resolved"),
    ("cay-xanh", "Cành muồng gãy treo trên vỉa hè trước trường học.", "resolved"),
    ("cap-nuoc", "Ống nước vỡ, nước chảy ra đường hai ngày nay.", "in_progress"),
    ("duong-sa", "Nắp cống vỡ một nửa, xe máy dễ sụp bánh.", "received"),
    ("moi-truong", "Xả nước thải chế biến cà phê ra mương.", "waiting_info"),
    ("chieu-sang", "Dây điện sà thấp qua đường vào rẫy.", "closed"),
]

STATES = {
    "received": "Đã tiếp nhận",
    "in_progress": "Đang xử lý",
    "waiting_info": "Cần bổ sung",
    "resolved": "Đã xử lý",
    "closed": "Đã đóng",
}


def _reports() -> list[Json]:
    chance = random.Random(1)
    names = {row["code"]: row["name"] for row in AREAS}
    subjects = {row["slug"]: row["name"] for row in REPORT_CATEGORIES}
    areas = ["24611"] * 12 + ["24615"] * 6 + ["24617"] * 5 + ["24670"] * 4 + list(CENTRES)
    return [_report(number, code, names[code], subjects, chance) for number, code in enumerate(areas)]


def _report(number: int, code: str, area: str, subjects: dict[str, str], chance: random.Random) -> Json:
    slug, text, status = TOLD[number % len(TOLD)]
    latitude, longitude = CENTRES[code]
    return {
        **REPORT,
        "id": f"0193-p{number}",
        "code": f"PA-2611{20 - number % 18:02d}-{3100 + number}K",
        "category": {"slug": slug, "name": subjects[slug]},
        "text": text,
        "place_text": f"Gần nhà văn hóa tổ {number % 9 + 1}",
        "latitude": round(latitude + chance.gauss(0, 0.006), 6),
        "longitude": round(longitude + chance.gauss(0, 0.006), 6),
        "area": {"code": code, "name": area},
        "status": {"code": status, "name": STATES[status]},
        "agency_name": f"UBND {area[0].lower()}{area[1:]}",
        "created_at": f"2026-11-{20 - number % 18:02d}T08:{number % 60:02d}:00+07:00",
        "photos": REPORT["photos"] if number % 3 == 0 else [],
    }


PUBLIC_REPORTS = _reports()
