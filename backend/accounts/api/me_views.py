"""The signed-in person: `/api/v1/me/…`."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts import consents, services, sessions
from backend.accounts.api import serializers as s
from backend.accounts.api.auth_views import TOKEN_REFUSED
from backend.accounts.api.base import PrivateView, claims_of, client_of, person_of, refusal
from backend.accounts.personal_data import personal_data
from backend.accounts.selectors import sessions_live
from backend.common.api.throttling import throttled


class MeView(PrivateView):
    delete_takes_body = True  # the password; read by the schema
    throttle_classes = (throttled("write"),)
    checked_throttles = {"DELETE": ("login",)}  # the password may be guessed here too

    @extend_schema(
        operation_id="get_profile",
        tags=["me"],
        summary="Get my profile",
        description="""
        The account that the token belongs to: name, phone, role, language, and the areas whose notices the person
        follows.
        """,
        responses={200: s.UserSerializer, **TOKEN_REFUSED},
    )
    def get(self, request: Request) -> Response:
        return Response(s.UserSerializer(person_of(request)).data)

    @extend_schema(
        operation_id="update_profile",
        tags=["me"],
        summary="Change my name, language or areas",
        description="""
        Changes what is sent and leaves the rest. Codes of former units are taken, and become those of today; an
        unknown one is refused (`unknown_area`).
        """,
        request=s.ProfileUpdateSerializer,
        responses={
            200: s.UserSerializer,
            **refusal(400, "validation_error", "unknown_area", description="The input is not valid."),
            **TOKEN_REFUSED,
        },
    )
    def patch(self, request: Request) -> Response:
        body = s.ProfileUpdateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        user = services.user_update(user=person_of(request), changes=body.validated_data)
        return Response(s.UserSerializer(user).data)

    @extend_schema(
        operation_id="delete_account",
        tags=["me"],
        summary="Delete my account",
        description="""
        Erases name, phone and e-mail and what the person said of articles, ends every session and takes the devices
        off the account. It cannot be undone; `get_personal_data` gives a copy before. Reports that were sent stay with
        their agencies; evidence of consents stays, and names nobody.

        The password has to be sent along. Officers cannot delete themselves (`managed_account`): an administrator
        does it.
        """,
        request=s.PasswordConfirmSerializer,
        responses={
            204: None,
            **refusal(400, "wrong_password", description="The input is not valid."),
            **TOKEN_REFUSED,
            **refusal(403, "managed_account", description="Accounts of officers are managed by an administrator."),
        },
    )
    def delete(self, request: Request) -> Response:
        body = s.PasswordConfirmSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        services.user_delete_own(user=person_of(request), **body.validated_data, client=client_of(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PersonalDataView(PrivateView):
    throttle_classes = (throttled("data_export", safe_methods=True),)

    @extend_schema(
        operation_id="get_personal_data",
        tags=["me"],
        summary="Get everything that is held about me",
        description="""
        One document, to be kept as a file: profile, consents, sessions, devices, preferences, notices, reports,
        dossiers, ratings, and what the audit trail says. Lists are whole, newest first (10,000 entries of each at
        most). What is held about others is masked. Asking for it stands in the audit trail.
        """,
        responses={200: s.PersonalDataSerializer, **TOKEN_REFUSED},
    )
    def get(self, request: Request) -> Response:
        held = personal_data(user=person_of(request))
        name = f"daknong-c-{held['exported_at']:%Y-%m-%d}.json"
        return Response(held, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class SessionListView(PrivateView):
    @extend_schema(
        operation_id="list_sessions",
        tags=["me"],
        summary="List where I am signed in",
        description="""
        Live sessions, each with its device, its address and its last use; `current` marks the one that asks. Not
        paginated.
        """,
        responses={200: s.SessionSerializer(many=True), **TOKEN_REFUSED},
    )
    def get(self, request: Request) -> Response:
        context = {"session_id": claims_of(request).session_id}
        return Response(s.SessionSerializer(sessions_live(person_of(request)), many=True, context=context).data)


class SessionView(PrivateView):
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="end_session",
        tags=["me"],
        summary="End one session",
        description="""
        Signs one device out: its tokens stop working at once. A session of somebody else is a 404, as is one that has
        ended.
        """,
        responses={204: None, **TOKEN_REFUSED},
    )
    def delete(self, request: Request, session_id: uuid.UUID) -> Response:
        sessions.session_end_own(user=person_of(request), session_id=session_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ConsentListView(PrivateView):
    throttle_classes = (throttled("write"),)

    @extend_schema(
        operation_id="list_consents",
        tags=["me"],
        summary="List what I agreed to",
        description="""
        Every purpose for which personal data may be asked, in the language asked for, and how the person decided.
        What was never decided, or was decided on another wording, is not granted. Not paginated.
        """,
        responses={200: s.ConsentSerializer(many=True), **TOKEN_REFUSED},
    )
    def get(self, request: Request) -> Response:
        return Response(s.ConsentSerializer(consents.consents_of(person_of(request)), many=True).data)

    @extend_schema(
        operation_id="record_consent",
        tags=["me"],
        summary="Agree to a purpose, or withdraw",
        description="""
        Keeps one decision as evidence, with its time, address and wording. Send the `text_version` that was shown to
        the person: agreeing to a wording that has changed meanwhile is refused (`consent_text_changed`), a withdrawal
        is always taken.
        """,
        request=s.ConsentDecisionSerializer,
        responses={
            201: s.ConsentSerializer,
            **TOKEN_REFUSED,
            **refusal(404, "unknown_purpose", description="No such purpose."),
            **refusal(409, "consent_text_changed", description="The wording has changed since it was shown."),
        },
    )
    def post(self, request: Request) -> Response:
        body = s.ConsentDecisionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        state = consents.consent_record(user=person_of(request), **body.validated_data, client=client_of(request))
        return Response(s.ConsentSerializer(state).data, status=status.HTTP_201_CREATED)
