"""A request for every `code` that the document lists. A new code needs one here: `make examples` records its answer.

The name is the code; where a code comes with two statuses, the greater one's name ends with it.
"""

from __future__ import annotations

import errno
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import time_machine
from django.db import OperationalError
from django.test import override_settings

from backend.accounts.models import User
from backend.common.storage import LocalStorage
from backend.demo.newcomers import newcomer_make
from backend.feedback.models import ReportCategory
from backend.machines.demo import demo_machine_key, load_machine_account
from backend.machines.models import MAX_DAYS, MachineAccount, MachineKey
from backend.machines.scopes import Scope
from backend.machines.services import machine_account_disable
from notifications.models import Notice
from tests.examples.operations import (
    ALARM,
    ARM,
    BY_SECRET,
    CHOICE,
    DEVICE,
    DRAFT,
    DRAFTED,
    INSTALLED,
    NEW_PASSWORD,
    NOTICE,
    PASSWORD,
    PEOPLE_LIST,
    PEOPLE_LISTED,
    PHOTO,
    POTHOLE,
    REPORT,
    REPORTED,
    SEND_EMERGENCY,
    SIGN_IN,
    SIGNED_IN,
    SUBMIT,
    TEMPLATE,
    TEMPLATE_MADE,
    TEST,
    of_notice,
    of_report,
    theirs,
)
from tests.examples.steps import Step
from tests.examples.walk import MOMENT, Asked, Walk, forget_counters, refused
from tests.factories.accounts import tokens_of
from tests.factories.feedback import picture_bytes
from tests.factories.world import undone

ME = Step("GET /api/v1/me/", who="newcomer")
PASSWORD_CHANGE = Step(
    "POST /api/v1/auth/password/", who="newcomer", body={"old_password": PASSWORD, "new_password": NEW_PASSWORD}
)
NOWHERE = str(uuid.UUID(int=1))
TRANSITION = "POST /api/v1/officer/reports/{code}/transitions/"
LOOKUP = Step("POST /api/v1/dossiers/lookup/", body={"code": "H16.31-261102-9999", "factor": "0101"})
LOOSE_PHOTO = replace(PHOTO, keep={"photo_id": 'd["id"]'})
OTP = Step("POST /api/v1/auth/otp/", body={"phone": "$new_phone", "purpose": "register"})
REGISTER = {"phone": "$new_phone", "code": "000000", "password": NEW_PASSWORD, "full_name": "Y Mới Êban"}
FIXED_KEY = {"Idempotency-Key": "0f8fad5b-d9cb-469f-a165-70867728950e"}
WIDE = {
    "title": "🌊" * 160,
    "body": "🌊" * 2000,
    "link": "https://a.vn/" + "x" * 280,
    "image_url": "https://a.vn/" + "y" * 480,
}


def _moved(to: str, **more: Any) -> tuple[Step, ...]:
    return (theirs("in_progress"), of_report(TRANSITION, "handler", body={"to": to, **more}, keyed=True))


def _report(**more: Any) -> tuple[Step, ...]:
    return (replace(REPORT, body={**POTHOLE, **more}),)


def _draft(**more: Any) -> tuple[Step, ...]:
    return (replace(DRAFT, body={**NOTICE, **more}),)


