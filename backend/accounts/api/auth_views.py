"""Signing up, in and out: `/api/v1/auth/…`."""

from dataclasses import asdict

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts import codes, services, sessions
from backend.accounts.api import serializers as s
from backend.accounts.api.base import GuestView, PrivateView, client_of, person_of, refusal
from backend.accounts.models import User
from backend.accounts.tokens import TokenPair
from backend.common.api.devices import DEVICE_IF_ANY, device_id_of
from backend.common.api.idempotency import HEADER, idempotency_key
from backend.common.api.schema_parts import UUID_HEADER
from backend.common.api.throttling import throttled
from backend.common.i18n import current_language

CODE_WRONG = refusal(400, "validation_error", "code_invalid", description="The input is not valid.")
TOO_MANY = refusal(429, "throttled", "code_too_soon", description="Too often; `Retry-After` says how long to wait.")
TOKEN_REFUSED = refusal(
    401,
    "token_expired",
    "token_invalid",
    "token_reused",
    "session_revoked",
    "password_changed",
    "account_disabled",
    "account_deleted",
    description="The session has ended, and the code says why: sign in again.",
)
# Not `@idempotent`, which stores replies: these are tokens.
REFRESH_KEY = OpenApiParameter(
    HEADER,
    type=UUID_HEADER,
    location=OpenApiParameter.HEADER,
    description="A new UUID for each refresh token, the same one for each retry with that token.",
    examples=[OpenApiExample("key", "0f8fad5b-d9cb-469f-a165-70867728950e")],
)


def _signed_in(user: User, pair: TokenPair) -> dict[str, object]:
    return {**asdict(pair), "user": s.UserSerializer(user).data}


class OtpView(GuestView):
    checked_throttles = {"POST": ("otp",)}

    @extend_schema(
        operation_id="request_one_time_code",
        tags=["auth"],
        summary="Ask for a one-time code",
        description="""
        Sends six digits by text message, to register or to reset a password. The answer is the same whether or not
        the phone has an account, so nobody learns who has one.

        A code is good for 5 minutes and 5 attempts; another one can be asked for after 60 seconds, and a phone gets
        10 in 24 hours at most (429 `code_too_soon`).
        """,
        request=s.OneTimeCodeSerializer,
        responses={202: s.OneTimeCodeSentSerializer, **TOO_MANY},
    )
    def post(self, request: Request) -> Response:
        body = s.OneTimeCodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        codes.code_request(**body.validated_data, language=current_language(), address=client_of(request).address)
        reply = {
            "expires_in": int(codes.LIFETIME.total_seconds()),
            "resend_after": int(codes.RESEND_AFTER.total_seconds()),
        }
        return Response(reply, status=status.HTTP_202_ACCEPTED)


class RegisterView(GuestView):
    throttle_classes = (throttled("code_check"),)

    @extend_schema(
        operation_id="register_account",
        tags=["auth"],
        summary="Register an account",
        description="""
        Makes a citizen's account for the phone that the code confirms, and signs in at once. Ask for the code first,
        with the purpose `register`. A weak password is refused before the code is used up.
        """,
        request=s.RegisterSerializer,
        responses={
            201: s.SignedInSerializer,
            **CODE_WRONG,
            **refusal(409, "phone_taken", description="This phone has an account already."),
        },
    )
    def post(self, request: Request) -> Response:
        body = s.RegisterSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        user, pair = services.user_register(
            phone=data["phone"],
            digits=data["code"],
            password=data["password"],
            full_name=data["full_name"],
            language=data["language"],
            client=client_of(request, data["device_name"]),
        )
        return Response(_signed_in(user, pair), status=status.HTTP_201_CREATED)


class LoginView(GuestView):
    checked_throttles = {"POST": ("login",)}

    @extend_schema(
        operation_id="log_in",
        tags=["auth"],
        summary="Sign in",
        description="""
        Exchanges a phone number (0… or +84…) or an e-mail address and a password for a pair of tokens. Each sign-in
        opens a session of its own, which stands in the person's list of sessions under `device_name`.

        With `end_other_sessions` every older session ends, and no other device gets pushes to the person any more:
        `update_device` or `register_device` with the new token makes this one theirs again.

        An unknown identifier and a wrong password get the same answer, `invalid_credentials`, in the same time.
        """,
        request=s.LoginSerializer,
        responses={
            200: s.SignedInSerializer,
            **refusal(401, "invalid_credentials", "account_disabled", description="Not signed in."),
            **refusal(429, "throttled", description="Too many attempts; `Retry-After` says how long to wait."),
        },
    )
    def post(self, request: Request) -> Response:
        body = s.LoginSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        user, pair = services.user_login(
            identifier=data["identifier"],
            password=data["password"],
            client=client_of(request, data["device_name"]),
            end_others=data["end_other_sessions"],
        )
        return Response(_signed_in(user, pair))


