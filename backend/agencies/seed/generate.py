"""Write agencies.json, offices.json and emergency_numbers.json: `python backend/agencies/seed/generate.py`.

The units are real and so are the kinds of agencies. Codes below H16, phone numbers, addresses and positions are made
up: all fixed lines lie in 0261 3000 000–999, a block kept for the demo, and all e-mail and web addresses end in
`.example` (RFC 2606). The root is H16 because the codes of Đắk Nông's dossiers begin with it; another root is other data.
"""

import json
import unicodedata
from itertools import count
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
AREAS = HERE.parents[1] / "areas" / "seed" / "areas.json"
PROVINCE = "67"
CAPITAL = "24611"
GIA_NGHIA = (12.0046, 107.6876)

DAY = [("07:30", "11:30"), ("13:30", "17:00")]
MORNING = [("07:30", "11:30")]
WEEK = [[day, *span] for day in range(1, 6) for span in DAY]
WEEK_AND_SATURDAY = [*WEEK, *[[6, *span] for span in MORNING]]

_phones = count(1)


def phone() -> str:
    return f"0261 3000 {next(_phones):03d}"


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


# code, name, English name, kind, what it answers for, the same in English
PROVINCIAL = [
    ("H16", "Ủy ban nhân dân tỉnh Đắk Nông", "People's Committee of Dak Nong Province", "province",
     "Điều hành chung; chỉ đạo các sở và Ủy ban nhân dân xã, phường.",
     "Overall administration; directs the departments and the commune People's Committees."),
    ("H16.01", "Văn phòng Ủy ban nhân dân tỉnh", "Office of the Provincial People's Committee", "department",
     "Tham mưu tổng hợp, kiểm soát thủ tục hành chính, Công báo.",
     "Secretariat, control of administrative procedures, official gazette."),
    ("H16.01.1", "Ban Tiếp công dân tỉnh", "Provincial Citizen Reception Office", "agency",
     "Tiếp công dân; nhận đơn khiếu nại, tố cáo, kiến nghị.",
     "Receives citizens; takes formal complaints, denunciations and petitions."),
    ("H16.02", "Sở Nội vụ", "Department of Home Affairs", "department",
     "Cán bộ, công chức; lao động, việc làm, tiền lương; người có công; an sinh xã hội.",
     "Civil service; labour, employment and wages; people with merit; social welfare."),
    ("H16.02.1", "Trung tâm Dịch vụ việc làm tỉnh", "Provincial Employment Service Centre", "agency",
     "Giới thiệu việc làm; bảo hiểm thất nghiệp.", "Job placement; unemployment insurance."),
    ("H16.03", "Sở Tư pháp", "Department of Justice", "department",
     "Hộ tịch, quốc tịch, công chứng, luật sư, trợ giúp pháp lý.",
     "Civil status, nationality, notaries, lawyers, legal aid."),
    ("H16.04", "Sở Tài chính", "Department of Finance", "department",
     "Ngân sách, đầu tư công, đăng ký doanh nghiệp, hợp tác xã.",
     "Budget, public investment, business and co-operative registration."),
    ("H16.05", "Sở Công Thương", "Department of Industry and Trade", "department",
     "Công nghiệp, thương mại, năng lượng, an toàn hóa chất, xúc tiến thương mại.",
     "Industry, trade, energy, chemical safety, trade promotion."),
    ("H16.06", "Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment", "department",
     "Nông nghiệp, thủy lợi, đất đai, khoáng sản, tài nguyên nước, môi trường, phòng chống thiên tai.",
     "Farming, irrigation, land, minerals, water resources, environment, disaster prevention."),
    ("H16.06.1", "Chi cục Kiểm lâm tỉnh", "Provincial Forest Protection Sub-department", "forest_rangers",
     "Quản lý, bảo vệ rừng; phòng cháy, chữa cháy rừng.", "Forest protection; prevention and fighting of forest fires."),
    ("H16.06.2", "Chi cục Thủy lợi và Phòng, chống thiên tai", "Sub-department of Irrigation and Disaster Prevention", "agency",
     "Hồ đập, kênh mương, trực ban phòng chống thiên tai.", "Reservoirs, canals, disaster duty desk."),
    ("H16.06.3", "Văn phòng Đăng ký đất đai tỉnh", "Provincial Land Registration Office", "agency",
     "Cấp giấy chứng nhận, đăng ký biến động, cung cấp thông tin đất đai.",
     "Land certificates, registration of changes, land information."),
    ("H16.07", "Sở Xây dựng", "Department of Construction", "department",
     "Quy hoạch, xây dựng, nhà ở, hạ tầng đô thị, đường tỉnh, vận tải, giấy phép lái xe.",
     "Planning, building, housing, urban infrastructure, provincial roads, transport, driving licences."),
    ("H16.08", "Sở Khoa học và Công nghệ", "Department of Science and Technology", "department",
     "Khoa học, công nghệ, chuyển đổi số, bưu chính, viễn thông.",
     "Science, technology, digital transformation, post, telecoms."),
    ("H16.09", "Sở Giáo dục và Đào tạo", "Department of Education and Training", "department",
     "Trường học, thi, tuyển sinh, văn bằng, chứng chỉ.", "Schools, examinations, admissions, diplomas."),
    ("H16.10", "Sở Y tế", "Department of Health", "department",
     "Khám, chữa bệnh, hành nghề y dược, an toàn thực phẩm, bảo trợ xã hội.",
     "Treatment, medical and pharmacy practice, food safety, social protection."),
    ("H16.10.1", "Bệnh viện Đa khoa tỉnh Đắk Nông", "Dak Nong General Hospital", "health",
     "Cấp cứu, khám và điều trị tuyến tỉnh.", "Emergency care, provincial level treatment."),
    ("H16.10.2", "Trung tâm Kiểm soát bệnh tật tỉnh", "Provincial Centre for Disease Control", "health",
     "Phòng, chống dịch bệnh; tiêm chủng; xét nghiệm.", "Disease control, vaccination, laboratory tests."),
    ("H16.11", "Sở Văn hóa, Thể thao và Du lịch", "Department of Culture, Sports and Tourism", "department",
     "Văn hóa, báo chí, thể thao, du lịch, gia đình; Công viên địa chất toàn cầu UNESCO Đắk Nông.",
     "Culture, press, sports, tourism, family; the Dak Nong UNESCO Global Geopark."),
    ("H16.12", "Sở Dân tộc và Tôn giáo", "Department of Ethnic and Religious Affairs", "department",
     "Chính sách dân tộc, tôn giáo, tín ngưỡng.", "Ethnic policy, religion, belief."),
    ("H16.13", "Thanh tra tỉnh", "Provincial Inspectorate", "department",
     "Thanh tra, giải quyết khiếu nại, tố cáo, phòng, chống tham nhũng.",
     "Inspection, settlement of complaints and denunciations, anti-corruption."),
    ("H16.14", "Trung tâm Phục vụ hành chính công tỉnh", "Provincial Public Administration Service Centre", "service_centre",
     "Tiếp nhận và trả kết quả thủ tục hành chính cấp tỉnh; tổng đài hướng dẫn; tiếp nhận phản ánh chưa rõ cơ quan.",
     "Takes and returns provincial procedures; guidance line; takes reports that have no clear agency."),
    ("H16.15", "Công an tỉnh", "Provincial Police", "police",
     "An ninh, trật tự, an toàn giao thông, cư trú, căn cước, xuất nhập cảnh.",
     "Security, public order, traffic safety, residence, identity cards, immigration."),
    ("H16.15.1", "Phòng Cảnh sát phòng cháy, chữa cháy và cứu nạn, cứu hộ", "Fire and Rescue Police", "police",
     "Chữa cháy, cứu nạn, cứu hộ; thẩm duyệt về phòng cháy.", "Fire fighting, rescue; fire safety approval."),
    ("H16.15.2", "Phòng Cảnh sát giao thông", "Traffic Police", "police",
     "Trật tự, an toàn giao thông; đăng ký xe; sát hạch, cấp giấy phép lái xe.",
     "Traffic safety; vehicle registration; driving tests and licences."),
    ("H16.15.3", "Phòng Cảnh sát quản lý hành chính về trật tự xã hội", "Administrative Police for Social Order", "police",
     "Căn cước, cư trú, định danh điện tử, con dấu.", "Identity cards, residence, electronic identity, seals."),
    ("H16.15.4", "Phòng Quản lý xuất nhập cảnh", "Immigration Division", "police",
     "Hộ chiếu; người nước ngoài cư trú.", "Passports; residence of foreigners."),
    ("H16.16", "Thuế tỉnh", "Provincial Tax Office", "agency", "Thuế, phí, lệ phí, hóa đơn điện tử.", "Taxes, fees, e-invoices."),
    ("H16.17", "Bảo hiểm xã hội tỉnh", "Provincial Social Insurance", "agency",
     "Bảo hiểm xã hội, bảo hiểm y tế.", "Social and health insurance."),
    ("H16.18", "Công ty Điện lực Đắk Nông", "Dak Nong Power Company", "utility",
     "Cấp điện, sự cố lưới điện, điện chiếu sáng.", "Power supply, grid faults, street lighting."),
    ("H16.19", "Công ty Cấp nước và Phát triển đô thị Đắk Nông", "Dak Nong Water Supply Company", "utility",
     "Cấp nước sạch, sự cố đường ống, thoát nước đô thị.", "Water supply, burst pipes, urban drains."),
]  # fmt: skip