STEPS: dict[str, tuple[Step, ...]] = {
    # --- who asks ---
    "not_authenticated": (replace(ME, who=""),),
    "token_invalid": (replace(ME, who="", headers={"Authorization": "Bearer not.a.token"}),),
    "session_revoked": (replace(ME, ask="POST /api/v1/auth/logout-everywhere/"), ME),
    "password_changed": (
        Step(
            "POST /api/v1/auth/password/", who="newcomer", body={"old_password": PASSWORD, "new_password": NEW_PASSWORD}
        ),
        ME,
    ),
    "account_deleted": (Step("DELETE /api/v1/me/", who="newcomer", body={"password": PASSWORD}), ME),
    "token_reused": (
        SIGNED_IN,
        Step("POST /api/v1/auth/refresh/", body={"refresh": "$refresh"}),
        Step("POST /api/v1/auth/refresh/", body={"refresh": "$refresh"}),
    ),
    "invalid_credentials": (replace(SIGN_IN, body={"identifier": "0900000101", "password": "guessed"}),),
    "permission_denied": (Step("GET /api/v1/officer/reports/", who="citizen"),),
    "managed_account": (Step("DELETE /api/v1/me/", who="handler", body={"password": PASSWORD}),),
    "wrong_password": (Step("DELETE /api/v1/me/", who="newcomer", body={"password": "guessed"}),),
    "code_invalid": (Step("POST /api/v1/auth/register/", body=REGISTER),),
    "code_too_soon": (OTP, OTP),
    "unknown_purpose": (
        Step("POST /api/v1/me/consents/", who="citizen", body={"purpose": "tea", "granted": True, "text_version": 1}),
    ),
    "consent_text_changed": (
        Step(
            "POST /api/v1/me/consents/", who="citizen", body={"purpose": "location", "granted": True, "text_version": 7}
        ),
    ),
    "key_invalid": (replace(ME, who="", headers={"Authorization": "Bearer dkc_invented"}),),
    "machine_not_allowed": (replace(ME, who="machine"),),
    # --- how it is asked ---
    "bad_request": (Step("GET /api/v1/", headers={"Host": "elsewhere.example"}),),
    "body_too_large": (replace(SIGN_IN, body=b'{"identifier": "' + b"0" * 3_000_000 + b'"}'),),
    "not_acceptable": (replace(ME, who="citizen", headers={"Accept": "text/csv"}),),
    "parse_error": (replace(SIGN_IN, body=b'{"identifier": '),),
    "unsupported_media_type": (replace(SIGN_IN, body=b"identifier=", headers={"Content-Type": "text/plain"}),),
    "not_found": (Step("GET /api/v1/places/", query={"cursor": "invented"}),),
    "idempotency_key_required": (replace(REPORT, keyed=False),),
    "idempotency_key_invalid": (replace(REPORT, keyed=False, headers={"Idempotency-Key": "1"}),),
    "idempotency_key_reused": (
        replace(REPORT, keyed=False, headers=FIXED_KEY),
        replace(REPORT, keyed=False, headers=FIXED_KEY, body={**POTHOLE, "text": "Đèn đường không sáng."}),
    ),
    # --- what is looked for ---
    "alert_not_found": (Step("GET /api/v1/alerts/{identifier}/", args={"identifier": "daknong.0.alert"}),),
    "agency_not_found": (Step("GET /api/v1/agencies/{code}/", args={"code": "H16.99"}),),
    "area_not_found": (Step("GET /api/v1/areas/{code}/", args={"code": "99999"}),),
    "article_not_found": (Step("GET /api/v1/news/articles/{slug}/", args={"slug": "khong-co"}),),
    "place_not_found": (Step("GET /api/v1/places/{slug}/", args={"slug": "khong-co"}),),
    "procedure_not_found": (Step("GET /api/v1/procedures/{code}/", args={"code": "9.999999"}),),
    "dossier_not_found": (LOOKUP,),
    "report_not_found": (Step("GET /api/v1/me/reports/{code}/", who="citizen", args={"code": "PA-261124-00000A"}),),
    "photo_not_found": (
        Step("GET /api/v1/report-photos/{photo_id}/{variant}/", args={"photo_id": NOWHERE, "variant": "full"}),
    ),
    "outside_province_404": (Step("GET /api/v1/areas/nearest/", query={"lat": 21.03, "lon": 105.85}),),
    # --- reports ---
    "category_unknown": _report(category="tea"),
    "category_excluded": _report(category="complaint"),
    "place_required": (replace(REPORT, body={"category": "roads", "text": POTHOLE["text"]}),),
    "unknown_area": _report(area_code="99999"),
    "outside_province": (
        replace(REPORT, body={"category": "roads", "text": POTHOLE["text"], "latitude": 21.03, "longitude": 105.85}),
    ),
    "photo_unknown": _report(photo_ids=[NOWHERE]),
    "transition_not_allowed": _moved("received"),
    "reason_required": _moved("waiting_info"),
    "agency_required": _moved("forwarded", text="Đường do Sở Xây dựng quản lý."),
    "agency_unknown": _moved("forwarded", text="Đường do Sở Xây dựng quản lý.", agency_code="H16.99"),
    "due_at_required": _moved("extended", text="Chờ vật tư."),
    "due_at_invalid": _moved("extended", text="Chờ vật tư.", due_at="2026-11-01T17:00:00+07:00"),
    "photos_not_taken": (
        LOOSE_PHOTO,
        *_moved("waiting_info", text="Xin cho biết thêm vị trí.", photo_ids=["$photo_id"]),
    ),
    "duplicate_invalid": _moved("rejected", text="Trùng phản ánh trước.", duplicate_of="$code"),
    "rating_not_allowed": (
        REPORTED,
        of_report("POST /api/v1/me/reports/{code}/rating/", "citizen", body={"score": 5}),
    ),
    "reopen_not_allowed": (
        REPORTED,
        of_report("POST /api/v1/me/reports/{code}/reopen/", "citizen", body={"reason": "Nước vẫn tràn ra đường."}),
    ),
    "report_settled": (
        REPORTED,
        of_report("POST /api/v1/me/reports/{code}/withdraw/", "citizen", body={}),
        of_report("POST /api/v1/me/reports/{code}/comments/", "citizen", body={"text": "Thêm: sát cột điện."}),
    ),
    # --- devices and notices ---
    "device_unknown": (Step("GET /api/v1/inbox/", headers={"X-Device-Id": NOWHERE, "X-Device-Secret": "forgotten"}),),
    "device_secret_required": (INSTALLED, Step("POST /api/v1/devices/", body={**DEVICE, "token": "ok-another"})),
    "device_not_found": (
        INSTALLED,
        Step("DELETE /api/v1/devices/{device_id}/", args={"device_id": "$device_id"}, headers=BY_SECRET),
        Step("DELETE /api/v1/devices/{device_id}/", args={"device_id": "$device_id"}, headers=BY_SECRET),
    ),
    "preference_invalid": (replace(CHOICE, body={"kinds": [{"kind": "emergency", "inbox": False}]}),),
    "notice_not_found": (Step("GET /api/v1/inbox/{notice_id}/", who="citizen", args={"notice_id": NOWHERE}),),
    "notice_link_invalid": _draft(link="http://example.vn/"),
    "notice_topics_invalid": _draft(topics=["user:1"]),
    "notice_dates_invalid": _draft(scheduled_at="2026-12-02T08:00:00+07:00", valid_until="2026-12-01T08:00:00+07:00"),
    "notice_too_large": (replace(DRAFTED, body={**NOTICE, **WIDE}), SUBMIT),
    "notice_state": (DRAFTED, SUBMIT, SUBMIT),
    "notice_audience_invalid": _draft(audience={"any": ["all", "user:1"]}),
    "notice_replaces_invalid": _draft(replaces=NOWHERE),
    "not_an_emergency": (replace(DRAFTED, who="approver"), ARM),
    "emergency_not_armed": (ALARM, SEND_EMERGENCY),
    "emergency_other_person": (ALARM, replace(ARM, who="administrator"), SEND_EMERGENCY),
    "no_device": (DRAFTED, TEST),
    "audience_list_empty": (replace(PEOPLE_LIST, body={"name": "Tổ trưởng", "phones": "0987654321"}),),
    "audience_list_too_large": (replace(PEOPLE_LIST, body={"name": "Tổ trưởng", "phones": "0\n" * 20_001}),),
    "audience_list_unreadable": (replace(PEOPLE_LIST, body=None, file="photo.jpg"),),
    "audience_list_not_found": (
        Step("DELETE /api/v1/officer/audience-lists/{list_id}/", who="editor", args={"list_id": NOWHERE}),
    ),
    "audience_list_in_use": (
        PEOPLE_LISTED,
        replace(DRAFT, body={**NOTICE, "audience": "$topic"}),
        Step("DELETE /api/v1/officer/audience-lists/{list_id}/", who="editor", args={"list_id": "$list_id"}),
    ),
    "template_invalid": (replace(TEMPLATE, body={"name": "Mưa", "title": "Mưa ở {place", "body": "Mưa lớn."}),),
    "template_name_taken": (replace(TEMPLATE_MADE, keyed=False), replace(TEMPLATE, keyed=False)),
    "notice_template_not_found": (
        Step(
            "PATCH /api/v1/officer/notice-templates/{template_id}/",
            who="editor",
            args={"template_id": NOWHERE},
            body={"is_active": False},
        ),
    ),
    "own_approval": (
        replace(DRAFTED, who="approver"),
        replace(SUBMIT, who="approver"),
        of_notice("POST /api/v1/officer/notices/{notice_id}/approve/", "approver"),
    ),
}


