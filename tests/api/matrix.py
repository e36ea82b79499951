"""Who may do what: every route × method of the API, and the status that each role gets.

tests/api/test_authorisation_matrix.py asks each cell and fails for a route or method that is not here.
`python -m tests.api.matrix` writes api_docs/permissions.md from it.

What a row is about belongs to `citizen`, and to the agency of `handler`, `editor` and `approver`: so a row holds "own"
and "other" side by side. Where somebody's things are a secret the answer is 404, as for what does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROLE_TITLES = {
    "guest": "guest",
    "citizen": "citizen",
    "other_citizen": "other citizen",
    "handler": "officer: handler of the agency",
    "editor": "officer: editor of the agency",
    "approver": "officer: approver of the agency",
    "other_officer": "officer of another agency",
    "administrator": "administrator",
    "machine": "machine account of the agency, every scope",
}
ROLES = tuple(ROLE_TITLES)
OFFICERS = ("handler", "editor", "approver", "other_officer")
DOCUMENT = Path(__file__).resolve().parents[2] / "api_docs" / "permissions.md"

Statuses = dict[str, int]


def everyone(status: int) -> Statuses:
    """Nobody's identity matters."""
    return dict.fromkeys(ROLES, status)


def people(status: int) -> Statuses:
    """Nobody's identity matters, but who does it is a person: a key is refused."""
    return everyone(status) | {"machine": 403}


def signed_in(status: int) -> Statuses:
    """Every person with a token, each for themselves."""
    return people(status) | {"guest": 401}


def owner(status: int) -> Statuses:
    """The citizen whose it is; to all others it does not exist."""
    return signed_in(404) | {"citizen": status}


def staff(status: int, **others: int) -> Statuses:
    """Every officer and administrator; a machine account only where `others` says so."""
    return signed_in(status) | {"citizen": 403, "other_citizen": 403} | others


def handlers(status: int) -> Statuses:
    """Who answers reports for the agency; other officers do not know that the thing exists."""
    return staff(404, handler=status, administrator=status, machine=status)


def writers(status: int, **others: int) -> Statuses:
    """Who writes notices for the agency (an approver may); handlers have no door there at all."""
    return staff(status, handler=403, other_officer=404) | others


def readers(status: int, **others: int) -> Statuses:
    """Who writes notices for the agency, and machine accounts that read them."""
    return writers(status, machine=status) | others


def approvers(status: int) -> Statuses:
    """Who approves notices for the agency."""
    return writers(status, editor=403)


@dataclass(frozen=True)
class Row:
    method: str
    route: str  # under /api/v1/, as the URL configuration has it
    statuses: Statuses
    case: str = ""  # which of several objects or credentials, where one row cannot say all
    shows: dict[str, tuple[str, ...]] = field(default_factory=dict)  # secret of the world → who sees it here

    @property
    def label(self) -> str:
        return f"{self.method} /api/v1/{self.route}" + (f" ({self.case})" if self.case else "")


HANDLERS_SEE = ("handler", "administrator", "machine")
WRITERS_SEE = ("editor", "approver", "administrator")
READERS_SEE = (*WRITERS_SEE, "machine")
TRIES_OUT_SECRET = {"dossier": ROLES}

PEOPLE = [
    Row("POST", "auth/otp/", people(202)),
    Row("POST", "auth/register/", people(201)),
    Row("POST", "auth/login/", people(200), shows={"phone": ("citizen",)}),
    Row("POST", "auth/refresh/", people(200), "with a refresh token that is live"),
    Row("POST", "auth/logout/", people(204), "with a refresh token that is live"),
    Row("POST", "auth/logout-everywhere/", signed_in(204)),
    Row("POST", "auth/password/", signed_in(200)),
    Row("POST", "auth/password-reset/", people(204), "with the code sent to the phone"),
    Row("GET", "me/", signed_in(200), shows={"phone": ("citizen",)}),
    Row("PATCH", "me/", signed_in(200), shows={"phone": ("citizen",)}),
    # Accounts of officers are closed by an administrator, not by themselves.
    Row("DELETE", "me/", signed_in(403) | {"citizen": 204, "other_citizen": 204}),
    # Everything of one's own, unmasked; of a dossier that one only follows, the applicant stays masked.
    Row(
        "GET",
        "me/data/",
        signed_in(200),
        shows=dict.fromkeys(
            ("phone", "session", "report", "report contact", "dossier", "personal notice"), ("citizen",)
        ),
    ),
    Row("GET", "me/sessions/", signed_in(200), shows={"session": ("citizen",)}),
    Row("DELETE", "me/sessions/<uuid:session_id>/", owner(204)),
    Row("GET", "me/consents/", signed_in(200)),
    Row("POST", "me/consents/", signed_in(201)),
]

