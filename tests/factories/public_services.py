"""Procedures and dossiers for tests, through the same doors as real ones."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.public_services.codes import personal_factor, phone_factor
from backend.public_services.models import (
    CaseDocument,
    CaseStep,
    Dossier,
    LifeEvent,
    Procedure,
    ProcedureCase,
    ProcedureChannel,
    ProcedureField,
)
from backend.public_services.services import procedure_rebuild

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
PHONE, PHONE_FACTOR, PERSONAL_NUMBER = "+84900000321", "0321", "067090000321"


def make_procedure(code: str = "1.001193", *, name: str = "Đăng ký khai sinh", **columns: Any) -> Procedure:
    field, _new = ProcedureField.objects.get_or_create(
        code=columns.pop("field", "HT"), defaults={"name": "Hộ tịch", "name_en": "Civil status"}
    )
    events = columns.pop("life_events", ())
    defaults: dict[str, Any] = {"agency_name": "Ủy ban nhân dân cấp xã", "agency_level": "commune", "level": "full"}
    procedure = Procedure.objects.create(code=code, name=name, field=field, **defaults | columns)
    for slug in events:
        procedure.life_events.add(LifeEvent.objects.get_or_create(slug=slug, defaults={"name": slug})[0])
    ProcedureChannel.objects.create(procedure=procedure, channel="in_person", duration_days=3, fee_amount=8000)
    ProcedureChannel.objects.create(procedure=procedure, channel="online", duration_days=2, fee_amount=0)
    case = ProcedureCase.objects.create(procedure=procedure, name="Chung")
    CaseStep.objects.create(case=case, order=1, text="Nộp hồ sơ.")
    CaseDocument.objects.create(case=case, order=1, name="Tờ khai", originals=1)
    procedure_rebuild(procedure=procedure)
    return procedure


def make_dossier(code: str = "H16.31-261102-0009", **columns: Any) -> Dossier:
    columns.setdefault("applicant_phone", PHONE)
    values: dict[str, Any] = {
        "procedure_code": "1.001193",
        "procedure_name": "Đăng ký khai sinh",
        "agency_code": "H16.31",
        "agency_name": "Ủy ban nhân dân phường Bắc Gia Nghĩa",
        "applicant_name": "Nguyễn Văn Mẫu",
        "status": 2,
        "received_at": datetime(2026, 11, 2, 8, 30, tzinfo=LOCAL),
        "due_at": datetime(2026, 11, 5, 17, 0, tzinfo=LOCAL),
        "phone_factor": phone_factor(code, columns["applicant_phone"]),
        "personal_factor": personal_factor(code, PERSONAL_NUMBER),
    }
    return Dossier.objects.create(code=code, **values | columns)