class RefreshView(GuestView):
    throttle_classes = (throttled("refresh"),)

    @extend_schema(
        operation_id="refresh_tokens",
        tags=["auth"],
        summary="Exchange the refresh token for a new pair",
        description="""
        Gives a new access token and a new refresh token. A refresh token is good for one use: of several parallel
        uses exactly one succeeds, and one that is used again ends its whole session (`token_reused`), since it may
        have been stolen.

        Send one refresh at a time, and store the new pair before you use it. So that an answer that got lost does not
        end the session, send an `Idempotency-Key`: store it beside the refresh token before you send, and send both
        until there is an answer. For six hours the repetition gets the new refresh token once more, unless that one
        was used.
        """,
        parameters=[REFRESH_KEY],
        request=s.RefreshSerializer,
        responses={
            200: s.TokenPairSerializer,
            **refusal(400, "validation_error", "idempotency_key_invalid", description="The input is not valid."),
            **TOKEN_REFUSED,
        },
    )
    def post(self, request: Request) -> Response:
        body = s.RefreshSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        pair = sessions.session_refresh(
            refresh=body.validated_data["refresh"], client=client_of(request), key=idempotency_key(request)
        )
        return Response(asdict(pair))


class LogoutView(GuestView):
    other_credentials = DEVICE_IF_ANY
    throttle_classes = (throttled("refresh"),)

    @extend_schema(
        operation_id="log_out",
        tags=["auth"],
        summary="Sign out",
        description="""
        Ends the session of this refresh token; its access tokens stop working at once. A session that has ended
        already is no error. The device named in `X-Device-Id` gets no pushes to the person any more.
        """,
        request=s.RefreshSerializer,
        responses={204: None, **refusal(401, "token_invalid", description="Not a refresh token of ours.")},
    )
    def post(self, request: Request) -> Response:
        body = s.RefreshSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.user_logout(refresh=body.validated_data["refresh"], device_id=device_id_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class LogoutEverywhereView(PrivateView):
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="log_out_everywhere",
        tags=["auth"],
        summary="Sign out on every device",
        description="""
        Ends every session of the person, this one too: all their tokens stop working at once, and no device gets
        pushes to the person any more. For a lost phone, or a password that somebody has seen.
        """,
        request=None,
        responses={204: None, **TOKEN_REFUSED},
    )
    def post(self, request: Request) -> Response:
        services.user_logout_everywhere(user=person_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PasswordView(PrivateView):
    throttle_classes = (throttled("write"),)
    checked_throttles = {"POST": ("login",)}  # the present password may be guessed here too

    @extend_schema(
        operation_id="change_password",
        tags=["auth"],
        summary="Change the password",
        description="""
        Sets a new password for who knows the present one. Every session ends, and the answer is the pair of tokens of
        a new one for this device.
        """,
        request=s.PasswordChangeSerializer,
        responses={
            200: s.TokenPairSerializer,
            **refusal(400, "validation_error", "wrong_password", description="The input is not valid."),
            **TOKEN_REFUSED,
            **refusal(409, "password_changed", description="Somebody changed it at the same moment."),
        },
    )
    def post(self, request: Request) -> Response:
        body = s.PasswordChangeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        pair = services.user_password_change(user=person_of(request), **body.validated_data, client=client_of(request))
        return Response(asdict(pair))


class PasswordResetView(GuestView):
    throttle_classes = (throttled("code_check"),)

    @extend_schema(
        operation_id="reset_password",
        tags=["auth"],
        summary="Reset a forgotten password",
        description="""
        Sets a new password by a one-time code with the purpose `reset`. Every session ends; sign in afterwards.
        """,
        request=s.PasswordResetSerializer,
        responses={204: None, **CODE_WRONG},
    )
    def post(self, request: Request) -> Response:
        body = s.PasswordResetSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        services.user_password_reset(
            phone=data["phone"], digits=data["code"], new_password=data["new_password"], client=client_of(request)
        )
        return Response(status=status.HTTP_204_NO_CONTENT)
