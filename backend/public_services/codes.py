"""Dossier codes, second factors and masks: everything that is done to identifiers, in one place."""

import hashlib
import hmac
import re
import unicodedata

from django.conf import settings

# Circular 01/2018, article 19: agency, day of receipt, number within that day. Both styles of agency code are alive.
DOSSIER_CODE = re.compile(r"^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{1,3}){0,3})-\d{6}-\d{4}$", re.ASCII)
PROCEDURE_CODE = re.compile(r"^\d\.\d{6}$", re.ASCII)
FACTOR = re.compile(r"^(\d{4}|\d{12})$", re.ASCII)
PERSONAL_NUMBER = re.compile(r"^\d{12}$", re.ASCII)
DASHES = re.compile("[\u2010-\u2015\u2212]")
# Compared like any other, so that "has none" takes as long as "has another"; no digest is all zeros.
NO_FACTOR = "0" * 64


def dossier_code_normalize(text: str) -> str:
    """Upper case, plain hyphens, no spaces: what people copy from a paper slip or a chat."""
    text = unicodedata.normalize("NFKC", text)
    return DASHES.sub("-", re.sub(r"\s+", "", text)).upper()


def factor_normalize(text: str) -> str:
    return re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", text))


def agency_code_of(dossier_code: str) -> str:
    """`000.00.12.H16-…` and `H16.12-…` are the same agency: `H16.12`. Empty groups (all zeros) are dropped."""
    prefix = dossier_code.split("-", 1)[0]
    if prefix[:1].isalpha():
        return prefix
    *groups, province = prefix.split(".")
    groups.reverse()
    while groups and not int(groups[-1]):
        groups.pop()
    return ".".join([province, *groups])


def factor_digest(kind: str, code: str, value: str) -> str:
    """HMAC of a factor under a key that is not in the database; the code salts it, so equal digits look different.

    Four digits alone could be tried out by whoever holds a copy of the table; without the key they cannot.
    """
    message = f"{kind}:{code}:{value}".encode()
    return hmac.new(settings.DOSSIER_FACTOR_KEY.encode(), message, hashlib.sha256).hexdigest()


def phone_factor(code: str, phone: str) -> str:
    digits = re.sub(r"\D", "", phone)
    return factor_digest("phone", code, digits[-4:]) if len(digits) >= 4 else NO_FACTOR


def personal_factor(code: str, personal_number: str) -> str:
    return factor_digest("person", code, personal_number) if PERSONAL_NUMBER.match(personal_number) else NO_FACTOR


def name_mask(name: str) -> str:
    """`Nguyễn Văn Mẫu` → `Nguyễn V** M**`: one's own is recognised, a stranger's is not learned."""
    words = name.split()
    if len(words) == 1:
        return f"{words[0][:1]}**"
    return " ".join([*words[:1], *(f"{word[:1]}**" for word in words[1:])])


def phone_mask_end(phone: str) -> str:
    """`+84900000101` → `••• ••• 101`: the last digits tell an officer whether it is the caller's."""
    return f"••• ••• {phone[-3:]}" if phone else ""