STREETS = [
    "23 Tháng 3",
    "Hùng Vương",
    "Tôn Đức Thắng",
    "Lê Duẩn",
    "Nguyễn Tất Thành",
    "Quang Trung",
    "Trần Phú",
    "Đinh Tiên Hoàng",
]
ROUND_THE_CLOCK = {"H16.10.1", "H16.15.1", "H16.18"}
ON_SATURDAY = {"H16.14", "H16.15.3", "H16.15.4", "H16.06.3", "H16.17"}
# District-level bodies that stayed as regional ones, by the district they grew from.
REGIONS = {"660": "Gia Nghĩa", "661": "Đắk Glong", "662": "Cư Jút", "663": "Đắk Mil", "664": "Krông Nô", "665": "Đắk Song",
           "666": "Đắk R'Lấp", "667": "Tuy Đức"}  # fmt: skip
SEATS = {
    "660": "24611",
    "661": "24631",
    "662": "24640",
    "663": "24664",
    "664": "24688",
    "665": "24717",
    "666": "24733",
    "667": "24739",
}

# Categories that go past the commune's People's Committee, wherever the report is from.
EVERYWHERE = {"H16.18": ["lighting"], "H16.19": ["water"]}
# Who takes a category when the report names no area.
BY_CATEGORY = {
    "H16.07": ["roads", "construction", "urban-order"],
    "H16.06": ["environment", "waste", "land", "farming"],
    "H16.06.1": ["forest"],
    "H16.06.2": ["disaster"],
    "H16.15": ["security"],
    "H16.15.2": ["traffic-safety"],
    "H16.10": ["food-health"],
    "H16.09": ["education"],
    "H16.08": ["telecom"],
    "H16.02": ["welfare"],
    "H16.14": ["public-service", ""],
    "H16.01.1": ["complaint"],
    "H16.18": ["lighting"],
    "H16.19": ["water"],
}

