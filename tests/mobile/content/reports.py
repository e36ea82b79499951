"""Subjects of reports and a citizen's own reports, as the server tells them."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.basics import Json


def _category(slug: str, name: str, icon: str, days: int, **more: Any) -> Json:
    return {
        "slug": slug,
        "name": name,
        "icon": icon,
        "description": "",
        "response_days": days,
        "allows_anonymous": True,
        "is_urgent": False,
        "excluded_notice": None,
        **more,
    }


REPORT_CATEGORIES = [
    _category("duong-sa", "Đường sá", "road", 5),
    _category("chieu-sang", "Điện chiếu sáng", "lamp", 3),
    _category("moi-truong", "Rác, môi trường", "waste", 3),
    _category("cay-xanh", "Cây xanh", "tree", 3),
    _category("cap-nuoc", "Cấp thoát nước", "water", 3),
    _category("an-ninh", "An ninh trật tự", "security", 1, is_urgent=True),
    _category(
        "thu-tuc",
        "Thái độ phục vụ",
        "people",
        5,
        allows_anonymous=False,
        excluded_notice="Khiếu nại, tố cáo gửi theo Luật Khiếu nại và Luật Tố cáo.",
    ),
]

REPORT: Json = {
    "id": "0193-a",
    "code": "PA-261120-1043K",
    "category": {"slug": "duong-sa", "name": "Đường sá"},
    "text": "Ổ gà lớn giữa đường Tôn Đức Thắng, trước số 128, xe máy đã ngã hai lần trong tuần.",
    "place_text": "Trước số 128 Tôn Đức Thắng",
    "latitude": None,
    "longitude": None,
    "area": {"code": "24611", "name": "Phường Bắc Gia Nghĩa"},
    "status": {"code": "resolved", "name": "Đã xử lý"},
    "agency_name": "UBND phường Bắc Gia Nghĩa",
    "is_anonymous": False,
    "is_public": True,
    "due_at": "2026-11-27T17:00:00+07:00",
    "is_overdue": False,
    "created_at": "2026-11-20T07:45:00+07:00",
    "updated_at": "2026-11-22T16:20:00+07:00",
    "photos": [{"id": "p1", "url": "/media/road.jpg", "thumb_url": "/media/road.jpg", "kind": "before"}],
    "events": [
        {
            "at": "2026-11-20T07:45:00+07:00",
            "kind": "created",
            "actor_role": "sender",
            "status": {"code": "new", "name": "Mới"},
            "text": "",
            "actor_label": "Người gửi",
            "photos": [],
        },
        {
            "at": "2026-11-20T08:30:00+07:00",
            "kind": "moved",
            "actor_role": "agency",
            "status": {"code": "received", "name": "Đã tiếp nhận"},
            "text": "Cảm ơn ông/bà. Phường đã tiếp nhận và sẽ kiểm tra trong ngày.",
            "actor_label": "UBND phường Bắc Gia Nghĩa",
            "photos": [],
        },
        {
            "at": "2026-11-21T09:05:00+07:00",
            "kind": "comment",
            "actor_role": "agency",
            "status": None,
            "text": "Xin cho biết chỗ hư nằm ở làn nào, hướng về chợ hay về bệnh viện?",
            "actor_label": "UBND phường Bắc Gia Nghĩa",
            "photos": [],
        },
        {
            "at": "2026-11-21T11:40:00+07:00",
            "kind": "comment",
            "actor_role": "sender",
            "status": None,
            "text": "Làn hướng về chợ, ngay trước tiệm tạp hóa.",
            "actor_label": "Người gửi",
            "photos": [],
        },
        {
            "at": "2026-11-22T16:20:00+07:00",
            "kind": "moved",
            "actor_role": "agency",
            "status": {"code": "resolved", "name": "Đã xử lý"},
            "text": "Đã vá mặt đường bằng bê tông nhựa nguội, thông xe lúc 15 giờ.",
            "actor_label": "UBND phường Bắc Gia Nghĩa",
            "photos": [{"id": "p2", "url": "/media/basalt.jpg", "thumb_url": "/media/basalt.jpg", "kind": "after"}],
        },
    ],
    "allowed_actions": ["comment", "rate", "reopen"],
    "rating": None,
}

REPORT_WAITING: Json = {
    **REPORT,
    "id": "0193-b",
    "code": "PA-261122-0077T",
    "category": {"slug": "chieu-sang", "name": "Điện chiếu sáng"},
    "text": "Ba bóng đèn đường liền nhau không sáng ở hẻm 12 Nguyễn Tất Thành, tối trẻ em đi học về rất nguy hiểm.",
    "place_text": "Hẻm 12 Nguyễn Tất Thành",
    "status": {"code": "in_progress", "name": "Đang xử lý"},
    "created_at": "2026-11-22T18:02:00+07:00",
    "photos": [],
    "events": REPORT["events"][:2],
    "allowed_actions": ["comment"],
}
