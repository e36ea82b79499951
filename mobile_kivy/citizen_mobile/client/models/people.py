"""Who uses the app. Field names are the API's own (see api_docs/openapi.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from citizen_mobile.client.models.shapes import list_field


@dataclass
class User:
    id: str = ""
    phone: str = ""
    email: str = ""
    full_name: str = ""
    role: str = "citizen"
    language: str = "vi"
    area_codes: list[str] = list_field()


@dataclass
class OtpSent:
    expires_in: int = 300
    resend_after: int = 60


@dataclass
class LoginSession:
    id: str = ""
    device_name: str = ""
    ip: str = ""
    created_at: datetime | None = None
    last_used_at: datetime | None = None
    current: bool = False


@dataclass
class Consent:
    """One purpose for which personal data may be used, in the wording of today, and how the person decided."""

    purpose: str = ""
    title: str = ""
    description: str = ""
    granted: bool = False
    text_version: int = 1
    decided_at: datetime | None = None
