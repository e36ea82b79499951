"""Background work of people: sending codes, forgetting what need not be kept."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from backend.accounts.code_delivery import code_send
from backend.accounts.models import DevSms, OneTimeCode, Session
from backend.accounts.sms import SmsUnavailable
from backend.common.tasks import publish

SWEEP_SECONDS = 5
SWEEP_AFTER = timedelta(seconds=5)  # younger ones are on their way
SWEEP_BATCH = 200
CODES_SWEPT = timedelta(minutes=10)  # longer than any code lives
CODES_KEPT = timedelta(days=2)  # longer than the daily cap looks back
SESSIONS_KEPT = timedelta(days=90)  # ended or expired; holds addresses, so not for ever


@shared_task(
    name="accounts.code_send",
    autoretry_for=(SmsUnavailable,),
    retry_backoff=2,
    retry_backoff_max=60,
    retry_jitter=True,
    max_retries=6,
)
def code_send_task(code_id: str) -> bool:
    """Send one code. A gateway in trouble is tried again while the code is good; a refusal is not."""
    return code_send(code_id=code_id)


@shared_task(name="accounts.sweep_codes")
def sweep_codes() -> int:
    """Send again for codes that nobody has sent: the broker was down, or the worker died with the message."""
    now = timezone.now()
    waiting = OneTimeCode.objects.filter(
        created_at__range=(now - CODES_SWEPT, now - SWEEP_AFTER), expires_at__gt=now, handed_over_at=None, used_at=None
    )
    ids = list(waiting.order_by("created_at").values_list("pk", flat=True)[:SWEEP_BATCH])
    for code_id in ids:
        publish(code_send_task, [str(code_id)], expires=SWEEP_SECONDS)
    return len(ids)


@shared_task(name="accounts.purge")
def accounts_purge() -> dict[str, int]:
    """Forget old codes, old sessions and development messages."""
    now = timezone.now()
    old = {
        "codes": OneTimeCode.objects.filter(created_at__lt=now - CODES_KEPT),
        "sessions": Session.objects.filter(expires_at__lt=now - SESSIONS_KEPT),
        "messages": DevSms.objects.filter(created_at__lt=now - CODES_KEPT),
    }
    return {name: rows.delete()[0] for name, rows in old.items()}