NUMBERS = [
    ("112", "Tìm kiếm, cứu nạn", "Search and rescue", "Thiên tai, thảm họa, tìm kiếm cứu nạn trên toàn quốc.", "Disasters, search and rescue, nationwide."),
    ("113", "Công an", "Police", "An ninh, trật tự khẩn cấp.", "Emergencies of public order."),
    ("114", "Cứu hỏa", "Fire brigade", "Cháy, nổ, sự cố cần cứu nạn, cứu hộ.", "Fire, explosion, rescue."),
    ("115", "Cấp cứu y tế", "Ambulance", "Cấp cứu, tai nạn, đột quỵ.", "Medical emergencies, accidents, strokes."),
    ("111", "Bảo vệ trẻ em", "Child protection", "Tổng đài quốc gia bảo vệ trẻ em, miễn phí, 24/7.", "National child helpline, free, day and night."),
    ("1022", "Tổng đài thông tin dịch vụ công", "Public service hotline", "Hỏi đáp thủ tục, phản ánh, kiến nghị.", "Questions on procedures, reports and suggestions."),
    ("0261 3000 901", "Đường dây nóng phòng chống thiên tai tỉnh", "Provincial disaster hotline", "Trực ban 24/7: sạt lở, lũ quét, hồ đập (số minh họa).", "Duty desk, day and night: landslides, flash floods, reservoirs (demo number)."),
    ("0261 3000 902", "Đường dây nóng bảo vệ rừng", "Forest protection hotline", "Cháy rừng, phá rừng, săn bắt trái phép (số minh họa).", "Forest fires, clearing, poaching (demo number)."),
    ("0261 3000 903", "Trực cấp cứu Bệnh viện Đa khoa tỉnh", "General Hospital emergency desk", "Trực 24/7 (số minh họa).", "Day and night (demo number)."),
    ("0261 3000 904", "Báo mất điện", "Power cuts", "Sự cố lưới điện, dây điện đứt (số minh họa).", "Grid faults, fallen power lines (demo number)."),
    ("0261 3000 905", "Báo mất nước", "Water faults", "Mất nước, vỡ ống (số minh họa).", "No water, burst pipes (demo number)."),
    ("0261 3000 906", "Tổng đài Trung tâm Phục vụ hành chính công", "Service Centre hotline", "Hướng dẫn hồ sơ, giờ hành chính (số minh họa).", "Help with dossiers, office hours (demo number)."),
]  # fmt: skip


