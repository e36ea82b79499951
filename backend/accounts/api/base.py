"""What the views of this subject share: who is calling, and how their refusals are described."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.accounts.sessions import Client
from backend.accounts.tokens import Claims
from backend.common.api.schema import ProblemSerializer
from backend.common.context import current_request


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
    """Replies hold tokens or personal data: no cache on the way may keep them."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


class GuestView(PrivateView):
    """Needs no account. A stale `Authorization` header must not stand in the way of signing in again."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


def refusal(*codes: str, description: str) -> Any:
    """Documents an error status by the stable codes it comes with."""
    examples = [OpenApiExample(code, value=_body(code), response_only=True) for code in codes]
    text = f"{description} Codes: {', '.join(f'`{code}`' for code in codes)}."
    return OpenApiResponse(ProblemSerializer, description=text, examples=examples)


def _body(code: str) -> dict[str, Any]:
    return {"type": f"urn:problem:{code}", "code": code, "trace_id": "9f2c41d07a3be815", "errors": []}