ALERT = "alerts/<str:identifier>/"
PUBLIC = [
    Row("GET", route, everyone(200))
    for route in (
        "",
        "alerts/",
        "alerts/atom/",
        ALERT,
        "areas/",
        "areas/resolve/",
        "areas/nearest/",
        "areas/<str:code>/",
        "agencies/",
        "agencies/<str:code>/",
        "offices/",
        "emergency-numbers/",
        "news/categories/",
        "news/articles/",
        "news/articles/<slug:slug>/",
        "places/",
        "places/<slug:slug>/",
        "procedures/",
        "procedures/<str:code>/",
        "procedure-fields/",
        "life-events/",
        "report-categories/",
        "public-reports/",
        "topics/",
    )
] + [
    Row("GET", "public-reports/map/", everyone(200)),
    Row("GET", "news/articles/<slug:slug>/", everyone(404), "not published"),
]

RATING = "news/articles/<slug:slug>/rating/"
RATINGS = [
    Row("GET", RATING, signed_in(200)),
    Row("GET", RATING, people(200), "with a guest's device and secret"),
    Row("GET", RATING, signed_in(404), "not published"),
    Row("PUT", RATING, signed_in(200)),
    Row("PUT", RATING, people(200), "with a guest's device and secret"),
    # A token comes first: a device beside it is not looked at.
    Row("PUT", RATING, signed_in(200), "with a device and a wrong secret"),
    Row("PUT", RATING, signed_in(404), "not published"),
]

DOSSIERS = [
    Row("POST", "dossiers/lookup/", everyone(200), shows=TRIES_OUT_SECRET),
    Row("POST", "dossiers/lookup/", everyone(404), "wrong factor"),
    Row("POST", "dossiers/lookup/", everyone(404), "no such dossier"),
    Row("POST", "dossiers/follow/", signed_in(201), shows={"dossier": ROLES[1:]}),
    Row("POST", "dossiers/follow/", signed_in(404), "wrong factor"),
    Row("GET", "me/dossiers/", signed_in(200), shows={"dossier": ("citizen",)}),
    Row("GET", "me/dossiers/<str:code>/", owner(200), shows={"dossier": ("citizen",)}),
    Row("DELETE", "me/dossiers/<str:code>/", owner(204)),
]

PHOTO = "report-photos/(?P<photo_id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(?P<variant>full|thumb)/"
REPORTS = [
    Row("POST", "report-photos/", people(201)),
    Row("GET", PHOTO, everyone(404), "private, without a signature"),
    Row("GET", PHOTO, everyone(404), "private, with the signature of another photo"),
    Row("GET", PHOTO, everyone(200), "private, with the signature from its report"),
    Row("GET", PHOTO, everyone(200), "of a published report"),
    Row("POST", "reports/", people(201)),
    Row("POST", "reports/", people(400) | {"citizen": 201}, "with a photo that the citizen has uploaded"),
    Row("POST", "reports/track/", everyone(200), "a guest's report, with its secret", {"guest's report": ROLES}),
    Row("POST", "reports/track/", everyone(404), "a guest's report, wrong secret"),
    Row("POST", "reports/track/", everyone(404), "a citizen's report, any secret"),
    Row("GET", "me/reports/", signed_in(200), shows={"report": ("citizen",)}),
    Row("GET", "me/reports/<str:code>/", owner(200), shows={"report": ("citizen",)}),
    Row("GET", "me/reports/<str:code>/", signed_in(404), "a guest's report"),
    Row("POST", "me/reports/<str:code>/comments/", owner(201), shows={"report": ("citizen",)}),
    Row("POST", "me/reports/<str:code>/rating/", owner(200)),
    Row("POST", "me/reports/<str:code>/reopen/", owner(200)),
    Row("POST", "me/reports/<str:code>/withdraw/", owner(200), shows={"report": ("citizen",)}),
    Row(
        "GET",
        "officer/reports/",
        staff(200, machine=200),
        shows={"report": HANDLERS_SEE, "guest's report": HANDLERS_SEE},
    ),
    Row(
        "GET",
        "officer/reports/<str:code>/",
        handlers(200),
        shows={"report": HANDLERS_SEE, "report contact": HANDLERS_SEE},
    ),
    Row(
        "POST",
        "officer/reports/<str:code>/transitions/",
        handlers(200),
        shows={"report": HANDLERS_SEE, "report contact": HANDLERS_SEE},
    ),
    Row(
        "POST",
        "officer/reports/<str:code>/publication/",
        handlers(200),
        shows={"report": HANDLERS_SEE, "report contact": HANDLERS_SEE},
    ),
]

