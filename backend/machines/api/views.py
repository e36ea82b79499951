"""`/api/v1/machine-accounts/current/`: a client asks who it is."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.api.machines import ANY_KEY
from backend.common.i18n import pick
from backend.machines.api.serializers import MachineAccountSerializer
from backend.machines.auth import MachineKeyAuthentication
from backend.machines.models import MachineKey
from backend.machines.selectors import machine_account_of


class CurrentMachineAccountView(APIView):
    authentication_classes = (MachineKeyAuthentication,)  # people have `me/`
    permission_classes = (IsAuthenticated,)
    machine_scopes: ClassVar = {"GET": ANY_KEY}

    @extend_schema(
        operation_id="get_current_machine_account",
        tags=["machine-accounts"],
        summary="Whom my key belongs to",
        description=(
            "The machine account of the key in `Authorization`: its agency, its scopes, and until when the key is "
            "good. Any key may ask, whatever its scopes: the first call of an integration, and a check before a key "
            "runs out. People have `GET /api/v1/me/` instead."
        ),
        responses=MachineAccountSerializer,
    )
    def get(self, request: Request) -> Response:
        assert isinstance(request.auth, MachineKey)
        account = machine_account_of(request.auth)
        return Response(
            MachineAccountSerializer(
                {
                    "id": account.pk,
                    "name": account.name,
                    "agency": {"code": account.agency.code, "name": pick(account.agency, "name")},
                    "scopes": account.scopes,
                    "key": request.auth,
                }
            ).data
        )
