"""What the views of this subject share: who is calling, and how their refusals are described."""

from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.accounts.sessions import Client
from backend.accounts.tokens import Claims
from backend.common.api.machines import machine_check
from backend.common.api.problems import CONTENT_TYPE
from backend.common.api.refusals import Refusal
from backend.common.context import current_request
from backend.common.machine_keys import PREFIX as MACHINE_KEY


def client_of(request: Request, device_name: str = "") -> Client:
    """Where this request comes from."""
    user_agent = request.headers.get("User-Agent", "").replace("\x00", "")
    return Client(address=current_request().address, user_agent=user_agent, device_name=device_name)


def person_of(request: Request) -> User:
    """The signed-in person; for views whose permission is IsAuthenticated."""
    assert isinstance(request.user, User)
    return request.user


def claims_of(request: Request) -> Claims:
    """What the access token of this request says."""
    assert isinstance(request.auth, Claims)
    return request.auth


class PrivateView(APIView):
    """Replies hold tokens or personal data. RequestMiddleware lets nobody keep what does not call itself public."""


class GuestView(PrivateView):
    """Needs no account. A stale `Authorization` header must not stand in the way of signing in again."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    refuses_machines = True  # read by the schema

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """A key is not looked at here, so it must not look as if it worked: who signs in is a person."""
        super().initial(request, *args, **kwargs)
        _scheme, _space, raw = request.headers.get("Authorization", "").partition(" ")
        if raw.strip().startswith(MACHINE_KEY):
            machine_check(self, str(request.method), scopes=[])


def refusal(status: int, *codes: str, description: str) -> dict[tuple[int, str], Refusal]:
    """Documents an error status by the stable codes it comes with; to be unpacked into `responses`."""
    return {(status, CONTENT_TYPE): Refusal(*codes, description=description)}
