"""One-time codes by text message: asked for, sent by a worker, checked, used once.

The six digits are an HMAC of the row's id: they are stored nowhere, and neither the broker nor a log ever sees them.
The answer to a request is the same for a known and an unknown phone: a row is written either way (a decoy fits no
digits), and the message goes out from a worker, where its time cannot be seen.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from backend.accounts.code_delivery import code_digits
from backend.accounts.models import CodePurpose, OneTimeCode, User
from backend.accounts.tasks import code_send_task
from backend.common.api.throttling import throttle_check
from backend.common.errors import DomainError, TooManyRequests
from backend.common.tasks import enqueue_on_commit

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


def code_check(*, phone: str, purpose: CodePurpose, digits: str) -> OneTimeCode:
    """The row that these digits fit, not yet used. Each wrong guess counts; after five the code is dead.

    One answer, 400 `code_invalid`, for wrong, expired, used, worn out and never sent.
    """
    code = _attempt(phone, purpose, digits)
    if code is None:
        raise code_refused()
    return code


def code_refused() -> DomainError:
    """The one refusal of every code that does not work."""
    message = _("The code is wrong or has expired.")
    return DomainError("code_invalid", message, fields={"code": message})


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
        raise code_refused()