def agency(code: str, name: str, name_en: str, kind: str, answers: str, answers_en: str, area: str) -> dict[str, Any]:
    parent = code.rpartition(".")[0] or None
    host = "ubnd" if code == "H16" else code.lower().replace(".", "-")
    return {
        "code": code, "name": name, "name_en": name_en, "kind": kind, "parent": parent, "area_code": area, "phone": phone(),
        "email": f"{host}@daknong.example", "website": "https://daknong.example" if code == "H16" else "",
        "responsibilities": answers, "responsibilities_en": answers_en, "sort_order": 0,
    }  # fmt: skip


def office(
    of: dict[str, Any], name: str, name_en: str, address: str, area: str, place: tuple[float, float], hours: Any
) -> dict[str, Any]:
    return {
        "agency": of["code"], "name": name, "name_en": name_en, "address": address, "area_code": area,
        "latitude": round(place[0], 6), "longitude": round(place[1], 6), "phone": of["phone"],
        "is_always_open": hours is None, "hours": hours or [],
    }  # fmt: skip


def near(place: tuple[float, float], n: int) -> tuple[float, float]:
    """A place some hundred metres away, another one for each n: made up, and the same each time."""
    return place[0] + ((n * 37) % 23 - 11) * 0.0006, place[1] + ((n * 53) % 29 - 14) * 0.0006


class Units:
    """The seed of areas, as far as it is needed here."""

    def __init__(self) -> None:
        document = json.loads(AREAS.read_text(encoding="utf-8"))
        areas = document["areas"]
        self.current = [a for a in areas if a["level"] == "commune" and a["valid_to"] is None]
        self.old = {a["code"]: a for a in areas if a["level"] == "commune" and a["valid_to"]}
        self.into = {m["from"]: m["into"] for m in document["merges"] if m["from"] in self.old}

    def members(self, code: str) -> list[dict[str, Any]]:
        return [self.old[old] for old, new in self.into.items() if new == code]

    def seat(self, unit: dict[str, Any]) -> tuple[float, float]:
        """Where its offices are: the old township, the old commune of that name, or the first of its old communes."""
        members = self.members(unit["code"])
        names = {"24611": "Phường Nghĩa Thành", "24615": "Phường Nghĩa Tân"}
        wanted = names.get(unit["code"], unit["name"])
        best = max(members, key=lambda m: (m["name"] == wanted, m["kind"] == "township", m["kind"] == "ward"))
        return best["latitude"], best["longitude"]

    def of_district(self, district: str) -> list[str]:
        """The units of today most of whose old communes lay in the district."""
        found = []
        for unit in self.current:
            parents = [m["parent"] for m in self.members(unit["code"])]
            if max(sorted(set(parents)), key=parents.count) == district:
                found.append(unit["code"])
        return found


def provincial() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    agencies = [agency(*row, PROVINCE) for row in PROVINCIAL]
    offices = []
    for n, one in enumerate(agencies):
        hours = None if one["code"] in ROUND_THE_CLOCK else WEEK_AND_SATURDAY if one["code"] in ON_SATURDAY else WEEK
        name, name_en = f"Trụ sở {one['name']}", f"{one['name_en']}, head office"
        if one["code"] == "H16.14":
            name, name_en = one["name"], one["name_en"]
        address = f"Số {12 + 7 * n} đường {STREETS[n % len(STREETS)]}, phường Bắc Gia Nghĩa"
        offices.append(office(one, name, name_en, address, CAPITAL, near(GIA_NGHIA, n), hours))
    return agencies, offices


