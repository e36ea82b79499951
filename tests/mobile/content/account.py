"""A person, their sessions and consents, as the server tells them."""

from __future__ import annotations

from tests.mobile.content.basics import NOW, Json

USER = {
    "id": "u1",
    "phone": "+84912345678",
    "email": "",
    "full_name": "H’Bia Niê",
    "role": "citizen",
    "language": "vi",
    "area_codes": ["24611"],
    "created_at": NOW,
}


def _session(number: int, device: str, ip: str, used: str, *, current: bool = False) -> Json:
    return {
        "id": f"00000000-0000-7000-9000-00000000000{number}",
        "device_name": device,
        "ip": ip,
        "created_at": "2026-10-04T19:20:00+07:00",
        "last_used_at": used,
        "current": current,
    }


SESSIONS: list[Json] = [
    _session(1, "Samsung Galaxy A12", "113.161.4.20", "2026-11-23T09:40:00+07:00", current=True),
    _session(2, "Máy tính ở nhà", "113.161.4.20", "2026-11-21T20:15:00+07:00"),
    _session(3, "", "27.72.98.3", "2026-11-02T07:05:00+07:00"),
]

CONSENTS: list[Json] = [
    {
        "purpose": "personal_notices",
        "title": "Thông báo về hồ sơ và phản ánh của tôi",
        "description": "Dùng số điện thoại và thiết bị của tôi để báo khi hồ sơ hoặc phản ánh có thay đổi.",
        "granted": True,
        "text_version": 2,
        "decided_at": "2026-09-01T08:30:00+07:00",
    },
    {
        "purpose": "location_of_reports",
        "title": "Vị trí của phản ánh",
        "description": "Lưu tọa độ nơi tôi phản ánh để chuyển đúng xã, phường và vẽ bản đồ công khai.",
        "granted": False,
        "text_version": 1,
        "decided_at": None,
    },
    {
        "purpose": "surveys",
        "title": "Khảo sát mức độ hài lòng",
        "description": "Liên hệ với tôi không quá hai lần một năm để hỏi ý kiến về dịch vụ công.",
        "granted": False,
        "text_version": 3,
        "decided_at": "2026-10-10T10:00:00+07:00",
    },
]
