"""What a one-time code is, and sending it. The task imports this and `codes` imports the task: no circle."""

import uuid

from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from backend.accounts.identifiers import phone_mask
from backend.accounts.models import CodePurpose, OneTimeCode
from backend.accounts.sms import SmsRefused, sms_send
from backend.common.logging import get_logger

log = get_logger(__name__)

DIGITS = 6


def code_digits(code: OneTimeCode) -> str:
    """The digits that belong to this row: an HMAC of its id, so they are stored nowhere."""
    value = f"{code.pk}:{code.phone}:{code.purpose}"
    digest = salted_hmac("backend.accounts.codes", value, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**DIGITS:0{DIGITS}d}"


def code_send(*, code_id: str) -> bool:
    """Send the message of this row if it still makes sense; False if there was nothing to send."""
    code = OneTimeCode.objects.filter(pk=uuid.UUID(code_id)).first()
    if code is None or code.handed_over_at or code.used_at or code.expires_at <= timezone.now():
        return False
    with translation.override(code.language):
        text = _message(code)
    if text:
        try:
            sms_send(phone=code.phone, text=text, message_id=str(code.pk))
        except SmsRefused:
            _settle(code)
            raise
    _settle(code)
    if not text:
        return False
    log.info("one_time_code_sent", phone=phone_mask(code.phone), purpose=code.purpose, decoy=code.is_decoy)
    return True


def _settle(code: OneTimeCode) -> None:
    """No sweeper need look at this code again."""
    OneTimeCode.objects.filter(pk=code.pk).update(handed_over_at=timezone.now())


def _message(code: OneTimeCode) -> str:
    if not code.is_decoy:
        return _("DAKNONG-C: your code is %(code)s. It is good for 5 minutes. Give it to nobody.") % {
            "code": code_digits(code)
        }
    if code.purpose == CodePurpose.REGISTER:
        # Only the owner of the phone reads this; whoever typed the number learns nothing.
        return _("DAKNONG-C: this phone has an account already. Sign in, or reset the password in the app.")
    return ""
