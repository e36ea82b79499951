"""Procedures in the national shape into the catalogue. A row whose content is known already costs one comparison."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from backend.public_services.codes import PROCEDURE_CODE
from backend.public_services.imports import values
from backend.public_services.imports.reading import Row, UnreadableFile
from backend.public_services.imports.report import ImportReport
from backend.public_services.imports.values import RowError, required, text
from backend.public_services.models import (
    AgencyLevel,
    CaseDocument,
    CaseStep,
    Channel,
    DurationUnit,
    LegalBasis,
    LifeEvent,
    Procedure,
    ProcedureCase,
    ProcedureChannel,
    ProcedureField,
    ServiceLevel,
)
from backend.public_services.services import procedure_rebuild

# Raised when the meaning of a column changes: every row is then read anew.
SHAPE = "1"
LEVELS = {"toàn trình": ServiceLevel.FULL, "một phần": ServiceLevel.PARTIAL}
AGENCY_LEVELS = {"cấp tỉnh": AgencyLevel.PROVINCE, "cấp xã": AgencyLevel.COMMUNE}
CHANNELS = {"trực tiếp": Channel.IN_PERSON, "trực tuyến": Channel.ONLINE, "dịch vụ bưu chính": Channel.POST}
UNITS = {"ngày làm việc": DurationUnit.WORKING_DAY, "ngày": DurationUnit.DAY}


def procedures_import(rows: Iterable[Row], *, is_dry_run: bool = False) -> ImportReport:
    """Create or update each row's procedure; wrong rows are listed and the rest go in."""
    report = ImportReport(is_dry_run=is_dry_run)
    try:
        for row in rows:
            try:
                with transaction.atomic():
                    _count(report, _row_import(row.data))
                    transaction.set_rollback(is_dry_run)
            except RowError as error:
                report.add_problem(row.line, str(row.data.get("MaTTHC") or ""), str(error))
    except UnreadableFile as error:
        report.stopped = str(error)
    return report


def _count(report: ImportReport, what: str) -> None:
    setattr(report, what, getattr(report, what) + 1)


def _row_import(data: dict[str, Any]) -> str:
    code = required(data, "MaTTHC", limit=20)
    if not PROCEDURE_CODE.match(code):
        raise RowError(f"MaTTHC: “{code}” is not a national code like 1.001193")
    digest = values.digest(data | {"shape": SHAPE})
    procedure = Procedure.objects.filter(code=code).first()
    if procedure and procedure.source_digest == digest:
        return "unchanged"
    outcome = "updated" if procedure else "created"
    procedure = procedure or Procedure(code=code)
    _set_columns(procedure, data)
    procedure.source_digest = digest
    procedure.save()
    procedure.life_events.set(_life_events(data))
    _replace_channels(procedure, data)
    _replace_cases(procedure, data)
    _replace_legal_basis(procedure, data)
    procedure_rebuild(procedure=procedure)
    return outcome


def _set_columns(procedure: Procedure, data: dict[str, Any]) -> None:
    procedure.name = required(data, "TenTTHC")
    procedure.name_en = text(data, "TenTTHC_En")
    procedure.field = _field(data)
    procedure.agency_code = text(data, "MaCoQuan", limit=40)
    procedure.agency_name = required(data, "CoQuanThucHien", limit=300)
    procedure.agency_level = values.choice(data, "CapThucHien", AGENCY_LEVELS)
    procedure.level = values.choice(data, "MucDo", LEVELS)
    procedure.audience = [str(item)[:120] for item in values.items(data, "DoiTuongThucHien")]
    procedure.requirements = text(data, "YeuCauDieuKien", limit=20_000)
    procedure.result = text(data, "KetQua", limit=5_000)
    procedure.keywords = text(data, "TuKhoa", limit=1_000)
    procedure.rank = values.number(data, "ThuTuUuTien") or 5000
    procedure.code_verified = data.get("code_verified") in (True, "true", "1")
    procedure.source_updated_at = values.moment(data, "NgayCapNhat")