# --- what no request alone brings about ---


@contextmanager
def _alone() -> Iterator[Walk]:
    forget_counters()
    with undone():
        yield Walk(language="en")


def _after(change: Callable[[Walk], Any], *steps: Step, before: tuple[Step, ...] = ()) -> Asked:
    with _alone() as walk:
        for step in before:
            walk.ask(step)
        change(walk)
        return walk.ask_all(steps)


def _token_expired() -> Asked:
    with _alone() as walk:
        user = User.objects.get(phone="+84900000101")
        with time_machine.travel(MOMENT - timedelta(hours=1), tick=False):
            walk.tokens["citizen"] = tokens_of(user).access
        return walk.ask(replace(ME, who="citizen"))


def _account_disabled() -> Asked:
    return _after(lambda walk: User.objects.filter(phone="+84900000101").update(is_active=False), SIGN_IN)


def _by_machine(change: Callable[[], Any], at: datetime = MOMENT) -> Asked:
    """With a key that works, or would but for this change, at this time."""
    with _alone() as walk:
        walk.tokens["machine"] = demo_machine_key()
        change()
        with time_machine.travel(at, tick=False):
            return walk.ask(Step("GET /api/v1/officer/reports/", who="machine"))


def _key_expired() -> Asked:
    return _by_machine(lambda: None, at=MOMENT + timedelta(days=MAX_DAYS + 1))


