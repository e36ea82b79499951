"""News and their categories, as people here would read them."""

from __future__ import annotations

from typing import Any

from tests.mobile.content.basics import Json, cover


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
