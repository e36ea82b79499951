"""Who fuzzes: the roles of the issue, the demo account of each, and what the authorisation matrix says it may reach."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.api.matrix import ROLE_TITLES, ROWS

Operation = tuple[str, str]  # method and path, as in the document
MACHINE = "machine"


@dataclass(frozen=True)
class Role:
    """`column` is the matrix's; `identifier` signs in with the demo password, unless it is a guest or a machine."""

    name: str
    column: str
    identifier: str = ""

    @property
    def is_person(self) -> bool:
        return bool(self.identifier)


# The officer of the second agency does there what the first does here: the same column.
ROLES = {
    role.name: role
    for role in (
        Role("guest", "guest"),
        Role("citizen", "citizen", "0900000101"),
        Role("handler", "handler", "xu.ly@demo.daknong.vn"),
        Role("other_handler", "handler", "xu.ly.2@demo.daknong.vn"),
        Role("editor", "editor", "bien.tap@demo.daknong.vn"),
        Role("approver", "approver", "phe.duyet@demo.daknong.vn"),
        Role("administrator", "administrator", "quan.tri@demo.daknong.vn"),
        Role(MACHINE, "machine"),
    )
    if role.column in ROLE_TITLES
}


def document_path(route: str) -> str:
    """A route of the URL configuration as the document writes it."""
    named = re.sub(r"\(\?P<(\w+)>(?:\([^()]*\)|[^()])*\)", r"{\1}", route)
    return "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", named)


def reachable(role: Role) -> set[Operation]:
    """Operations that the matrix says this role gets a success from, in one row at least."""
    return {(row.method, document_path(row.route)) for row in ROWS if 200 <= row.statuses[role.column] < 300}
