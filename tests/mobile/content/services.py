"""Procedures and a dossier, as the server tells them."""

from __future__ import annotations

from tests.mobile.content.basics import Json

FIELDS = [
    {"code": "HT", "name": "Hộ tịch", "count": 18},
    {"code": "DD", "name": "Đất đai", "count": 24},
    {"code": "BTXH", "name": "Bảo trợ xã hội", "count": 11},
    {"code": "DN", "name": "Thành lập và hoạt động doanh nghiệp, hộ kinh doanh", "count": 16},
    {"code": "GPLX", "name": "Đường bộ", "count": 9},
]

LIFE_EVENTS = [
    {"slug": "co-con-nho", "name": "Có con nhỏ", "icon": "baby", "count": 6},
    {"slug": "ket-hon", "name": "Kết hôn", "icon": "ring", "count": 4},
    {"slug": "nha-dat", "name": "Nhà và đất", "icon": "house", "count": 12},
    {"slug": "kinh-doanh", "name": "Mở cửa hàng", "icon": "shop", "count": 7},
    {"slug": "di-hoc", "name": "Đi học", "icon": "school", "count": 5},
    {"slug": "nghi-huu", "name": "Tuổi già", "icon": "elderly", "count": 5},
]


def _procedure(code: str, name: str, field: Json, level: str, fee: int, duration: str) -> Json:
    return {
        "code": code,
        "name": name,
        "field": {"code": field["code"], "name": field["name"]},
        "agency_name": "UBND cấp xã",
        "level": level,
        "audience": ["Công dân Việt Nam"],
        "fee_from": fee,
        "duration_text": duration,
        "snippet": "",
    }


PROCEDURES: list[Json] = [
    _procedure("1.001193", "Đăng ký khai sinh", FIELDS[0], "full", 0, "Trong ngày làm việc"),
    _procedure("1.000894", "Đăng ký kết hôn", FIELDS[0], "partial", 0, "Trong ngày làm việc"),
    _procedure("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân", FIELDS[0], "full", 10_000, "3 ngày làm việc"),
    _procedure("1.001612", "Đăng ký thành lập hộ kinh doanh", FIELDS[3], "full", 100_000, "3 ngày làm việc"),
]


def procedure_detail(code: str) -> Json | None:
    found = next((row for row in PROCEDURES if row["code"] == code), None)
    if found is None:
        return None
    return {
        **found,
        "channels": [
            {
                "channel": "in_person",
                "duration_days": None,
                "duration_text": "Ngay trong ngày; nhận sau 15 giờ thì trả hôm sau",
                "fee_amount": 0,
                "fee_text": "Miễn phí (đúng hạn)",
                "note": "Quá hạn: 8.000 đ theo nghị quyết của HĐND.",
            },
            {
                "channel": "online",
                "duration_days": 1,
                "duration_text": "1 ngày làm việc",
                "fee_amount": 0,
                "fee_text": "",
                "note": "Nộp qua Cổng dịch vụ công quốc gia, đăng nhập bằng VNeID.",
            },
        ],
        "cases": [
            {
                "name": "Trường hợp thông thường",
                "steps": [
                    {"order": 1, "text": "Nộp tờ khai và giấy chứng sinh tại bộ phận một cửa hoặc trực tuyến."},
                    {"order": 2, "text": "Công chức kiểm tra; nếu đủ thì tiếp nhận và cấp phiếu hẹn có mã hồ sơ."},
                    {"order": 3, "text": "Nhận giấy khai sinh bản chính và số định danh cá nhân của trẻ."},
                ],
                "documents": [
                    {
                        "code": "TK01",
                        "name": "Tờ khai đăng ký khai sinh",
                        "form_code": "TP-HT-2020",
                        "form_url": "https://example.gov.vn/mau/tk01.docx",
                        "originals": 1,
                        "copies": 0,
                    },
                    {
                        "code": "GCS",
                        "name": "Giấy chứng sinh do cơ sở y tế cấp",
                        "form_code": "",
                        "form_url": "",
                        "originals": 1,
                        "copies": 0,
                    },
                    {
                        "code": "KH",
                        "name": "Giấy chứng nhận kết hôn của cha mẹ (nếu có)",
                        "form_code": "",
                        "form_url": "",
                        "originals": 0,
                        "copies": 1,
                    },
                ],
            }
        ],
        "requirements": "Cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con trong 60 ngày kể từ ngày sinh.",
        "result": "Giấy khai sinh (bản chính), số định danh cá nhân.",
        "legal_basis": [
            {"number": "60/2014/QH13", "name": "Luật Hộ tịch", "date": "2014-11-20"},
            {"number": "123/2015/NĐ-CP", "name": "Nghị định hướng dẫn Luật Hộ tịch", "date": "2015-11-15"},
        ],
        "offices_hint": "Trung tâm Phục vụ hành chính công của phường, xã nơi cư trú.",
        "updated_at": "2026-10-02T08:00:00+07:00",
    }


DOSSIER_CODE, DOSSIER_FACTOR = "H36.12-261116-0042", "5678"

DOSSIER: Json = {
    "code": DOSSIER_CODE,
    "procedure": {"code": "1.004873", "name": "Cấp giấy xác nhận tình trạng hôn nhân"},
    "agency_name": "UBND phường Bắc Gia Nghĩa",
    "applicant_masked": "N***** V** A**",
    "status": {"code": 5, "name": "Yêu cầu bổ sung giấy tờ"},
    "received_at": "2026-11-16T08:12:00+07:00",
    "due_at": "2026-11-24T17:00:00+07:00",
    "finished_at": None,
    "returned_at": None,
    "payment_status": "paid",
    "fee_total": 10000,
    "channel": "online",
    "clock_paused": True,
    "events": [
        {
            "at": "2026-11-16T08:12:00+07:00",
            "status": {"code": 1, "name": "Mới đăng ký"},
            "text": "Hồ sơ nộp trực tuyến.",
            "unit_name": "Cổng dịch vụ công",
            "actor_masked": "",
        },
        {
            "at": "2026-11-16T10:40:00+07:00",
            "status": {"code": 2, "name": "Được tiếp nhận"},
            "text": "Đã kiểm tra thành phần hồ sơ.",
            "unit_name": "Bộ phận một cửa",
            "actor_masked": "T*** T** H**",
        },
        {
            "at": "2026-11-18T14:05:00+07:00",
            "status": {"code": 5, "name": "Yêu cầu bổ sung giấy tờ"},
            "text": "Đề nghị bổ sung bản sao quyết định ly hôn đã có hiệu lực.",
            "unit_name": "Tư pháp – Hộ tịch",
            "actor_masked": "L* Đ*** K***",
        },
    ],
    "documents": [{"name": "Tờ khai cấp giấy xác nhận tình trạng hôn nhân"}],
    "missing_documents": [
        {"name": "Bản sao quyết định ly hôn đã có hiệu lực", "reason": "Bản nộp bị mờ", "requested_at": None}
    ],
    "results": [],
}
