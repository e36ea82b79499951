"""Who works where in the demo province, and the table of accounts that `make run` prints."""

from dataclasses import dataclass
from typing import Any

from backend.accounts.models import User
from backend.agencies.selectors import agency_get
from backend.agencies.services import membership_set


@dataclass(frozen=True)
class DemoAccount:
    role: str
    identifier: str
    agency: str = ""
    rights: tuple[str, ...] = ()


WARD, OTHER_WARD, PROVINCE = "H16.31", "H16.33", "H16"
ACCOUNTS = (
    DemoAccount("citizen", "0900000101"),
    DemoAccount("citizen", "0900000102"),
    DemoAccount("handler", "xu.ly@demo.daknong.vn", WARD, ("is_handler",)),
    DemoAccount("handler", "xu.ly.2@demo.daknong.vn", OTHER_WARD, ("is_handler",)),
    DemoAccount("editor", "bien.tap@demo.daknong.vn", PROVINCE, ("is_editor",)),
    DemoAccount("approver", "phe.duyet@demo.daknong.vn", PROVINCE, ("is_editor", "is_approver", "is_handler")),
    DemoAccount("administrator", "quan.tri@demo.daknong.vn"),
)


def person(identifier: str) -> User:
    return User.objects.get(email=identifier)


def load_memberships() -> int:
    """Put the demo officers in their agencies."""
    officers = [account for account in ACCOUNTS if account.agency]
    for account in officers:
        rights: dict[str, Any] = dict.fromkeys(account.rights, True)
        membership_set(user=person(account.identifier), agency=agency_get(account.agency), **rights)
    return len(officers)
