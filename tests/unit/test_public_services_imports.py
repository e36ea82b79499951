"""Files in the national shape: what is wrong is listed with its line, the rest goes in, twice is once."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from backend.public_services.imports import dossiers as dossiers_module
from backend.public_services.imports import reading
from backend.public_services.models import Dossier, DossierEvent, Procedure
from backend.public_services.selectors import procedure_get
from backend.public_services.services import dossier_lookup
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.public_services import make_procedure

pytestmark = pytest.mark.django_db

DOSSIER: dict[str, Any] = {
    "MaHoSo": "H16.31-261102-0001",
    "MaTTHC": "1.001193",
    "TenTTHC": "Đăng ký khai sinh",
    "ChuHoSo": "Nguyễn Văn Mẫu",
    "SoDienThoai": "0900000101",
    "MaDoiTuong": "067090000101",
    "NgayTiepNhan": "20261102083000",
    "TrangThaiHoSo": "2",
    "DonViXuLy": "Ủy ban nhân dân phường Bắc Gia Nghĩa",
    "TienDoXuLy": [{"ThoiDiemXuLy": "20261102083000", "TrangThai": "2", "NoiDungXuLy": "Đã tiếp nhận"}],
}
PROCEDURE: dict[str, Any] = {
    "MaTTHC": "1.001193",
    "TenTTHC": "Đăng ký khai sinh",
    "MaLinhVuc": "HT",
    "TenLinhVuc": "Hộ tịch",
    "CoQuanThucHien": "Ủy ban nhân dân cấp xã",
    "CapThucHien": "Cấp xã",
    "MucDo": "Toàn trình",
    "CachThucThucHien": [
        {"HinhThuc": "Trực tiếp", "ThoiHan": 1, "LePhi": 8000},
        {"HinhThuc": "Trực tuyến", "ThoiHan": 1, "LePhi": 0},
    ],
    "TruongHop": [{"TenTruongHop": "Chung", "TrinhTu": ["Nộp"], "ThanhPhanHoSo": [{"TenGiayTo": "Tờ khai"}]}],
    "CanCuPhapLy": [{"SoKyHieu": "60/2014/QH13", "TrichYeu": "Luật Hộ tịch", "NgayBanHanh": "20141120000000"}],
}


def as_file(folder: Path, rows: list[Any], name: str = "rows.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def run(command: str, path: Path, *flags: str) -> str:
    out = StringIO()
    call_command(command, str(path), *flags, stdout=out)
    return out.getvalue()


def dossier(**changes: Any) -> dict[str, Any]:
    return DOSSIER | changes


def test_a_wrong_row_is_named_with_line_and_reason_and_the_others_go_in(tmp_path: Path) -> None:
    rows = [
        dossier(),
        dossier(MaHoSo="H16.31-261102-0002", NgayTiepNhan="02/11/2026"),
        dossier(MaHoSo="H16.31-261102-0003"),
    ]
    path = as_file(tmp_path, rows)
    line = next(
        number for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if "0002" in text
    )
    out = run("import_dossiers", path)
    assert f"line {line - 1}: H16.31-261102-0002: NgayTiepNhan: “02/11/2026” is not yyyyMMddHHmmss" in out
    assert "created 2, updated 0, unchanged 0, wrong 1" in out
    assert sorted(Dossier.objects.values_list("code", flat=True)) == ["H16.31-261102-0001", "H16.31-261102-0003"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"MaHoSo": "H16"}, "MaHoSo"),
        ({"ChuHoSo": ""}, "ChuHoSo: is missing"),
        ({"TrangThaiHoSo": "11"}, "TrangThaiHoSo"),
        ({"SoDienThoai": "12"}, "SoDienThoai"),
        ({"NgayTra": "20261101000000"}, "NgayTra: earlier than NgayTiepNhan"),
        ({"NgayHenTra": "20261341000000"}, "NgayHenTra"),
        ({"TenTTHC": "x" * 501}, "TenTTHC: longer"),
        ({"TaiLieuNop": {"TenTepDinhKem": "x"}}, "TaiLieuNop: a list"),
        ({"DanhSachLePhi": [{"Gia": "-5"}]}, "Gia"),
        ({"TienDoXuLy": [{"TrangThai": "2"}]}, "ThoiDiemXuLy is missing"),
        ({"ChuHoSo": "a\x00b"}, "ChuHoSo: holds a character"),
    ],
)
def test_each_kind_of_nonsense_has_its_reason(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    out = run("import_dossiers", as_file(tmp_path, [dossier(**changes)]))
    assert reason in out
    assert "wrong 1" in out
    assert not Dossier.objects.exists()


def test_the_same_file_twice_is_once(tmp_path: Path) -> None:
    path = as_file(tmp_path, [dossier()])
    run("import_dossiers", path)
    assert "created 0, updated 0, unchanged 1, wrong 0" in run("import_dossiers", path)
    assert (Dossier.objects.count(), DossierEvent.objects.count()) == (1, 1)


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    assert "would be created 1" in run("import_dossiers", as_file(tmp_path, [dossier()]), "--dry-run")
    assert not Dossier.objects.exists()


def test_an_imported_dossier_opens_by_both_factors_and_keeps_no_personal_number(tmp_path: Path) -> None:
    run("import_dossiers", as_file(tmp_path, [dossier()]))
    for factor in ("0101", "067090000101"):
        assert dossier_lookup(code=DOSSIER["MaHoSo"], factor=factor).applicant_name == "Nguyễn Văn Mẫu"
    stored = Dossier.objects.values().get()
    assert not [column for column, value in stored.items() if "067090000101" in str(value)]


def test_a_moved_status_is_told_once_and_quiet_tells_nobody(tmp_path: Path) -> None:
    UserFactory.create(phone="+84900000101", phone_verified_at="2026-11-01T00:00:00+07:00")
    run("import_dossiers", as_file(tmp_path, [dossier()]))
    news = {"ThoiDiemXuLy": "20261103090000", "TrangThai": "4", "NoiDungXuLy": "Thẩm tra", "NguoiXuLy": "Lê Thị Thử"}
    path = as_file(tmp_path, [dossier(TrangThaiHoSo="4", TienDoXuLy=[*DOSSIER["TienDoXuLy"], news])])
    assert "updated 1" in run("import_dossiers", path)
    run("import_dossiers", path)
    assert Notice.objects.count() == 1
    events = list(DossierEvent.objects.values_list("status", "text", "actor_name"))
    assert events == [(2, "Đã tiếp nhận", ""), (4, "Thẩm tra", "Lê Thị Thử")]
    run("import_dossiers", as_file(tmp_path, [dossier(TrangThaiHoSo="9")]), "--quiet")
    assert Notice.objects.count() == 1
    assert Dossier.objects.get().status == 9


def test_a_code_that_comes_twice_in_one_file_ends_as_the_later_row(tmp_path: Path) -> None:
    out = run("import_dossiers", as_file(tmp_path, [dossier(), dossier(ChuHoSo="Trần Thị Thử")]))
    assert "created 1, updated 1" in out
    assert Dossier.objects.get().applicant_name == "Trần Thị Thử"


def test_a_csv_says_the_same_as_json(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        "MaHoSo,MaTTHC,TenTTHC,ChuHoSo,SoDienThoai,NgayTiepNhan,TrangThaiHoSo,TaiLieuNop\n"
        "H16.31-261102-0001,1.001193,Đăng ký khai sinh,Nguyễn Văn Mẫu,0900000101,20261102083000,2,Tờ khai|Chứng sinh\n"
        "H16.31-261102-0002,1.001193,Đăng ký khai sinh,,0900000101,20261102083000,2,\n",
        encoding="utf-8-sig",
    )
    assert "line 3: H16.31-261102-0002: ChuHoSo: is missing" in run("import_dossiers", path)
    assert Dossier.objects.get().documents == [{"name": "Tờ khai"}, {"name": "Chứng sinh"}]


def test_a_file_that_breaks_off_says_where_and_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([dossier()], ensure_ascii=False)[:-1] + ',\n{"MaHoSo": ', encoding="utf-8")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_dossiers", str(path), stdout=out)
    assert "stopped: line 2" in out.getvalue()
    assert Dossier.objects.count() == 1


def test_rows_longer_than_a_reading_step_come_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 7)
    rows = list(reading.read_rows(as_file(tmp_path, [dossier(), dossier(ChuHoSo="Trần Thị Thử")])))
    assert [row.data["ChuHoSo"] for row in rows] == ["Nguyễn Văn Mẫu", "Trần Thị Thử"]
    assert rows[0].line == 2


def test_no_more_than_one_batch_is_ever_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossiers_module, "BATCH", 10)
    sizes: list[int] = []
    real = dossiers_module._batch_import

    def watch(batch: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        sizes.append(len(batch))
        real(batch, *args, **kwargs)

    monkeypatch.setattr(dossiers_module, "_batch_import", watch)
    run("import_dossiers", as_file(tmp_path, [dossier(MaHoSo=f"H16.31-261102-{n:04d}") for n in range(25)]))
    assert sizes == [10, 10, 5]


def test_a_batch_of_new_dossiers_costs_the_same_queries_whatever_its_size(
    tmp_path: Path, django_assert_max_num_queries: Any, settings: Any
) -> None:
    settings.REFERENCE_SECONDS = 5  # as it runs: the calendar is read once, not once a row
    make_procedure()
    path = as_file(tmp_path, [dossier(MaHoSo=f"H16.31-261102-{n:04d}") for n in range(200)])
    with django_assert_max_num_queries(8):
        run("import_dossiers", path, "--quiet")


def test_a_due_date_that_the_file_does_not_give_comes_from_the_procedure(tmp_path: Path) -> None:
    make_procedure()
    run("import_dossiers", as_file(tmp_path, [dossier()]))
    due = Dossier.objects.get().due_at
    assert due is not None
    assert due.isoformat() == "2026-11-05T10:00:00+00:00"


def test_a_procedure_comes_with_channels_cases_and_legal_basis(tmp_path: Path) -> None:
    assert "created 1" in run("import_procedures", as_file(tmp_path, [PROCEDURE]))
    procedure = procedure_get(code="1.001193")
    assert procedure.fee_from == 0
    assert [channel["channel"] for channel in procedure.document["channels"]] == ["in_person", "online"]
    assert procedure.document["cases"][0]["documents"][0]["name"] == "Tờ khai"
    assert procedure.document["legal_basis"][0]["date"] == "2014-11-20"


def test_a_procedure_twice_is_once_and_a_change_replaces_its_parts(tmp_path: Path) -> None:
    run("import_procedures", as_file(tmp_path, [PROCEDURE]))
    assert "unchanged 1" in run("import_procedures", as_file(tmp_path, [PROCEDURE]))
    changed = PROCEDURE | {"CachThucThucHien": [{"HinhThuc": "Trực tiếp", "ThoiHan": 2, "LePhi": 5000}]}
    assert "updated 1" in run("import_procedures", as_file(tmp_path, [changed]))
    procedure = Procedure.objects.get()
    assert (procedure.fee_from, procedure.channels.count(), procedure.cases.count()) == (5000, 1, 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"MaTTHC": "1.1"}, "MaTTHC"),
        ({"MucDo": "mức 4"}, "MucDo"),
        ({"SuKienCuocDoi": ["khong-co"]}, "unknown life event khong-co"),
        ({"CachThucThucHien": [{"HinhThuc": "Trực tiếp"}, {"HinhThuc": "trực tiếp"}]}, "the same channel twice"),
        (
            {"TruongHop": [{"ThanhPhanHoSo": [{"TenGiayTo": "x", "DuongDanMauDon": "javascript:alert(1)"}]}]},
            "web address",
        ),
    ],
)
def test_a_wrong_procedure_leaves_nothing_behind(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    out = run("import_procedures", as_file(tmp_path, [PROCEDURE | changes]))
    assert reason in out
    assert not Procedure.objects.exists()
