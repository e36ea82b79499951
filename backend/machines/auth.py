"""`Authorization: Bearer dkc_…`: who holds a key of a machine account, and whether it may do what it asks for."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from backend.accounts.models import User
from backend.common.api.machines import machine_check
from backend.common.api.throttling import throttle_check
from backend.common.context import current_request, set_request
from backend.common.errors import Unauthenticated
from backend.common.logging import get_logger
from backend.common.machine_keys import LOOKS_LIKE_KEY, PREFIX
from backend.machines.models import MachineKey
from backend.machines.selectors import machine_key_check
from backend.machines.services import machine_key_used

log = get_logger(__name__)


class MachineKeyAuthentication(BaseAuthentication):
    """Stands beside JWTAuthentication, which leaves keys to it. Without a key: nothing is asked, nobody is known.

    The gate of the scopes is here too, and not among a view's permissions, which each view sets anew: what does not say
    that machines may come in stays closed to them.
    """

    def authenticate(self, request: Request) -> tuple[User, MachineKey] | None:
        scheme, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        text = text.strip()
        try:
            if scheme.lower() != "bearer" or not text.startswith(PREFIX):
                _refuse_in_address(request)
                return None
            key = machine_key_check(text)
            _admit(key, request)
        except Unauthenticated as error:
            # REST framework's own exception, so that the request counts as answered by this authenticator.
            raise AuthenticationFailed(str(error.message), code=error.code) from error
        return key.account.user, key

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


def _admit(key: MachineKey, request: Request) -> None:
    """Count the request, note the use, and open the door if the scopes say so. 429, 403."""
    set_request(replace(current_request(), machine_key=key.public_id))
    throttle_check("machine", {"machine": str(key.account_id)})
    machine_key_used(key=key)
    machine_check(request.parser_context["view"], str(request.method), key.account.scopes)


def _refuse_in_address(request: Request) -> None:
    """An address is written into logs on its way: a key that stood in one is no secret any more."""
    query = request.META.get("QUERY_STRING", "")
    found = LOOKS_LIKE_KEY.search(query) if "dkc" in query else None
    if found:
        log.warning("machine_key_in_address", key=found[1])
        message = _("A key belongs in the Authorization header. This one stood in an address: have it revoked.")
        raise Unauthenticated("key_invalid", message)
