"""What the stub server of the app's tests says: true to the API contract, with content as people here would read it."""

from __future__ import annotations

from typing import Any

from tests.mobile.account_content import CONSENTS as CONSENTS
from tests.mobile.account_content import SESSIONS as SESSIONS
from tests.mobile.office_content import OFFICES as OFFICES

Json = dict[str, Any]

# All ages are counted from this moment; the app's clock is stopped at it for kept pictures.
NOW = "2026-11-23T09:30:00+07:00"


def cover(name: str, alt: str) -> Json:
    address = f"/media/{name}.jpg"
    return {"url": address, "thumb_url": f"{address}?edge=480", "alt": alt, "width": 1200, "height": 675}


def _article(
    slug: str, title: str, summary: str, category: str, at: str, picture: str = "", alt: str = "", **more: Any
) -> Json:
    names = {"tin-tuc": "Tin tức", "canh-bao": "Cảnh báo", "nong-nghiep": "Nông nghiệp", "van-hoa": "Văn hóa"}
    return {
        "id": abs(hash(slug)) % 10_000,
        "slug": slug,
        "title": title,
        "summary": summary,
        "category": {"slug": category, "name": names[category]},
        "area_codes": [],
        "cover": cover(picture, alt or title) if picture else None,
        "published_at": at,
        "is_pinned": False,
        "is_warning": False,
        "warning_level": None,
        "snippet": None,
        **more,
    }


ARTICLES: list[Json] = [
    _article(
        "mua-lon-sat-lo",
        "Cảnh báo mưa lớn và nguy cơ sạt lở đất tại Tuy Đức, Quảng Trực, Quảng Sơn",
        "Từ chiều 23/11 đến hết ngày 24/11, lượng mưa phổ biến 80–150 mm. Người dân ở ven suối và sườn dốc cần sẵn "
        "sàng di dời.",
        "canh-bao",
        "2026-11-23T08:05:00+07:00",
        is_warning=True,
        warning_level=3,
    ),
    _article(
        "thu-hoach-ca-phe",
        "Vào vụ thu hoạch cà phê: khuyến cáo chỉ hái khi tỷ lệ quả chín đạt từ 85%",
        "Ngành nông nghiệp hướng dẫn bà con thu hái chọn lọc, phơi sấy đúng kỹ thuật để giữ chất lượng và giá bán.",
        "nong-nghiep",
        "2026-11-23T06:30:00+07:00",
        "coffee",
        "Quả cà phê chín đỏ trên cành ở xã Thuận An",
        is_pinned=True,
    ),
    _article(
        "cong-vien-dia-chat",
        "Công viên địa chất toàn cầu UNESCO Đắk Nông mở tuyến tham quan “Trường ca của lửa và nước”",
        "Tuyến mới nối hang động núi lửa Krông Nô với thác Đray Sáp, có thuyết minh bằng hai thứ tiếng.",
        "van-hoa",
        "2026-11-22T15:10:00+07:00",
        "lava-cave",
    ),
    _article(
        "duong-lien-xa",
        "Hoàn thành sửa chữa 12 km đường liên xã Nâm Nung – Quảng Phú trước mùa mưa",
        "Mặt đường được thảm nhựa, bổ sung rãnh thoát nước và biển báo ở các khúc cua nguy hiểm.",
        "tin-tuc",
        "2026-11-21T10:00:00+07:00",
        "road",
    ),
    _article(
        "le-hoi-cong-chieng",
        "Ngày hội văn hóa cồng chiêng của các dân tộc M’Nông, Mạ, Ê Đê khai mạc tại Gia Nghĩa",
        "Hơn 30 đội nghệ nhân tham gia trình diễn, phục dựng lễ cúng lúa mới và lễ kết nghĩa.",
        "van-hoa",
        "2026-11-19T19:00:00+07:00",
        "gongs",
    ),
    _article(
        "kham-suc-khoe",
        "Trạm y tế các phường, xã khám sức khỏe miễn phí cho người từ 60 tuổi trong tháng 12",
        "Người cao tuổi mang theo thẻ căn cước; không cần đăng ký trước.",
        "tin-tuc",
        "2026-11-18T08:00:00+07:00",
        "clinic",
    ),
]

BODY = """
<p>Sở Nông nghiệp và Môi trường cho biết niên vụ này toàn vùng có hơn <strong>140.000 ha</strong> cà phê, phần lớn bắt
đầu chín rộ từ trung tuần tháng 11. Việc hái xanh làm giảm 15–20% khối lượng nhân và ảnh hưởng đến hương vị.</p>
<h2>Ba việc cần làm ngay</h2>
<ul><li>Chỉ hái khi tỷ lệ quả chín trên cành đạt từ 85%, chia làm hai đến ba đợt.</li>
<li>Phơi trên sân xi măng hoặc giàn, lớp dày không quá 5 cm, đảo 4–5 lần mỗi ngày.</li>
<li>Không phơi ven đường quốc lộ; che bạt khi có mưa dông buổi chiều.</li></ul>
<blockquote>“Quả chín đều thì giá bán cao hơn hẳn, thương lái đến tận vườn”,
ông Y B’Rao ở bon Bu N’Drung nói.</blockquote>
<p>Các tổ an ninh cơ sở tăng cường tuần tra ban đêm tại vùng chuyên canh <em>Đắk Mil, Đức Lập, Thuận An</em>. Bà con
thấy dấu hiệu trộm cắp hãy gọi <strong>113</strong> hoặc gửi phản ánh ngay trên ứng dụng.</p>
"""


def article_detail(slug: str) -> Json | None:
    found = next((row for row in ARTICLES if row["slug"] == slug), None)
    if found is None:
        return None
    related = [row for row in ARTICLES if row["slug"] != slug and not row["is_warning"]][:2]
    return {
        **found,
        "body_html": BODY,
        "body_text": "",
        "author_name": "Trung tâm Truyền thông",
        "source_url": "https://example.gov.vn/tin/thu-hoach-ca-phe",
        "expires_at": "2026-11-24T23:59:00+07:00" if found["is_warning"] else None,
        "updated_at": "2026-11-23T08:40:00+07:00" if found["cover"] else found["published_at"],
        "related": related,
    }


NEWS_CATEGORIES = [
    {"slug": "canh-bao", "name": "Cảnh báo", "color": "#A8460A", "topic": "category:canh-bao"},
    {"slug": "tin-tuc", "name": "Tin tức", "color": "#1D5580", "topic": "category:tin-tuc"},
    {"slug": "nong-nghiep", "name": "Nông nghiệp", "color": "#1E6A3C", "topic": "category:nong-nghiep"},
    {"slug": "van-hoa", "name": "Văn hóa", "color": "#6B2A8C", "topic": "category:van-hoa"},
]

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
