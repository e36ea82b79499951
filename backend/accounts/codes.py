"""One-time codes by text message: asked for, sent by a worker, checked, used once.

The six digits are an HMAC of the row's id: they are stored nowhere, and neither the broker nor a log ever sees them.
The answer to a request is the same for a known and an unknown phone: a row is written either way (a decoy fits no
digits), and the message goes out from a worker, where its time cannot be seen.
"""

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from backend.accounts.identifiers import phone_mask
from backend.accounts.models import CodePurpose, OneTimeCode, User
from backend.accounts.sms import sms_send
from backend.common.api.throttling import throttle_check
from backend.common.errors import DomainError, TooManyRequests
from backend.common.logging import get_logger
from backend.common.tasks import enqueue_on_commit

log = get_logger(__name__)

DIGITS = 6
LIFETIME = timedelta(seconds=300)
RESEND_AFTER = timedelta(seconds=60)
MAX_ATTEMPTS = 5
MAX_A_DAY = 10


def code_request(*, phone: str, purpose: CodePurpose, language: str, address: str) -> OneTimeCode:
    """Ask for a code. `phone` is E.164. Too soon or too often: 429, whoever's phone it is."""
    throttle_check("otp", {"phone": phone, "address": address})
    with transaction.atomic():
        _lock_phone(phone)
        _check_pace(phone)
        is_known = User.objects.filter(phone=phone, deleted_at=None).exists()
        now = timezone.now()
        code = OneTimeCode.objects.create(
            phone=phone,
            purpose=purpose,
            is_decoy=is_known == (purpose == CodePurpose.REGISTER),
            language=language,
            created_at=now,
            expires_at=now + LIFETIME,
        )
        from backend.accounts.tasks import code_send_task

        enqueue_on_commit(code_send_task, str(code.pk))
    return code


def _lock_phone(phone: str) -> None:
    """Requests for one phone pass one at a time, or two at once would both find that none was sent yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"one-time-code:{phone}"])


def _check_pace(phone: str) -> None:
    now = timezone.now()
    times = OneTimeCode.objects.filter(phone=phone, created_at__gt=now - timedelta(days=1)).order_by("-created_at")
    sent = list(times.values_list("created_at", flat=True)[:MAX_A_DAY])
    if sent and sent[0] > now - RESEND_AFTER:
        _too_soon(sent[0] + RESEND_AFTER - now)
    if len(sent) >= MAX_A_DAY:
        _too_soon(sent[-1] + timedelta(days=1) - now)


def _too_soon(left: timedelta) -> None:
    seconds = int(left.total_seconds()) + 1
    message = _("A code was sent already. Please wait %(seconds)s seconds.") % {"seconds": seconds}
    raise TooManyRequests("code_too_soon", message, retry_after=seconds)


def code_digits(code: OneTimeCode) -> str:
    """The digits that belong to this row."""
    value = f"{code.pk}:{code.phone}:{code.purpose}"
    digest = salted_hmac("backend.accounts.codes", value, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def code_send(*, code_id: str) -> bool:
    """Send the message of this row if it still makes sense; False if there was nothing to send."""
    code = OneTimeCode.objects.filter(pk=uuid.UUID(code_id)).first()
    if code is None or code.used_at or code.expires_at <= timezone.now():
        return False
    with translation.override(code.language):
        text = _message(code)
    if not text:
        return False
    sms_send(phone=code.phone, text=text, message_id=str(code.pk))
    log.info("one_time_code_sent", phone=phone_mask(code.phone), purpose=code.purpose, decoy=code.is_decoy)
    return True


def _message(code: OneTimeCode) -> str:
    if not code.is_decoy:
        return _("DAKNONG-C: your code is %(code)s. It is good for 5 minutes. Give it to nobody.") % {
            "code": code_digits(code)
        }
    if code.purpose == CodePurpose.REGISTER:
        # Only the owner of the phone reads this; whoever typed the number learns nothing.
        return _("DAKNONG-C: this phone has an account already. Sign in, or reset the password in the app.")
    return ""


def code_check(*, phone: str, purpose: CodePurpose, digits: str) -> OneTimeCode:
    """The row that these digits fit, not yet used. Each wrong guess counts; after five the code is dead.

    One answer, 400 `code_invalid`, for wrong, expired, used, worn out and never sent.
    """
    code = _attempt(phone, purpose, digits)
    if code is None:
        message = _("The code is wrong or has expired.")
        raise DomainError("code_invalid", message, fields={"code": message})
    return code


@transaction.atomic(durable=True)
def _attempt(phone: str, purpose: CodePurpose, digits: str) -> OneTimeCode | None:
    """Count and compare under the row's lock. Returns instead of raising, so that the count is kept."""
    rows = OneTimeCode.objects.select_for_update().filter(phone=phone, purpose=purpose)
    code = rows.order_by("-created_at", "-id").first()  # only the newest: asking again ends the one before
    if code is None or code.used_at or code.expires_at <= timezone.now() or code.attempts >= MAX_ATTEMPTS:
        return None
    OneTimeCode.objects.filter(pk=code.pk).update(attempts=F("attempts") + 1)
    fits = constant_time_compare(code_digits(code), digits)
    return code if fits and not code.is_decoy else None


def code_use(*, code: OneTimeCode) -> None:
    """Use the code up, in the transaction of the work it allows; of two parallel uses one fails."""
    if not OneTimeCode.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now()):
        message = _("The code is wrong or has expired.")
        raise DomainError("code_invalid", message, fields={"code": message})
