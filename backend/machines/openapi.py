"""How the schema describes keys: on operations that machines may call, with the scope that they need there."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from backend.common.api.machines import ANY_KEY


class MachineKeyScheme(OpenApiAuthenticationExtension):
    target_class = "backend.machines.auth.MachineKeyAuthentication"
    name = "machineKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "dkc_<8 public characters>_<secret>",
            "description": (
                "The key of a machine account: a client of another system that acts for an agency. An administrator "
                "issues it in the console, where it is shown once. It has scopes, expires within 366 days, and can be "
                "revoked at once. `GET /api/v1/machine-accounts/current/` tells what a key may do. Operations that do "
                "not list `machineKey` answer it with 403 `machine_not_allowed`; where the key lacks the scope that an "
                "operation names, it is 403 `scope_missing`. All requests of one account are limited together "
                f"({settings.THROTTLES['machine'][0][0]}): 429 with `Retry-After`."
            ),
        }

    def get_security_requirement(self, auto_schema: Any) -> Any:
        """Nothing where machines have no way in."""
        scope = auto_schema.machine_scope
        return None if scope is None else {self.name: [] if scope == ANY_KEY else [scope]}
