"""What the development sender sent: the page where a developer reads one-time codes."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from backend.accounts.models import DevSms

SHOWN = 50
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@require_safe
def sms_list(request: HttpRequest) -> HttpResponse:
    """The newest messages, the code set large. 404 in production even if somebody routes to it."""
    if settings.DAKNONG_ENV not in ("development", "test"):
        raise Http404
    messages = list(DevSms.objects.all()[:SHOWN])
    rows = [{"sms": sms, "code": match.group() if (match := CODE.search(sms.text)) else ""} for sms in messages]
    response = render(request, "accounts/dev_sms.html", {"rows": rows, "shown": SHOWN})
    response["Cache-Control"] = "no-store"
    return response
