"""Which enumerations may get more values: tools/api_changes lets those grow, and clients are told to expect it.

Closed are those that the law, a standard or a choice between two settles: levels of administration, national statuses
of dossiers, languages, before and after.
"""

from typing import Any

OPEN = (
    "AgencyKindEnum", "AreaKindEnum", "DossierPaymentStatusEnum", "MachineScopeEnum", "NoticeKindEnum",
    "NoticeStatusEnum", "PlaceCategoryEnum", "PlatformEnum", "ReportActionEnum", "ReportEventKindEnum",
    "ReportStatusEnum", "RoleEnum", "ServiceLevelEnum", "SubmissionChannelEnum",
)  # fmt: skip
TOLD = "More values may come: show one that you do not know as it is."


def open_enumerations(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: `x-open-enum` and a sentence. A name that is gone from the document is a mistake."""
    schemas = result["components"]["schemas"]
    for name in OPEN:
        schemas[name]["x-open-enum"] = True
        schemas[name]["description"] += f"\n\n{TOLD}"
    return result