def _field(data: dict[str, Any]) -> ProcedureField:
    code = required(data, "MaLinhVuc", limit=40)
    names = {"name": text(data, "TenLinhVuc", limit=200) or code, "name_en": text(data, "TenLinhVuc_En", limit=200)}
    field, _is_new = ProcedureField.objects.get_or_create(code=code, defaults=names)
    return field


def _life_events(data: dict[str, Any]) -> list[LifeEvent]:
    slugs = [str(item) for item in values.items(data, "SuKienCuocDoi")]
    found = {event.slug: event for event in LifeEvent.objects.filter(slug__in=slugs)}
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        raise RowError(f"SuKienCuocDoi: unknown life event {', '.join(unknown)}")
    return list(found.values())


def _replace_channels(procedure: Procedure, data: dict[str, Any]) -> None:
    procedure.channels.all().delete()
    made = [_channel(procedure, item) for item in values.records(data, "CachThucThucHien")]
    if len({channel.channel for channel in made}) != len(made):
        raise RowError("CachThucThucHien: the same channel twice")
    ProcedureChannel.objects.bulk_create(made)


def _channel(procedure: Procedure, item: dict[str, Any]) -> ProcedureChannel:
    return ProcedureChannel(
        procedure=procedure,
        channel=values.choice(item, "HinhThuc", CHANNELS),
        duration_days=_small(item, "ThoiHan"),
        duration_unit=values.choice(item, "DonViThoiHan", UNITS, DurationUnit.WORKING_DAY),
        duration_text=text(item, "MoTaThoiHan"),
        fee_amount=values.number(item, "LePhi"),
        fee_text=text(item, "MoTaLePhi"),
        note=text(item, "MoTa"),
    )


def _small(item: dict[str, Any], key: str) -> int | None:
    value = values.number(item, key)
    if value is not None and value > 3650:
        raise RowError(f"{key}: {value} is too large")
    return value


def _replace_cases(procedure: Procedure, data: dict[str, Any]) -> None:
    procedure.cases.all().delete()
    for order, item in enumerate(values.records(data, "TruongHop"), start=1):
        case = ProcedureCase.objects.create(procedure=procedure, order=order, name=text(item, "TenTruongHop"))
        CaseStep.objects.bulk_create(
            CaseStep(case=case, order=number, text=str(step)[:5_000])
            for number, step in enumerate(values.items(item, "TrinhTu"), start=1)
        )
        CaseDocument.objects.bulk_create(
            _paper(case, number, paper) for number, paper in enumerate(values.records(item, "ThanhPhanHoSo"), start=1)
        )


def _paper(case: ProcedureCase, order: int, item: dict[str, Any]) -> CaseDocument:
    return CaseDocument(
        case=case,
        order=order,
        code=text(item, "MaGiayTo", limit=40),
        name=required(item, "TenGiayTo", limit=1_000),
        form_code=text(item, "MaMauDon", limit=100),
        form_name=text(item, "TenMauDon"),
        form_url=_web_address(item, "DuongDanMauDon"),
        originals=_small(item, "SoBanChinh") or 0,
        copies=_small(item, "SoBanSao") or 0,
    )


def _web_address(item: dict[str, Any], key: str) -> str:
    value = text(item, key)
    if value and not value.startswith(("https://", "http://")):
        raise RowError(f"{key}: not a web address")
    return value


def _replace_legal_basis(procedure: Procedure, data: dict[str, Any]) -> None:
    procedure.legal_basis.all().delete()
    LegalBasis.objects.bulk_create(
        LegalBasis(
            procedure=procedure,
            order=order,
            number=required(item, "SoKyHieu", limit=60),
            name=text(item, "TrichYeu"),
            date=values.day(item, "NgayBanHanh"),
        )
        for order, item in enumerate(values.records(data, "CanCuPhapLy"), start=1)
    )
