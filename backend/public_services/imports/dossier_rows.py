"""One dossier record of a one-stop system, checked and put into our words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.accounts.identifiers import InvalidIdentifier, phone_normalize
from backend.public_services.codes import (
    DOSSIER_CODE,
    PERSONAL_NUMBER,
    agency_code_of,
    dossier_code_normalize,
    factor_digest,
    personal_factor,
    phone_factor,
)
from backend.public_services.imports import values
from backend.public_services.imports.values import RowError, moment, required, text
from backend.public_services.models import ApplicantKind, Channel, PaymentStatus
from backend.public_services.workflow import Status

SHAPE = "1"
KINDS = {"1": ApplicantKind.PERSON, "2": ApplicantKind.ORGANISATION, "3": ApplicantKind.ORGANISATION}
CHANNELS = {"0": Channel.IN_PERSON, "1": Channel.ONLINE, "2": Channel.POST}
PAYMENTS = {
    "0": PaymentStatus.UNPAID,
    "1": PaymentStatus.PENDING,
    "2": PaymentStatus.PAID,
    "3": PaymentStatus.REFUNDED,
    "4": PaymentStatus.CANCELLED,
}
STATUSES = {str(int(status)): status for status in Status}


@dataclass(frozen=True)
class Progress:
    """One row of TienDoXuLy."""

    at: datetime
    status: int
    text: str = ""
    unit_name: str = ""
    actor_name: str = ""
    actor_title: str = ""

    @property
    def identity(self) -> tuple[datetime, int, str]:
        return self.at, int(self.status), self.text


@dataclass(frozen=True)
class DossierRow:
    code: str
    status: Status
    columns: dict[str, Any]
    progress: list[Progress] = field(default_factory=list)


def dossier_row(data: dict[str, Any]) -> DossierRow:
    """Raises RowError with the first thing that is wrong."""
    code = dossier_code_normalize(required(data, "MaHoSo", limit=60))
    if not DOSSIER_CODE.match(code):
        raise RowError(f"MaHoSo: “{code}” is not a dossier code")
    status = values.choice(data, "TrangThaiHoSo", STATUSES)
    columns = _columns(code, data) | _times(data) | _papers(data)
    columns["source_digest"] = factor_digest("row", code, values.digest(data | {"shape": SHAPE}))
    return DossierRow(code, status, columns, _progress(data))


def _columns(code: str, data: dict[str, Any]) -> dict[str, Any]:
    phone = _phone(data)
    columns: dict[str, Any] = {
        "procedure_code": required(data, "MaTTHC", limit=20),
        "procedure_name": required(data, "TenTTHC"),
        "agency_code": agency_code_of(code),
        "agency_name": text(data, "DonViXuLy", limit=300),
        "applicant_kind": values.choice(data, "LoaiDoiTuong", KINDS, ApplicantKind.PERSON),
        "applicant_name": required(data, "ChuHoSo", limit=200),
        "applicant_phone": phone,
        "phone_factor": phone_factor(code, phone),
        "channel": values.choice(data, "HinhThuc", CHANNELS, Channel.IN_PERSON),
        "payment_status": values.choice(data, "TrangThaiThanhToan", PAYMENTS, PaymentStatus.UNPAID),
        "fee_total": _fee_total(data),
    }
    # MaDoiTuong holds a company's tax code too, and old 9-digit cards: those are no second factor.
    if PERSONAL_NUMBER.match(number := text(data, "MaDoiTuong", limit=40)):
        columns["personal_factor"] = personal_factor(code, number)
    return columns


def _phone(data: dict[str, Any]) -> str:
    raw = text(data, "SoDienThoai", limit=40)
    if not raw:
        return ""
    try:
        return phone_normalize(raw)
    except InvalidIdentifier as error:
        raise RowError(f"SoDienThoai: “{raw[:3]}…” is not a phone number") from error


def _fee_total(data: dict[str, Any]) -> int:
    total = sum(values.number(item, "Gia") or 0 for item in values.records(data, "DanhSachLePhi"))
    if total > 2_000_000_000:
        raise RowError("DanhSachLePhi: the sum is too large")
    return total


def _times(data: dict[str, Any]) -> dict[str, Any]:
    received = moment(data, "NgayTiepNhan")
    if received is None:
        raise RowError("NgayTiepNhan: is missing")
    times = {
        "received_at": received,
        "due_at": moment(data, "NgayHenTra"),
        "finished_at": moment(data, "NgayKetThucXuLy"),
        "returned_at": moment(data, "NgayTra"),
    }
    names = {"due_at": "NgayHenTra", "finished_at": "NgayKetThucXuLy", "returned_at": "NgayTra"}
    for column, key in names.items():
        if (then := times[column]) and then < received:
            raise RowError(f"{key}: earlier than NgayTiepNhan")
    return times


def _papers(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "documents": _named(data, "TaiLieuNop", "TenTepDinhKem"),
        "results": _named(data, "DanhSachGiayToKetQua", "TenGiayTo"),
        "missing_documents": _missing(data),
    }


def _named(data: dict[str, Any], key: str, name: str) -> list[dict[str, str]]:
    """Names only: where the files lie is the one-stop system's own business."""
    return [
        {"name": required(item, name) if isinstance(item, dict) else str(item)[:500]}
        for item in values.items(data, key)
    ]


def _missing(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Papers of those requests that nobody has answered yet."""
    found = []
    for request in values.records(data, "DanhSachHoSoBoSung"):
        if moment(request, "NgayTiepNhanBoSung"):
            continue
        asked = moment(request, "NgayBoSung")
        for paper in values.items(request, "DanhSachGiayToBoSung"):
            name = required(paper, "TenGiayTo") if isinstance(paper, dict) else str(paper)[:500]
            reason = text(request, "NoiDungBoSung", limit=2_000)
            found.append({"name": name, "reason": reason, "requested_at": asked.isoformat() if asked else None})
    return found


def _progress(data: dict[str, Any]) -> list[Progress]:
    found = []
    for item in values.records(data, "TienDoXuLy"):
        at = moment(item, "ThoiDiemXuLy")
        if at is None:
            raise RowError("TienDoXuLy: ThoiDiemXuLy is missing")
        found.append(
            Progress(
                at=at,
                status=values.choice(item, "TrangThai", STATUSES),
                text=text(item, "NoiDungXuLy", limit=5_000),
                unit_name=text(item, "PhongBanXuLy", limit=300),
                actor_name=text(item, "NguoiXuLy", limit=200),
                actor_title=text(item, "ChucDanh", limit=200),
            )
        )
    return sorted(found, key=lambda progress: progress.at)
