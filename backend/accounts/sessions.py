"""Sessions: the refresh-family guard, and every way a session ends.

One row is one login and all the refresh tokens that descend from it. The row remembers the one refresh token that is
good now; whoever rotates holds the row's lock. So of any number of parallel refreshes exactly one succeeds, and any
other token that we signed for the family is a reused one: it ends the family. But for the last rotation asked for again
by its own sender (backend.accounts.repeated_refresh), which is answered again. Why so:
api_docs/decisions/refresh-families.md.
"""

import ipaddress
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from backend.accounts.models import Session, SessionEnd, User
from backend.accounts.repeated_refresh import is_repeated, key_digest
from backend.accounts.tokens import Claims, TokenPair, refresh_read, refused, tokens_issue, tokens_issue_again
from backend.common.api.machines import not_for_machines
from backend.common.errors import NotFound, Unauthenticated
from backend.common.ids import uuid7
from backend.common.logging import get_logger

log = get_logger(__name__)

# Why a session ended → the code of the 401 that its tokens get from then on.
END_CODES = {
    SessionEnd.LOGOUT: "session_revoked",
    SessionEnd.ENDED_BY_USER: "session_revoked",
    SessionEnd.LOGOUT_EVERYWHERE: "session_revoked",
    SessionEnd.ENDED_BY_ADMINISTRATOR: "session_revoked",
    SessionEnd.PASSWORD_CHANGED: "password_changed",
    SessionEnd.TOKEN_REUSED: "token_reused",
    SessionEnd.ACCOUNT_DISABLED: "account_disabled",
    SessionEnd.ACCOUNT_DELETED: "account_deleted",
}


@dataclass(frozen=True)
class Client:
    """Where a session is used from, as its owner will recognise it in the list of sessions."""

    address: str = ""
    user_agent: str = ""
    device_name: str = ""

    @property
    def ip(self) -> str | None:
        """The address if it is one: a proxy may write words into its header, and a column of addresses holds none."""
        try:
            return str(ipaddress.ip_address(self.address))
        except ValueError:
            return None


def session_open(*, user: User, client: Client) -> TokenPair:
    """Open a session in the epoch that `user` was loaded in.

    If every session was ended between reading `user` and now, the epoch has moved on and this one is born dead: a
    login with the old password cannot slip past a password change. A machine account has keys, and no sessions.
    """
    if user.is_machine:
        raise not_for_machines()
    session_id = uuid7()
    issued = tokens_issue(user_id=user.pk, session_id=session_id)
    Session.objects.create(
        id=session_id,
        user=user,
        epoch=user.session_epoch,
        refresh_jti=issued.refresh_jti,
        expires_at=issued.expires_at,
        device_name=client.device_name[:80],
        ip=client.ip,
        user_agent=client.user_agent[:200],
    )
    return issued.pair


def session_refresh(*, refresh: str, client: Client, key: uuid.UUID | None = None) -> TokenPair:
    """Rotate a refresh token: a new pair, once. A reused token ends its family and gets 401 `token_reused`.

    With the `key` of the last rotation, its token is not reused but asks again: it gets that rotation's pair.
    """
    claims = refresh_read(refresh)
    result = _rotate(claims, client, key)
    if isinstance(result, str):
        raise refused(result)  # outside the transaction, so that what it revoked stays revoked
    return result


@transaction.atomic(durable=True)
def _rotate(claims: Claims, client: Client, key: uuid.UUID | None) -> TokenPair | str:
    """The new pair, or the code of the refusal. Never raises a refusal: that would roll the revocation back."""
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("user").filter(pk=claims.session_id).first()
    )
    refusal = session_refusal(session, claims)
    if session is None or refusal:
        return refusal or "session_revoked"
    if constant_time_compare(session.refresh_jti, claims.jti):
        return _next_pair(session, client, key)
    if is_repeated(session, claims, key):
        return _last_pair(session)
    session_end(session_id=session.pk, reason=SessionEnd.TOKEN_REUSED)
    log.warning("refresh_token_reused", session=str(session.pk), user=str(session.user_id))
    return "token_reused"


def _next_pair(session: Session, client: Client, key: uuid.UUID | None) -> TokenPair:
    issued, now = tokens_issue(user_id=session.user_id, session_id=session.pk), timezone.now()
    Session.objects.filter(pk=session.pk).update(
        refresh_jti=issued.refresh_jti,
        rotated_jti=session.refresh_jti,
        rotation_key=key_digest(key),
        rotated_at=now,
        expires_at=issued.expires_at,
        last_used_at=now,
        ip=client.ip or session.ip,
    )
    return issued.pair


def _last_pair(session: Session) -> TokenPair:
    """What the last rotation gave. Nothing is written: asking again must not make it last longer."""
    log.info("refresh_answered_again", session=str(session.pk), user=str(session.user_id))
    return tokens_issue_again(
        user_id=session.user_id,
        session_id=session.pk,
        refresh_jti=session.refresh_jti,
        expires_at=session.expires_at,
    )


def session_refusal(session: Session | None, claims: Claims) -> str | None:
    """Why tokens with these claims are not good for this session; None if they are."""
    if session is None or session.user_id != claims.user_id:
        return "session_revoked"
    if session.ended_at is not None:
        return END_CODES.get(SessionEnd(session.end_reason), "session_revoked")
    if session.user.is_machine:
        return "session_revoked"
    if session.user.deleted_at is not None:
        return "account_deleted"
    if not session.user.is_active:
        return "account_disabled"
    if session.epoch != session.user.session_epoch:
        return "session_revoked"
    return None


def session_end(*, session_id: uuid.UUID, reason: SessionEnd) -> bool:
    """End one session; False if it had ended already (the first reason stays)."""
    live = Session.objects.filter(pk=session_id, ended_at=None)
    return bool(live.update(ended_at=timezone.now(), end_reason=reason))


def session_logout(*, refresh: str) -> uuid.UUID | None:
    """End the session of this refresh token; whose it was. An expired one ended by itself. 401 `token_invalid`."""
    try:
        claims = refresh_read(refresh)
    except Unauthenticated as error:
        if error.code == "token_expired":
            return None
        raise
    session_end(session_id=claims.session_id, reason=SessionEnd.LOGOUT)
    return claims.user_id


def session_end_own(*, user: User, session_id: uuid.UUID) -> None:
    """End one of the user's own sessions; 404 for anybody else's."""
    if not Session.objects.filter(pk=session_id, user=user, ended_at=None).exists():
        raise NotFound("not_found", _("There is no such session."))
    session_end(session_id=session_id, reason=SessionEnd.ENDED_BY_USER)


@transaction.atomic
def sessions_end_all(*, user: User, reason: SessionEnd) -> int:
    """End every session of the user, the console's browser sessions included; the number that was live."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    return _end_live(user, reason)


@transaction.atomic
def sessions_end_older(*, user: User, reason: SessionEnd) -> bool:
    """End every session up to the epoch that `user` was loaded in, and move `user` on to the next one.

    False, and nothing done, where somebody ended them all since: the session that `user` opens then is born dead, as
    in `session_open`. Looking at the epoch anew here would let a login with the old password live on.
    """
    loaded = User.objects.filter(pk=user.pk, session_epoch=user.session_epoch)
    if not loaded.update(session_epoch=F("session_epoch") + 1):
        return False
    user.session_epoch += 1
    _end_live(user, reason)
    return True


def _end_live(user: User, reason: SessionEnd) -> int:
    live = Session.objects.filter(user=user, ended_at=None)
    return live.update(ended_at=timezone.now(), end_reason=reason)
