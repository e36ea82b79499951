"""What people read for each code of a 401; the code itself is for programs and is never translated."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, Promise | str] = {
    "token_expired": _("The sign-in has expired."),
    "token_invalid": _("The token is not valid."),
    "token_reused": _("This sign-in was used from two places and has been ended for safety. Please sign in again."),
    "session_revoked": _("This session has ended. Please sign in again."),
    "password_changed": _("The password was changed. Please sign in with the new one."),
    "account_disabled": _("This account is disabled. Please ask the administrator."),
    "account_deleted": _("This account was deleted."),
    "invalid_credentials": _("Wrong phone number, e-mail or password."),
}
