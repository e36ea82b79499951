"""Authorisation from memberships. It never authenticates anybody."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from backend.agencies.capabilities import permissions_of
from backend.agencies.selectors import agency_ids_for, capabilities_of


class MembershipBackend(BaseBackend):
    """An officer's permissions are those of the capabilities that the memberships give; read once per user object."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """All permissions; with an object that belongs to an agency, only those that reach that agency."""
        if not user_obj.is_active:
            return set()
        found: set[str] = set()
        for capability in capabilities_of(user_obj):
            if _reaches(user_obj, capability, obj):
                found |= permissions_of(capability)
        return found

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))


def _reaches(user: Any, capability: str, obj: Any) -> bool:
    agency_id = getattr(obj, "agency_id", None)
    return agency_id is None or agency_id in agency_ids_for(user, capability)
