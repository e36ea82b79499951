"""What happens to a person's account: registration, login, passwords, profile, disabling, deletion."""

import uuid
from functools import partial
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.backends import MAX_PASSWORD, credentials_user
from backend.accounts.codes import code_check, code_refused, code_use
from backend.accounts.guessing import address_remember, login_attempt_count
from backend.accounts.models import CodePurpose, DevSms, Language, OneTimeCode, Role, Session, SessionEnd, User
from backend.accounts.personal_data import personal_data_erase
from backend.accounts.sessions import Client, session_logout, session_open, sessions_end_all, sessions_end_older
from backend.accounts.tokens import TokenPair, refused
from backend.areas.selectors import area_codes_validate
from backend.common.audit import audit_record
from backend.common.errors import Conflict, DomainError, FieldError, PermissionDenied
from backend.common.tasks import run_on_commit
from notifications import services as notifications

# From least to most: a step down ends every session.
RANKS = (Role.CITIZEN, Role.OFFICER, Role.ADMINISTRATOR)


def user_register(
    *, phone: str, digits: str, password: str, full_name: str, language: str, client: Client
) -> tuple[User, TokenPair]:
    """Make a citizen whose phone the code confirms, and sign in. `phone` is E.164."""
    user = User(phone=phone, full_name=full_name, language=language, phone_verified_at=timezone.now())
    password_validate(password, user=user, field="password")  # before the code: a weak password must not use it up
    code = code_check(phone=phone, purpose=CodePurpose.REGISTER, digits=digits)
    user.set_password(password)
    try:
        with transaction.atomic():
            code_use(code=code)
            user.save(force_insert=True)
            audit_record(actor=user, action="register", target=user)
    except IntegrityError as error:
        raise Conflict("phone_taken", _("This phone has an account already.")) from error
    address_remember(identifier=phone, address=client.address)
    return user, session_open(user=user, client=client)


def credentials_check(*, identifier: str, password: str, address: str) -> User:
    """The active user with these credentials, for the API and the console alike.

    401 `invalid_credentials`, 401 `account_disabled` (only to who knows the password), 429 `throttled`.
    """
    login_attempt_count(identifier=identifier, address=address)
    user = credentials_user(identifier, password)
    if user is None:
        raise refused("invalid_credentials")
    if not user.is_active:
        raise refused("account_disabled")
    address_remember(identifier=identifier, address=address)
    return user


def user_login(*, identifier: str, password: str, client: Client, end_others: bool = False) -> tuple[User, TokenPair]:
    """Sign in by phone or e-mail; if asked, out everywhere else: all other sessions end, and devices are detached."""
    user = credentials_check(identifier=identifier, password=password, address=client.address)
    with transaction.atomic():
        if end_others:
            _sign_out_elsewhere(user)
        return user, session_open(user=user, client=client)


def _sign_out_elsewhere(user: User) -> None:
    notifications.devices_detach_user(user_id=user.pk)  # before the person's row is locked, as everywhere
    if sessions_end_older(user=user, reason=SessionEnd.ENDED_BY_USER):
        audit_record(actor=user, action="other_sessions_end", target=user)


def password_validate(password: str, *, user: User, field: str) -> None:
    """Raise 400 `validation_error` with every rule that `password` breaks."""
    if len(password) > MAX_PASSWORD:
        detail = _("At most %(count)s characters.") % {"count": MAX_PASSWORD}
        raise _invalid([FieldError(field, "password_too_long", detail)])
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise _invalid([FieldError(field, e.code or "invalid", e.messages[0]) for e in error.error_list]) from error


def _invalid(fields: list[FieldError]) -> DomainError:
    return DomainError("validation_error", _("Please choose another password."), fields=fields)


def user_password_change(*, user: User, old_password: str, new_password: str, client: Client) -> TokenPair:
    """Change the password, end every session, and open a new one for who changed it."""
    _check_own_password(user, old_password, field="old_password", client=client)
    password_validate(new_password, user=user, field="new_password")
    with transaction.atomic():
        # Locked and looked at again: of two changes at once the second must know the password the first one set.
        locked = User.objects.select_for_update().get(pk=user.pk)
        if locked.password != user.password:
            raise Conflict("password_changed", _("The password was changed a moment ago."))
        _set_password(locked, new_password)
    return session_open(user=locked, client=client)


def user_password_reset(*, phone: str, digits: str, new_password: str, client: Client) -> None:
    """Set a new password for the owner of a phone that the code confirms; every session ends."""
    password_validate(new_password, user=User(phone=phone), field="new_password")
    code = code_check(phone=phone, purpose=CodePurpose.RESET, digits=digits)
    with transaction.atomic():
        code_use(code=code)
        locked = User.objects.select_for_update().filter(phone=phone, deleted_at=None).first()
        if locked is None:  # deleted since the code was asked for
            raise code_refused()
        # Only now, with the phone proven, may the answer depend on who the person is; a refusal gives the code back.
        password_validate(new_password, user=locked, field="new_password")
        _set_password(locked, new_password)
    for identifier in filter(None, (locked.phone, locked.email)):
        address_remember(identifier=identifier, address=client.address)


@transaction.atomic
def user_password_set(*, user: User, password: str, by: User) -> None:
    """An administrator gives somebody a new password (validated before); every session of that person ends."""
    _set_password(user, password, by=by)


def _set_password(user: User, password: str, *, by: User | None = None) -> None:
    user.set_password(password)
    user.save(update_fields=["password", "updated_at"])
    sessions_end_all(user=user, reason=SessionEnd.PASSWORD_CHANGED)
    audit_record(actor=by or user, action="password_change", target=user)


