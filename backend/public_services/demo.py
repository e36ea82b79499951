"""The demo province's procedures (real) and dossiers (of people who are plainly made up)."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.utils import timezone

from backend.agencies.selectors import agencies_list
from backend.common.business_days import add_working_days, is_working_day
from backend.public_services.imports.dossiers import dossiers_import
from backend.public_services.imports.procedures import procedures_import
from backend.public_services.imports.reading import Row, read_rows
from backend.public_services.models import AgencyLevel, Dossier, LifeEvent, Procedure

DATA = Path(settings.BASE_DIR) / "backend" / "demo" / "data" / "public_services"
# For guides and tests: its phone is +84900000101, so its factor is 0101.
FIXED_CODE, FIXED_FACTOR = "H16.31-261102-0001", "0101"
SEED = 20261102

SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Y", "Điểu", "Nông", "Vi")
MIDDLES = ("Văn", "Thị", "Đức", "Ngọc", "Hữu", "Kim")
GIVEN = ("Mẫu", "Thử", "Ví Dụ", "Minh Họa", "Giả Định", "Thí Nghiệm")
# Final status → (share in a hundred, the way there).
WAYS: dict[int, tuple[int, tuple[int, ...]]] = {
    1: (4, (1,)),
    2: (6, (1, 2)),
    3: (3, (1, 3)),
    4: (18, (2, 4)),
    5: (6, (2, 4, 5)),
    6: (3, (2, 4, 6)),
    7: (2, (2, 4, 7)),
    8: (2, (2, 4, 5, 8)),
    9: (8, (2, 4, 9)),
    10: (48, (2, 4, 9, 10)),
}
ENDED = (3, 7, 9, 10)
WORDS = {
    1: "Hồ sơ nộp trực tuyến, chờ tiếp nhận.",
    2: "Hồ sơ đầy đủ, đã cấp Giấy tiếp nhận và hẹn trả kết quả.",
    3: "Hồ sơ không thuộc thẩm quyền giải quyết; đã hướng dẫn nơi nộp đúng.",
    4: "Đã chuyển bộ phận chuyên môn thẩm tra.",
    5: "Đề nghị bổ sung giấy tờ còn thiếu.",
    6: "Đề nghị nộp phí, lệ phí theo thông báo.",
    7: "Người nộp có đơn rút hồ sơ.",
    8: "Tạm dừng xử lý: quá thời hạn bổ sung giấy tờ.",
    9: "Đã ký kết quả, mời người nộp đến nhận.",
    10: "Đã trả kết quả cho người nộp.",
}


def load_procedures() -> int:
    """Life events and procedures from the data files; a second call changes nothing."""
    for item in json.loads((DATA / "life_events.json").read_text(encoding="utf-8")):
        values = {key: value for key, value in item.items() if key != "slug"}
        LifeEvent.objects.update_or_create(slug=item["slug"], defaults=values)
    report = procedures_import(read_rows(DATA / "procedures.json"))
    if report.wrong or report.stopped:
        raise ValueError("\n".join(report.lines()))
    return Procedure.objects.count()


def load_dossiers(count: int = 500, *, today: date | None = None) -> int:
    """Fixed dossiers from the file, the rest drawn around `today`; does nothing once they are there."""
    if Dossier.objects.filter(code=FIXED_CODE).exists():
        return 0
    fixed = list(read_rows(DATA / "dossiers.json"))
    drawn = _draw(count - len(fixed), today or timezone.localdate())
    report = dossiers_import([*fixed, *drawn], notify=False)
    if report.wrong or report.stopped:
        raise ValueError("\n".join(report.lines()))
    return report.created


def _draw(count: int, today: date) -> Iterator[Row]:
    random = Random(SEED)
    procedures = list(Procedure.objects.order_by("sort_key")[:60])
    agencies = {agency.code: (agency.name, agency.kind) for agency in agencies_list()}
    numbers: dict[str, int] = {}
    statuses = list(WAYS)
    weights = [share for share, _way in WAYS.values()]
    for number in range(count):
        # The first ten are one of each, so that every screen has something to show however few are asked for.
        status = statuses[number] if number < len(statuses) else random.choices(statuses, weights)[0]
        procedure = random.choice(procedures)
        agency = _agency(procedure, agencies, random)
        yield Row(number + 1, _record(number, status, procedure, agency, numbers, random, today))


def _agency(procedure: Procedure, agencies: dict[str, tuple[str, str]], random: Random) -> tuple[str, str]:
    if procedure.agency_level == AgencyLevel.PROVINCE:
        return procedure.agency_code, agencies.get(procedure.agency_code, (procedure.agency_name, ""))[0]
    kind = "police" if procedure.agency_name.startswith("Công an") else "commune"
    # The police of the communes hang below H16.15, each with its commune's number.
    codes = [code for code, (_name, its_kind) in agencies.items() if its_kind == kind and int(code.split(".")[-1]) > 30]
    code = random.choice(sorted(codes)) if codes else "H16.31"
    return code, agencies.get(code, (procedure.agency_name, ""))[0]


def _record(
    number: int,
    status: int,
    procedure: Procedure,
    agency: tuple[str, str],
    numbers: dict[str, int],
    random: Random,
    today: date,
) -> dict[str, Any]:
    received = _received(status, procedure, random, today)
    day = f"{agency[0]}-{received:%y%m%d}"
    numbers[day] = numbers.get(day, 100) + 1  # the fixed ones have the numbers below
    progress = _progress(status, received, procedure, agency[1], random)
    fee = procedure.fee_from or 0
    papers = procedure.document["cases"][0]["documents"]
    last = progress[-1]["ThoiDiemXuLy"]
    return {
        "MaHoSo": f"{day}-{numbers[day]:04d}",
        "MaTTHC": procedure.code,
        "TenTTHC": procedure.name,
        "ChuHoSo": f"{random.choice(SURNAMES)} {random.choice(MIDDLES)} {random.choice(GIVEN)}",
        "LoaiDoiTuong": "1",
        "SoDienThoai": f"0900000{200 + number % 800:03d}",
        "MaDoiTuong": f"0670900{number:05d}",
        "NgayTiepNhan": _stamp(received),
        "NgayHenTra": "" if status in (1, 3) else _stamp(_due(received, procedure)),
        "TrangThaiHoSo": str(status),
        "NgayKetThucXuLy": next((row["ThoiDiemXuLy"] for row in progress if row["TrangThai"] == "9"), ""),
        "NgayTra": last if status == 10 else "",
        "HinhThuc": random.choice("0112"),
        "DonViXuLy": agency[1],
        "TrangThaiThanhToan": "1" if status == 6 else "2" if fee else "0",
        "TaiLieuNop": [{"TenTepDinhKem": paper["name"]} for paper in papers],
        "DanhSachLePhi": [{"TenPhiLePhi": "Phí, lệ phí", "Gia": fee}] if fee else [],
        "DanhSachHoSoBoSung": _supplements(papers, last) if status == 5 else [],
        "DanhSachGiayToKetQua": [{"TenGiayTo": procedure.result}] if status in (9, 10) else [],
        "TienDoXuLy": progress,
    }


def _received(status: int, procedure: Procedure, random: Random, today: date) -> datetime:
    """Open ones are young, so that only some are overdue; ended ones go back four months."""
    days = procedure.duration_days or 3
    if status in ENDED:
        back = random.randint(days + 12, days + 110)
    elif random.random() < 0.12:
        back = int(days * 1.5) + random.randint(3, 9)  # overdue
    else:
        back = random.randint(0, days)
    day = today - timedelta(days=back)
    while not is_working_day(day):
        day -= timedelta(days=1)
    at = datetime(day.year, day.month, day.day, random.randint(8, 15), random.randint(0, 59))  # noqa: DTZ001
    return timezone.make_aware(at, timezone.get_default_timezone())


def _due(received: datetime, procedure: Procedure) -> datetime:
    return add_working_days(received, procedure.duration_days or 3)


def _progress(status: int, received: datetime, procedure: Procedure, unit: str, random: Random) -> list[dict[str, str]]:
    way = WAYS[status][1]
    # Most are in time; one in ten takes half as long again.
    pace = (procedure.duration_days or 3) * (1.5 if random.random() < 0.1 else 0.8)
    step = timedelta(days=pace / max(len(way) - 1, 1))
    now = timezone.now()
    rows = []
    for position, state in enumerate(way):
        at = min(received + step * position, now - timedelta(minutes=10 * (len(way) - position)))
        who = "" if state == 1 else f"{random.choice(SURNAMES[:5])} {random.choice(MIDDLES)} {random.choice(GIVEN)}"
        rows.append(
            {
                "ThoiDiemXuLy": _stamp(at),
                "TrangThai": str(state),
                "NoiDungXuLy": WORDS[state],
                "PhongBanXuLy": unit,
                "NguoiXuLy": who,
                "ChucDanh": "Chuyên viên" if who else "",
            }
        )
    return rows


def _supplements(papers: list[dict[str, Any]], asked: str) -> list[dict[str, Any]]:
    wanted = [{"TenGiayTo": paper["name"]} for paper in papers[-1:]]
    return [{"NgayBoSung": asked, "NoiDungBoSung": "Bản chụp không đọc được.", "DanhSachGiayToBoSung": wanted}]


def _stamp(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y%m%d%H%M%S")
