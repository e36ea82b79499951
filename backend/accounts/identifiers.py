"""Phones and e-mails: one spelling inside, whatever people type."""

from typing import Literal

import phonenumbers

REGION = "VN"


class InvalidIdentifier(ValueError):
    """What was typed is neither a phone number nor an e-mail address."""


def phone_normalize(raw: str) -> str:
    """Return E.164 (`+84…`) for 0…, 84… with a plus, or an international number; raise InvalidIdentifier otherwise."""
    try:
        number = phonenumbers.parse(raw.strip(), REGION)
    except phonenumbers.NumberParseException as error:
        raise InvalidIdentifier("not a phone number") from error
    if not phonenumbers.is_valid_number(number):
        raise InvalidIdentifier("not a phone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_normalize(raw: str) -> str:
    """Lower case throughout: providers that tell A@x from a@x do not exist in practice, impostors do."""
    return raw.strip().lower()


def identifier_normalize(raw: str) -> tuple[Literal["email", "phone"], str]:
    """Say which kind of identifier this is, and its one spelling; raise InvalidIdentifier when it is neither."""
    if "\x00" in raw:
        raise InvalidIdentifier("not an identifier")
    if "@" in raw:
        return "email", email_normalize(raw)
    return "phone", phone_normalize(raw)


def phone_mask(phone: str | None) -> str:
    """`+84900000101` → `+84 ••• ••• 101`: enough to recognise one's own, not enough to call."""
    return f"{phone[:3]} ••• ••• {phone[-3:]}" if phone else ""


def email_mask(email: str | None) -> str:
    """`lan.anh@mail.vn` → `l•••@mail.vn`."""
    if not email:
        return ""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"
