"""A refresh whose answer was lost: the same request again, told from a thief's by a key that only its sender has.

Why that is safe: api_docs/decisions/refresh-families.md.
"""

import uuid
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from backend.accounts.models import Session
from backend.accounts.tokens import Claims

# A phone whose signal dropped with the answer may be in the hills for the rest of the working day. A copy of its vault,
# made before, is worth no more for that: whoever refreshes second with the pair that both then hold ends the session.
ANSWERED_AGAIN_FOR = timedelta(hours=6)


def key_digest(key: uuid.UUID | None) -> str:
    """What a session keeps of the Idempotency-Key of its last rotation; empty without one, which no key equals."""
    if key is None:
        return ""
    return salted_hmac("backend.accounts.repeated_refresh", str(key), algorithm="sha256").hexdigest()


def is_repeated(session: Session, claims: Claims, key: uuid.UUID | None) -> bool:
    """Whether this is the session's last rotation asked for again: its token, its key, and soon after it.

    Were the token that it gave used by now, there would have been a later rotation, and this one's token not the last.
    """
    if key is None or session.rotated_at is None or timezone.now() - session.rotated_at > ANSWERED_AGAIN_FOR:
        return False
    same_token = constant_time_compare(session.rotated_jti, claims.jti)
    return same_token and constant_time_compare(session.rotation_key, key_digest(key))