NOTICE = "officer/notices/<uuid:notice_id>/"
NOTICES = [
    Row("POST", "devices/", people(201), "a new installation"),
    Row("POST", "devices/", people(403) | {"citizen": 200}, "a citizen's installation, without its secret"),
    Row("PATCH", "devices/<uuid:device_id>/", people(404) | {"citizen": 200}, "a citizen's device"),
    Row("PATCH", "devices/<uuid:device_id>/", people(200), "a guest's device, with its secret"),
    Row("PATCH", "devices/<uuid:device_id>/", people(404), "a guest's device, wrong secret"),
    Row("DELETE", "devices/<uuid:device_id>/", people(404) | {"citizen": 204}, "a citizen's device"),
    Row("DELETE", "devices/<uuid:device_id>/", people(204), "a guest's device, with its secret"),
    Row("DELETE", "devices/<uuid:device_id>/", people(404), "a guest's device, wrong secret"),
    Row("GET", "inbox/", signed_in(200), shows={"personal notice": ("citizen",)}),
    Row("GET", "inbox/", people(200), "with a guest's device and secret", {"personal notice": ("citizen",)}),
    Row("GET", "inbox/", signed_in(200), "with a device and a wrong secret", {"personal notice": ("citizen",)}),
    Row("GET", "inbox/unread-count/", signed_in(200)),
    Row("GET", "inbox/<uuid:notice_id>/", owner(200), shows={"personal notice": ("citizen",)}),
    Row("POST", "inbox/<uuid:notice_id>/read/", owner(204)),
    Row("POST", "inbox/<uuid:notice_id>/archive/", owner(204)),
    Row("DELETE", "inbox/<uuid:notice_id>/archive/", owner(204)),
    Row("POST", "inbox/read-all/", signed_in(204)),
    Row("GET", "notification-preferences/", signed_in(200)),
    Row("GET", "notification-preferences/", people(200), "with a guest's device and secret"),
    Row("PATCH", "notification-preferences/", signed_in(200)),
    Row("PATCH", "notification-preferences/", people(200), "with a guest's device and secret"),
    Row("POST", "receipts/", signed_in(404) | {"citizen": 200}, "from a citizen's device"),
    Row("POST", "receipts/", signed_in(404) | {"guest": 200}, "with a guest's device and secret"),
    Row(
        "GET",
        "officer/notices/",
        readers(200, other_officer=200),
        shows={"draft notice": READERS_SEE, "machine's draft": READERS_SEE},
    ),
    Row("POST", "officer/notices/", readers(201, other_officer=201), "for their own agency"),
    Row("POST", "officer/notices/", writers(403, administrator=201, other_officer=403), "for a third agency"),
    Row("GET", "officer/notices/audience/", readers(200, other_officer=200)),
    Row("POST", "officer/notices/audience/", writers(200, other_officer=200)),
    # Who is on a list is the business of its agency; a machine account has no business with phones at all.
    Row("POST", "officer/notices/audience/", writers(200, other_officer=400), "naming a list of the agency"),
    Row("GET", "officer/audience-lists/", writers(200, other_officer=200), shows={"list of people": WRITERS_SEE}),
    Row("POST", "officer/audience-lists/", writers(201, other_officer=201)),
    Row("DELETE", "officer/audience-lists/<uuid:list_id>/", writers(204)),
    Row("GET", "officer/notice-templates/", readers(200, other_officer=200)),
    Row("POST", "officer/notice-templates/", writers(201, other_officer=201)),
    Row("PATCH", "officer/notice-templates/<uuid:template_id>/", writers(200, other_officer=200)),
    Row("GET", NOTICE, readers(200), shows={"draft notice": READERS_SEE}),
    Row("GET", NOTICE, readers(404), "the system's personal one"),
    # A machine account works on its own notices alone: who rewrites another's becomes the author, and the other could
    # then stand for their own words.
    Row("PATCH", NOTICE, writers(200), shows={"draft notice": WRITERS_SEE}),
    Row("PATCH", NOTICE, readers(200), "the machine's own", shows={"machine's draft": READERS_SEE}),
    Row("PATCH", NOTICE, writers(403, administrator=200, other_officer=403), "the province's"),
    Row("POST", NOTICE + "submit/", writers(200), shows={"draft notice": WRITERS_SEE}),
    Row("POST", NOTICE + "submit/", readers(200), "the machine's own", shows={"machine's draft": READERS_SEE}),
    # Its author alone takes a notice back.
    Row("POST", NOTICE + "withdraw/", writers(403, editor=200)),
    # An emergency by one person: whose role approves, and of their agency.
    Row("POST", NOTICE + "arm/", approvers(200)),
    Row("POST", NOTICE + "send-emergency/", approvers(403) | {"approver": 200}, "armed by the approver"),
    Row("POST", NOTICE + "disarm/", approvers(200), "armed by the approver"),
    Row("POST", NOTICE + "test/", writers(200), "with a device of one's own", shows={"draft notice": WRITERS_SEE}),
    Row("GET", NOTICE + "preview/", readers(200), shows={"draft notice": READERS_SEE}),
    Row("GET", NOTICE + "pulse/", readers(200)),
    Row("GET", NOTICE + "pulse/csv/", readers(200), shows={"draft notice": READERS_SEE}),
    Row("POST", NOTICE + "approve/", approvers(200)),
    # Two pairs of eyes: not even an approver stands for their own notice.
    Row("POST", NOTICE + "approve/", approvers(403) | {"administrator": 200}, "the approver's own"),
    # A notice of no agency is the province's: officers read it, and only who speaks for the root agency rewrites or
    # approves it (and not whoever wrote it, as the administrator did here).
    Row("POST", NOTICE + "approve/", approvers(403) | {"other_officer": 403, "administrator": 403}, "the province's"),
    Row("POST", NOTICE + "reject/", approvers(200)),
    Row("POST", NOTICE + "cancel/", writers(200)),
    Row("POST", NOTICE + "cancel/", approvers(200), "a colleague's"),
    Row(
        "POST",
        NOTICE + "cancel/",
        approvers(200) | {"machine": 200},
        "the machine's own",
        shows={"machine's draft": ("approver", "administrator", "machine")},
    ),
]