def _key_revoked() -> Asked:
    return _by_machine(lambda: MachineKey.objects.update(revoked_at=MOMENT))


def _machine_disabled() -> Asked:
    return _by_machine(lambda: machine_account_disable(account=load_machine_account(), by=None))


def _scope_missing() -> Asked:
    return _by_machine(lambda: MachineAccount.objects.update(scopes=[Scope.NOTICES_READ]))


def _throttled() -> Asked:
    with _alone() as walk:
        for _again in range(10):
            walk.ask(LOOKUP)
        return walk.ask(LOOKUP)


def _service_unavailable() -> Asked:
    down = OperationalError("the connection is lost")
    with mock.patch("backend.places.selectors.places_shown", side_effect=down):
        return refused((Step("GET /api/v1/places/"),))


def _storage_unavailable() -> Asked:
    with mock.patch.object(LocalStorage, "_save", side_effect=OSError(errno.ENOSPC, "full")):
        return refused((PHOTO,))


def _request_in_progress() -> Asked:
    waited = OperationalError("canceling statement due to lock timeout")
    with mock.patch("backend.common.api.idempotency._insert", side_effect=waited):
        return refused((REPORT,))


def _image_too_large() -> Asked:
    with override_settings(PHOTO_MAX_BYTES=1000):
        return refused((PHOTO,))


def _upload(content: bytes) -> Asked:
    with mock.patch("tests.examples.walk.picture_bytes", return_value=content):
        return refused((PHOTO,))


def _image_unsupported() -> Asked:
    return _upload(picture_bytes("GIF", (40, 30)))


def _image_invalid() -> Asked:
    return _upload(picture_bytes("JPEG", (800, 600))[:-400])


def _anonymous_not_allowed() -> Asked:
    def change(_walk: Walk) -> None:
        ReportCategory.objects.filter(slug="land").update(allows_anonymous=False)

    return _after(change, *_report(category="land", is_anonymous=True))


def _notice_incomplete() -> Asked:
    def change(walk: Walk) -> None:
        Notice.objects.filter(pk=walk.known["notice_id"]).update(title=" ")

    return _after(change, SUBMIT, before=(DRAFTED,))


def _notice_expired() -> Asked:
    def change(walk: Walk) -> None:
        Notice.objects.filter(pk=walk.known["notice_id"]).update(valid_until=MOMENT - timedelta(hours=1))

    approve = of_notice("POST /api/v1/officer/notices/{notice_id}/approve/", "approver")
    return _after(change, approve, before=(DRAFTED, SUBMIT))


def _phone_taken() -> Asked:
    """An administrator makes the account while the code is under way."""

    def change(walk: Walk) -> None:
        newcomer_make(phone=f"+84{walk.known['new_phone'][1:]}")

    register = Step("POST /api/v1/auth/register/", body=REGISTER | {"code": "$code"})
    return _after(change, register, before=(OTP, Step("GET /dev/sms/{phone}/", args={"phone": "$new_phone"})))


def _password_changed_at_the_same_moment() -> Asked:
    """Another change commits between the look at the old password and the lock."""

    def other_change(_password: str, *, user: User, **_more: Any) -> None:
        User.objects.filter(pk=user.pk).update(password="changed")

    with mock.patch("backend.accounts.services.password_validate", side_effect=other_change):
        return refused((PASSWORD_CHANGE,))


MADE: dict[str, Callable[[], Asked]] = {
    "token_expired": _token_expired,
    "account_disabled": _account_disabled,
    "key_expired": _key_expired,
    "key_revoked": _key_revoked,
    "machine_disabled": _machine_disabled,
    "scope_missing": _scope_missing,
    "throttled": _throttled,
    "service_unavailable": _service_unavailable,
    "storage_unavailable": _storage_unavailable,
    "request_in_progress": _request_in_progress,
    "image_too_large": _image_too_large,
    "image_unsupported": _image_unsupported,
    "image_invalid": _image_invalid,
    "phone_taken": _phone_taken,
    "anonymous_not_allowed": _anonymous_not_allowed,
    "notice_incomplete": _notice_incomplete,
    "notice_expired": _notice_expired,
    "password_changed_409": _password_changed_at_the_same_moment,
}
REFUSALS = (*STEPS, *MADE)


def refusal(name: str) -> dict[str, Any]:
    """The problem of this name, as the API answers it."""
    asked = MADE[name]() if name in MADE else refused(STEPS[name])
    problem: dict[str, Any] = asked.answer
    assert problem and problem.get("code") == name.removesuffix(f"_{problem.get('status')}"), (name, problem)
    return problem
