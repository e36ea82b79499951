"""What is in the inbox, and what one wants to receive."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.basics import Json


def _notice(number: int, kind: str, title: str, body: str, at: str, link: str = "", **more: Any) -> Json:
    return {
        "id": f"00000000-0000-7000-8000-0000000000{number:02}",
        "kind": kind,
        "title": title,
        "body": body,
        "event": "",
        "instruction": "",
        "risk_level": None,
        "link": link,
        "image_url": "",
        "sent_at": at,
        "valid_until": None,
        "is_read": False,
        "is_archived": False,
        "is_exercise": False,
        "is_test": False,
        "tag": f"n-{number}",
        "replaces": None,
        **more,
    }


INBOX = [
    _notice(
        1,
        "emergency",
        "Sơ tán khẩn cấp khu vực suối Đắk R’Tíh",
        "Nước lên nhanh. Người dân tổ 3, tổ 5 di chuyển ngay đến Nhà văn hóa phường. Gọi 112 khi cần cứu nạn.",
        "2026-11-23T09:12:00+07:00",
        "daknong://article/mua-lon-sat-lo",
        event="Lũ quét, sạt lở đất",
        instruction="Rời khỏi ven suối và chân dốc ngay. Không quay lại lấy đồ. Mang theo thuốc, giấy tờ và đèn pin.",
        risk_level=3,
        image_url="/media/landslide.jpg",
        valid_until="2026-11-23T21:00:00+07:00",
    ),
    _notice(
        2,
        "personal",
        "Phản ánh PA-261120-1043K đã được xử lý",
        "Đã vá mặt đường bằng bê tông nhựa nguội. Mời ông/bà đánh giá kết quả.",
        "2026-11-22T16:21:00+07:00",
        "daknong://report/PA-261120-1043K",
    ),
    _notice(
        3,
        "reminder",
        "Lịch tiêm chủng mở rộng tháng 12",
        "Trạm y tế phường tiêm các ngày 3 và 17/12, từ 7 giờ 30.",
        "2026-11-20T08:00:00+07:00",
        is_read=True,
    ),
    _notice(
        4,
        "information",
        "Tạm ngừng cấp điện để bảo trì",
        "Đường Lê Duẩn, Trần Phú: 8–11 giờ ngày 25/11.",
        "2026-11-19T10:00:00+07:00",
        is_read=True,
    ),
    _notice(
        5,
        "warning",
        "[DIỄN TẬP] Vỡ đập hồ Đắk R’Tang: diễn tập sơ tán vùng hạ du",
        "Cuộc diễn tập của tỉnh, từ 14 giờ ngày 18/11. Còi sẽ hú ba hồi dài.",
        "2026-11-18T07:30:00+07:00",
        "daknong://place/ho-ta-dung",
        is_exercise=True,
        is_read=True,
    ),
]

AWAY = _notice(
    6,
    "information",
    "Phát thẻ căn cước lưu động tại bon Bu N’Drung",
    "Công an xã nhận hồ sơ từ 8 giờ đến 16 giờ ngày 12/11 tại nhà cộng đồng bon.",
    "2026-11-11T09:00:00+07:00",
    is_read=True,
    is_archived=True,
)

PUSHED = _notice(
    7,
    "warning",
    "Gió giật mạnh tại Đắk Mil, Đắk Song trong chiều nay",
    "Gió cấp 7, giật cấp 9. Chằng chống mái nhà, không đứng dưới cây lớn và biển quảng cáo.",
    "2026-11-23T09:29:00+07:00",
    "daknong://article/mua-lon-sat-lo",
    risk_level=2,
)

PREFERENCES: Json = {
    "kinds": [
        {"kind": kind, "name": name, "push": push, "inbox": True, "can_turn_off": kind != "emergency"}
        for kind, name, push in (
            ("information", "Thông tin", False),
            ("reminder", "Nhắc việc", True),
            ("warning", "Cảnh báo", True),
            ("emergency", "Khẩn cấp", True),
            ("personal", "Cá nhân", True),
        )
    ],
    "topics": [
        {"topic": topic, "name": name, "group": group, "followed": followed, "push": True, "inbox": True}
        for topic, name, group, followed in (
            ("area:24611", "Phường Bắc Gia Nghĩa", "areas", True),
            ("category:canh-bao", "Cảnh báo", "news", True),
            ("area:24615", "Phường Nam Gia Nghĩa", "areas", False),
            ("category:nong-nghiep", "Nông nghiệp", "news", False),
            ("area:24640", "Xã Cư Jút", "areas", False),
            ("category:van-hoa", "Văn hóa", "news", False),
            ("area:24736", "Xã Quảng Trực", "areas", False),
        )
    ],
    "digest": False,
    "receipts": False,
}