def _check_own_password(user: User, password: str, *, field: str, client: Client) -> None:
    """Who holds a stolen phone or token must not be able to try passwords here instead of at the login."""
    login_attempt_count(identifier=str(user.pk), address=client.address)
    if len(password) > MAX_PASSWORD or not user.check_password(password):
        message = _("The password is wrong.")
        raise DomainError("wrong_password", message, fields=[FieldError(field, "wrong_password", message)])


def user_update(*, user: User, changes: dict[str, Any]) -> User:
    """Change the profile: full_name, language, area_codes (old codes become today's; unknown ones: `unknown_area`)."""
    if "area_codes" in changes:
        changes = {**changes, "area_codes": area_codes_validate(changes["area_codes"])}
    for name in ("full_name", "language", "area_codes"):
        if name in changes:
            setattr(user, name, changes[name])
    user.save(update_fields=[*changes, "updated_at"])
    return user


@transaction.atomic
def user_logout(*, refresh: str, device_id: uuid.UUID | None = None) -> None:
    """End the session of this refresh token; the device that asks gets nothing personal any more."""
    user_id = session_logout(refresh=refresh)
    if user_id is not None and device_id is not None:
        notifications.devices_detach_user(user_id=user_id, device_id=device_id)


@transaction.atomic
def user_logout_everywhere(*, user: User) -> None:
    """End every session of the user, this one too; no device gets anything personal until somebody signs in on it."""
    _sign_out_everywhere(user, SessionEnd.LOGOUT_EVERYWHERE)
    audit_record(actor=user, action="logout_everywhere", target=user)


def user_delete_own(*, user: User, password: str, client: Client) -> None:
    """A citizen deletes the own account. Officers are taken out by an administrator, who knows what hangs on them."""
    _check_own_password(user, password, field="password", client=client)
    if user.is_staff:
        raise PermissionDenied("managed_account", _("An administrator manages this account. Please ask there."))
    user_delete(user=user, by=user)


@transaction.atomic
def user_delete(*, user: User, by: User) -> None:
    """Forget the person and keep the row: evidence of consent and the audit trail stay, and name nobody."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.deleted_at:
        return
    _refuse_self_as_administrator(user, by)
    OneTimeCode.objects.filter(phone=user.phone).delete()
    DevSms.objects.filter(phone=user.phone).delete()
    personal_data_erase(user=user)
    _anonymise(user)
    sessions_end_all(user=user, reason=SessionEnd.ACCOUNT_DELETED)
    Session.objects.filter(user=user).update(ip=None, user_agent="", device_name="")
    audit_record(actor=user if by.pk == user.pk else by, action="delete", target=user)  # the row without the name
    run_on_commit(partial(notifications.devices_detach_user, user_id=user.pk))


def _anonymise(user: User) -> None:
    user.phone = user.email = user.phone_verified_at = user.last_login = None
    user.full_name = ""
    user.area_codes = []
    user.role, user.language = Role.CITIZEN, Language.VIETNAMESE
    user.is_active = False
    user.deleted_at = timezone.now()
    user.set_unusable_password()
    user.save()


@transaction.atomic
def user_disable(*, user: User, by: User) -> None:
    """Shut the account: no login, and every session ends now."""
    _refuse_self_as_administrator(user, by)
    User.objects.filter(pk=user.pk).update(is_active=False, updated_at=timezone.now())
    _sign_out_everywhere(user, SessionEnd.ACCOUNT_DISABLED)
    audit_record(actor=by, action="disable", target=user)


@transaction.atomic
def user_enable(*, user: User, by: User) -> None:
    """Open a disabled account again; its old sessions stay ended. A deleted one stays deleted."""
    if User.objects.filter(pk=user.pk, deleted_at=None).update(is_active=True, updated_at=timezone.now()):
        audit_record(actor=by, action="enable", target=user)


@transaction.atomic
def user_sessions_end(*, user: User, by: User) -> int:
    """An administrator ends every session of somebody; the number that was live."""
    ended = _sign_out_everywhere(user, SessionEnd.ENDED_BY_ADMINISTRATOR)
    audit_record(actor=by, action="sessions_end", target=user, detail={"ended": ended})
    return ended


@transaction.atomic
def user_role_change(*, user: User, role: Role, by: User) -> None:
    """Give another role; the trail says from what to what. Takes effect with the next request.

    Who loses powers is signed out everywhere: a session opened as an officer is nothing for a citizen to keep.
    """
    was = User.objects.select_for_update().get(pk=user.pk).role
    if was == role:
        return
    if Role.MACHINE in (role, was):
        raise Conflict("machine_role", _("A person does not become a machine account, nor the other way round."))
    _refuse_self_as_administrator(user, by)
    user.role = role
    user.save(update_fields=["role", "updated_at"])
    notifications.devices_readdress(user=user)
    if RANKS.index(role) < RANKS.index(Role(was)):
        _sign_out_everywhere(user, SessionEnd.ENDED_BY_ADMINISTRATOR)
    audit_record(actor=by, action="role_change", target=user, detail={"from": was, "to": str(role)})


def _sign_out_everywhere(user: User, reason: SessionEnd) -> int:
    """A phone without a session keeps no address of the person; the number of sessions that were live."""
    notifications.devices_detach_user(user_id=user.pk)
    return sessions_end_all(user=user, reason=reason)


def _refuse_self_as_administrator(user: User, by: User) -> None:
    if user.pk == by.pk and by.role == Role.ADMINISTRATOR:
        raise Conflict("own_account", _("Administrators cannot shut themselves out. Ask another one."))