def regional(units: Units) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    agencies, offices, duties = [], [], []
    for n, (district, name) in enumerate(REGIONS.items(), start=1):
        codes = units.of_district(district)
        seat_unit = next(u for u in units.current if u["code"] == SEATS[district])
        place, address = units.seat(seat_unit), f"Đường Nguyễn Tất Thành, {lower_kind(seat_unit['name'])}"
        english = plain(name)
        rangers = agency(
            f"H16.06.1.{n}", f"Hạt Kiểm lâm khu vực {name}", f"{english} Area Forest Rangers", "forest_rangers",
            "Tuần tra, bảo vệ rừng, xử lý vi phạm trên địa bàn.", "Patrols, protects forests, deals with violations in its area.",
            seat_unit["code"],
        )  # fmt: skip
        clinic = agency(
            f"H16.10.{10 + n}", f"Trung tâm Y tế khu vực {name}", f"{english} Area Medical Centre", "health",
            "Cấp cứu, khám, chữa bệnh; quản lý trạm y tế xã, phường.", "Emergency care, treatment; runs the commune health stations.",
            seat_unit["code"],
        )  # fmt: skip
        agencies += [rangers, clinic]
        offices.append(
            office(rangers, rangers["name"], rangers["name_en"], address, seat_unit["code"], near(place, n + 3), WEEK)
        )
        offices.append(
            office(clinic, clinic["name"], clinic["name_en"], address, seat_unit["code"], near(place, n + 7), None)
        )
        duties.append({"agency": rangers["code"], "categories": ["forest"], "areas": codes})
    return agencies, offices, duties


def lower_kind(name: str) -> str:
    return name[0].lower() + name[1:]


def communes(units: Units) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    agencies, offices, duties = [], [], []
    for n, unit in enumerate(units.current, start=31):
        name, english, code, place = lower_kind(unit["name"]), unit["name_en"], unit["code"], units.seat(unit)
        committee = agency(
            f"H16.{n}", f"Ủy ban nhân dân {name}", f"People's Committee of {english}", "commune",
            "Thủ tục hành chính cấp xã; hạ tầng, vệ sinh, trật tự, an sinh trên địa bàn; tiếp công dân.",
            "Commune procedures; local infrastructure, cleaning, order and welfare; receives citizens.", code,
        )  # fmt: skip
        police = agency(
            f"H16.15.{n}", f"Công an {name}", f"{english} Police", "police",
            "An ninh, trật tự, cư trú, căn cước trên địa bàn.", "Local order, residence, identity cards.", code,
        )  # fmt: skip
        street = STREETS[n % len(STREETS)]
        hours = WEEK_AND_SATURDAY if unit["kind"] == "ward" or n % 3 == 0 else WEEK
        agencies += [committee, police]
        offices += [
            office(committee, f"Trung tâm Phục vụ hành chính công {name}", f"{english} Public Administration Service Centre",
                   f"Số {n} đường {street}, {name}", code, near(place, n), hours),
            office(police, f"Trụ sở Công an {name}", f"{english} Police station",
                   f"Số {n + 40} đường {street}, {name}", code, near(place, n + 5), None),
        ]  # fmt: skip
        duties.append({"agency": committee["code"], "categories": [""], "areas": [code]})
        duties.append({"agency": police["code"], "categories": ["security", "traffic-safety"], "areas": [code]})
    return agencies, offices, duties


def write(name: str, **lists: list[dict[str, Any]]) -> None:
    parts = []
    for key, rows in lists.items():
        body = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f'  "{key}": [\n{body}\n  ]')
    note = json.dumps("Made by generate.py; see there which parts are made up.", ensure_ascii=False)
    (HERE / f"{name}.json").write_text(f'{{\n  "source": {note},\n' + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    print(name, {key: len(rows) for key, rows in lists.items()})


def main() -> None:
    units = Units()
    top, top_offices = provincial()
    middle, middle_offices, middle_duties = regional(units)
    local, local_offices, local_duties = communes(units)
    agencies = top + middle + local
    for n, one in enumerate(agencies):
        one["sort_order"] = 10 * (n + 1)
    everywhere = [u["code"] for u in units.current]
    duties = [{"agency": code, "categories": slugs, "areas": [""]} for code, slugs in BY_CATEGORY.items()]
    duties += [{"agency": code, "categories": slugs, "areas": everywhere} for code, slugs in EVERYWHERE.items()]
    write("agencies", agencies=agencies, duties=duties + middle_duties + local_duties)
    write("offices", offices=top_offices + middle_offices + local_offices)
    keys = ("number", "name", "name_en", "description", "description_en")
    numbers = [dict(zip(keys, row, strict=True)) | {"order": 10 * (n + 1)} for n, row in enumerate(NUMBERS)]
    write("emergency_numbers", numbers=numbers)


if __name__ == "__main__":
    main()
