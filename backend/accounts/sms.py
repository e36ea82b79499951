"""Sending a text message. `settings.SMS_SENDER` names the class; `sms_send` is the door."""

from typing import Protocol

import httpx
from django.conf import settings
from django.utils.module_loading import import_string

from backend.accounts.models import DevSms

TIMEOUT = httpx.Timeout(10.0, connect=5.0)


class SmsUnavailable(Exception):
    """The gateway could not be reached or is in trouble: the same message may work in a moment."""


class SmsRefused(Exception):
    """The gateway will not take this message, now or later."""


class SmsSender(Protocol):
    def send(self, *, phone: str, text: str, message_id: str) -> None:
        """Send once, or raise SmsUnavailable or SmsRefused. `message_id` is the same at each retry."""


class DevelopmentSmsSender:
    """Puts messages where /dev/sms/ shows them. Production refuses to start with it (daknong.E005)."""

    def send(self, *, phone: str, text: str, message_id: str) -> None:
        DevSms.objects.create(phone=phone, text=text)


class HttpGatewaySmsSender:
    """POSTs `{"to", "text", "id"}` as JSON, with a bearer token, to settings.SMS_GATEWAY_URL; 2xx means taken."""

    def send(self, *, phone: str, text: str, message_id: str) -> None:
        try:
            reply = httpx.post(
                settings.SMS_GATEWAY_URL,
                json={"to": phone, "text": text, "id": message_id},
                headers={"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}", "Idempotency-Key": message_id},
                timeout=TIMEOUT,
                follow_redirects=False,  # a redirect would carry the code somewhere else
            )
        except httpx.TransportError as error:
            raise SmsUnavailable(type(error).__name__) from error
        if reply.status_code >= 500 or reply.status_code == 429:
            raise SmsUnavailable(f"HTTP {reply.status_code}")
        if not reply.is_success:
            raise SmsRefused(f"HTTP {reply.status_code}")


def sms_send(*, phone: str, text: str, message_id: str) -> None:
    """Send through the configured sender."""
    sender: SmsSender = import_string(settings.SMS_SENDER)()
    sender.send(phone=phone, text=text, message_id=message_id)
