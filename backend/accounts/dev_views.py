"""What the development sender sent: one-time codes, as a page for a developer and as text for a script."""

import re
import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from backend.accounts.identifiers import InvalidIdentifier, phone_normalize
from backend.accounts.models import DevSms, OneTimeCode
from backend.common.development import development_only, loopback_only, plain

SHOWN = 50
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
# A worker sends the message a moment after the request for it was answered.
WAIT_SECONDS = 10.0


@require_safe
@development_only
def sms_list(request: HttpRequest) -> HttpResponse:
    """The newest messages, the code set large."""
    messages = list(DevSms.objects.all()[:SHOWN])
    rows = [{"sms": sms, "code": match.group() if (match := CODE.search(sms.text)) else ""} for sms in messages]
    return render(request, "accounts/dev_sms.html", {"rows": rows, "shown": SHOWN})


@require_safe
@development_only
@loopback_only
def sms_code(request: HttpRequest, phone: str) -> HttpResponse:
    """The code that this phone was sent last, as text, while it is good; waits a moment for the worker."""
    try:
        number = phone_normalize(phone)
    except InvalidIdentifier:
        return plain(f"{phone} is no phone number.\n", status=404)
    code = _await_code(number)
    return (
        plain(code) if code else plain(f"No unused code for {number}: none was asked for, or none sent.\n", status=404)
    )


def _await_code(phone: str) -> str:
    """The digits of the last code that was asked for and not used; empty where nothing comes."""
    asked = OneTimeCode.objects.filter(phone=phone, is_decoy=False, used_at=None, expires_at__gt=timezone.now()).first()
    deadline = time.monotonic() + WAIT_SECONDS
    while asked is not None:
        sent = DevSms.objects.filter(phone=phone, created_at__gte=asked.created_at).first()
        if sent is not None or time.monotonic() > deadline:
            return match.group() if sent and (match := CODE.search(sent.text)) else ""
        time.sleep(0.1)
    return ""