MACHINES = [Row("GET", "machine-accounts/current/", everyone(401) | {"machine": 200})]

ROWS = [*PEOPLE, *PUBLIC, *RATINGS, *DOSSIERS, *REPORTS, *NOTICES, *MACHINES]

# Routes beside /api/v1/, with who may and where that is held. The longest beginning counts.
OUTSIDE = {
    "": "everybody: redirects to the console, whose login decides (tests/e2e)",
    "favicon.ico": "everybody: a redirect to a static picture",
    "healthz": "everybody: says that the process answers (tests/api/test_health.py)",
    "readyz": "everybody: says whether database, broker and worker answer (tests/api/test_health.py)",
    "internal/metrics": "who has METRICS_TOKEN, or a neighbour on loopback (tests/api/test_health.py)",
    "api/schema/": "everybody: the OpenAPI document",
    "api/docs/": "everybody: Swagger UI",
    "api/redoc/": "everybody: Redoc",
    "feeds/": "everybody: published news (tests/api/test_news_feeds.py)",
    "app/": "everybody: what the API shows to everybody, as pages (tests/api/test_weblinks.py)",
    ".well-known/": "everybody: which app may open our links (tests/api/test_weblinks.py)",
    "media/": "everybody: pictures of published news and places, nothing else",
    "console/": "officers and administrators with a console session (tests/api/test_*_console.py)",
    "dev/": "development and tests only: one-time codes that would have been sent",
    "dev/tokens/": "development and tests only, callers on the same machine: access tokens of demo accounts",
}


def markdown() -> str:
    """The table as a page for people."""
    lines = [
        "# Who may do what",
        "",
        "Written by `python -m tests.api.matrix` from the table that `tests/api/test_authorisation_matrix.py` asks of",
        "the API, cell by cell. Do not edit it by hand.",
        "",
        "Each cell is the status that a valid request gets. What a row is about belongs to *citizen*, and to the",
        "agency of the first three officers: so *citizen* is one's own and *other citizen* is somebody else's. **404",
        "where existence is a secret**: the answer is the same as for something that does not exist. 401: sign in",
        "first. 403: signed in, but this door is not for this role. *Machine account* is a client of another system",
        "with a key that has every scope; what names no scope is closed to it (403), and so is what names one that a",
        "key lacks.",
        "",
        "| request | " + " | ".join(ROLE_TITLES.values()) + " |",
        "|---" * (len(ROLES) + 1) + "|",
    ]
    for row in ROWS:
        route = row.route.replace(PHOTO, "report-photos/<uuid:photo_id>/<full or thumb>/")
        what = f"`{row.method} /api/v1/{route}`" + (f" {row.case}" if row.case else "")
        lines.append(f"| {what} | " + " | ".join(str(row.statuses[role]) for role in ROLES) + " |")
    lines += ["", "## Beside the API", "", "| address | who |", "|---|---|"]
    lines += [f"| `/{prefix}` | {who} |" for prefix, who in OUTSIDE.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(markdown(), encoding="utf-8")
    print(f"{len(ROWS)} rows × {len(ROLES)} roles → {DOCUMENT.name}")
