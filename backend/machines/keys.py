"""Keys as text: `dkc_`, eight public characters, `_`, a 256-bit secret in base 62, and a checksum of all that.

The checksum (CRC-32) proves nothing about who holds the key. It lets a scanner tell a real key from a look-alike
without asking us, and lets us refuse a mistyped one without asking the database.
"""

import hashlib
import secrets
import zlib

from backend.common.machine_keys import PREFIX

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PUBLIC, SECRET, CHECKSUM = 8, 43, 6  # 62**43 > 2**256; 62**6 > 2**32
SECRET_BYTES = 32
LENGTH = len(PREFIX) + PUBLIC + 1 + SECRET + CHECKSUM


def key_make() -> str:
    """A new key, by the operating system's randomness."""
    return key_text(secrets.token_bytes(PUBLIC), secrets.token_bytes(SECRET_BYTES))


def key_text(public: bytes, secret: bytes) -> str:
    """The key of these bytes: 8 for its public characters, 32 for its secret."""
    characters = "".join(DIGITS[byte % len(DIGITS)] for byte in public)
    body = f"{PREFIX}{characters}_{_base62(int.from_bytes(secret), SECRET)}"
    return body + _checksum(body)


def key_public_id(text: str) -> str | None:
    """The public characters of a key that is well formed and whose checksum fits; else None."""
    if len(text) != LENGTH or not text.isascii() or not text.startswith(PREFIX):
        return None
    body, checksum = text[:-CHECKSUM], text[-CHECKSUM:]
    public, underscore, secret = body[len(PREFIX) :].partition("_")
    is_formed = len(public) == PUBLIC and underscore and public.isalnum() and secret.isalnum()
    return public if is_formed and checksum == _checksum(body) else None


def key_digest(text: str) -> str:
    """What is stored of a key. A plain SHA-256: nobody tries 2^256 secrets, so a slow hash would only cost us time."""
    return hashlib.sha256(text.encode()).hexdigest()


def _checksum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), CHECKSUM)


def _base62(number: int, width: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return digits.rjust(width, DIGITS[0])
