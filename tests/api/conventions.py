"""Decisions that tests/api/test_conventions.py holds the API to, each with its reason. A new route needs its own."""

from __future__ import annotations

from dataclasses import dataclass

from tests.api.matrix import ALERT, PHOTO, RATING, ROWS

# --- names ---
# Segments that are no plural noun, and what they are instead. Everything else must end in `s`.
SINGULAR = {
    "auth": "a namespace: what one does to get tokens",
    "me": "the person who asks; there is one",
    "officer": "a namespace: the same things as seen by officers",
    "news": "a word without a singular",
    "otp": "an action: ask for a one-time code",
    "register": "an action",
    "login": "an action",
    "refresh": "an action",
    "logout": "an action",
    "logout-everywhere": "an action",
    "password": "there is one a person",
    "password-reset": "an action",
    "resolve": "an action: what is this today",
    "nearest": "a question with one answer",
    "lookup": "an action: with a proof in the body, so that it stands in no log",
    "follow": "an action",
    "track": "an action: with a secret in the body, so that it stands in no log",
    "inbox": "there is one a reader",
    "unread-count": "one number",
    "read": "an action",
    "read-all": "an action",
    "archive": "a state that is put on and taken off",
    "rating": "there is one a report, and one a reader of an article",
    "map": "the same reports, as a map shows them; there is one",
    "data": "a plural without an s: all that is held about one person",
    "reopen": "an action",
    "withdraw": "an action",
    "publication": "a state that is put on and taken off",
    "submit": "an action",
    "approve": "an action",
    "reject": "an action",
    "cancel": "an action",
    "atom": "the name of a format; there is one index",
    "audience": "whom a notice is for: there is one",
    "arm": "an action",
    "disarm": "an action",
    "send-emergency": "an action",
    "test": "an action",
    "preview": "how one notice will look",
    "pulse": "how one notice is doing",
    "csv": "the same in another format",
    "current": "the account of the key that asks; there is one",
}

# --- lists ---
# GETs that answer with a plain array, whole: none of them grows with use.
BOUNDED = {
    "me/sessions/": "live sessions of one person, ended ones left out",
    "me/consents/": "the purposes that the province asks about: a handful",
    "news/categories/": "a dozen, kept by administrators",
    "procedure-fields/": "the fields of administration in the national catalogue",
    "life-events/": "a dozen, kept by administrators",
}

# --- limits ---
# Unsafe operations without a throttle, with the reason. None.
UNLIMITED: dict[tuple[str, str], str] = {}


# --- repetition ---
@dataclass(frozen=True)
class Repetition:
    """`key`: required, optional, or none because it is `natural`ly harmless. `again`: status of the same once more."""

    key: str
    again: int
    why: str


REQUIRED_ = "sent over bad networks by people who cannot tell whether it arrived: without a key it could exist twice"
OPTIONAL_ = "a program may not know of keys; the workflow refuses most repetitions, a key makes the answer the same"
STATES = "says how things are to be, so that saying it again changes nothing"
MOVES = "one step of a workflow: the second finds the thing moved on and is refused, nothing is sent twice"
NOTICE = "officer/notices/<uuid:notice_id>/"
REPETITION: dict[tuple[str, str], Repetition] = {
    ("POST", "auth/otp/"): Repetition("natural", 429, "one code a minute for a phone: a retry sends no second message"),
    ("POST", "auth/register/"): Repetition("natural", 400, "the code is used up; an account is one a phone"),
    ("POST", "auth/login/"): Repetition("natural", 200, "another session; its tokens must not be stored for a replay"),
    ("POST", "auth/refresh/"): Repetition(
        "natural", 401, "whoever repeats it without the key of the first time may be a thief"
    ),
    ("POST", "auth/logout/"): Repetition("natural", 204, "a session that has ended stays ended"),
    ("POST", "auth/logout-everywhere/"): Repetition("natural", 401, "it ended the session that asks"),
    ("POST", "auth/password/"): Repetition("natural", 401, "it ended the session that asks"),
    ("POST", "auth/password-reset/"): Repetition("natural", 400, "the code is used up"),
    ("PUT", "news/articles/<slug:slug>/rating/"): Repetition("natural", 200, STATES),
    ("PATCH", "me/"): Repetition("natural", 200, STATES),
    ("DELETE", "me/"): Repetition("natural", 401, "nobody is left to ask"),
    ("DELETE", "me/sessions/<uuid:session_id>/"): Repetition("natural", 401, "here it is the session that asks"),
    ("POST", "me/consents/"): Repetition("natural", 201, "evidence of the same will twice; what counts is the last"),
    ("POST", "dossiers/lookup/"): Repetition("natural", 200, "reads; the proof is in the body, where no log has it"),
    ("POST", "dossiers/follow/"): Repetition("natural", 201, "twice is once"),
    ("DELETE", "me/dossiers/<str:code>/"): Repetition("natural", 404, "it is not followed any more"),
    ("POST", "report-photos/"): Repetition("required", 201, REQUIRED_),
    ("POST", "reports/"): Repetition("required", 201, REQUIRED_),
    ("POST", "reports/track/"): Repetition("natural", 200, "reads; the secret is in the body, where no log has it"),
    ("POST", "me/reports/<str:code>/comments/"): Repetition("optional", 201, OPTIONAL_),
    ("POST", "me/reports/<str:code>/rating/"): Repetition("optional", 200, OPTIONAL_),
    ("POST", "me/reports/<str:code>/reopen/"): Repetition("optional", 200, OPTIONAL_),
    ("POST", "me/reports/<str:code>/withdraw/"): Repetition("optional", 200, OPTIONAL_),
    ("POST", "officer/reports/<str:code>/transitions/"): Repetition("optional", 200, OPTIONAL_),
    ("POST", "officer/reports/<str:code>/publication/"): Repetition("natural", 200, STATES),
    ("POST", "devices/"): Repetition("natural", 200, "states everything about one installation, known by its own id"),
    ("PATCH", "devices/<uuid:device_id>/"): Repetition("natural", 200, STATES),
    ("DELETE", "devices/<uuid:device_id>/"): Repetition("natural", 404, "it is gone"),
    ("POST", "inbox/<uuid:notice_id>/read/"): Repetition("natural", 204, STATES),
    ("POST", "inbox/<uuid:notice_id>/archive/"): Repetition("natural", 204, STATES),
    ("DELETE", "inbox/<uuid:notice_id>/archive/"): Repetition("natural", 204, STATES),
    ("POST", "inbox/read-all/"): Repetition("natural", 204, STATES),
    ("PATCH", "notification-preferences/"): Repetition("natural", 200, STATES),
    ("POST", "receipts/"): Repetition("natural", 200, "a notice was shown and opened once, however often one says so"),
    ("POST", "officer/notices/"): Repetition("optional", 201, "a draft twice is a nuisance that its author can see"),
    ("PATCH", NOTICE): Repetition("natural", 200, STATES),
    ("POST", NOTICE + "submit/"): Repetition("natural", 409, MOVES),
    ("POST", NOTICE + "approve/"): Repetition("natural", 409, MOVES),
    ("POST", NOTICE + "reject/"): Repetition("natural", 409, MOVES),
    ("POST", NOTICE + "cancel/"): Repetition("natural", 409, MOVES),
    ("POST", NOTICE + "withdraw/"): Repetition("natural", 409, MOVES),
    ("POST", NOTICE + "arm/"): Repetition("natural", 200, "the ten minutes begin anew; nothing is sent by it"),
    ("POST", NOTICE + "send-emergency/"): Repetition("natural", 409, MOVES),
    ("POST", NOTICE + "disarm/"): Repetition("natural", 200, STATES),
    ("POST", NOTICE + "test/"): Repetition("natural", 200, "another trial on one's own phone, which is what was asked"),
    ("POST", "officer/notices/audience/"): Repetition("natural", 200, "reads; a formula is too long for an address"),
    ("POST", "officer/audience-lists/"): Repetition(
        "natural", 201, "the list twice is a nuisance; the answer names phones, which no key may keep for a replay"
    ),
    ("DELETE", "officer/audience-lists/<uuid:list_id>/"): Repetition("natural", 404, "it is gone"),
    ("POST", "officer/notice-templates/"): Repetition(
        "optional", 201, "its name is taken; a key makes the answer the same"
    ),
    ("PATCH", "officer/notice-templates/<uuid:template_id>/"): Repetition("natural", 200, STATES),
}

# --- who asks, where a role matters ---
# A role that the row lets in, for tests that need a success.
PUBLIC_CASES = [
    row
    for row in ROWS
    if row.method == "GET"
    and row.statuses["guest"] == 200
    and not row.route.startswith(("inbox/", "notification-preferences/"))
    and row.route != RATING
    and (row.route != PHOTO or row.case == "of a published report")
]
# Answers without a language: a picture, and a message that has all of its languages in one.
OF_NO_LANGUAGE = (PHOTO, ALERT)
PRIVATE_CASES = [row for row in ROWS if row.method == "GET" and row not in PUBLIC_CASES]
UNSAFE_CASES = [row for row in ROWS if row.method != "GET" and any(status < 300 for status in row.statuses.values())]


def let_in(statuses: dict[str, int]) -> str:
    """A role that succeeds: the citizen who owns it if it is theirs, else the first."""
    if statuses["citizen"] < 300:
        return "citizen"
    return next(role for role, status in statuses.items() if status < 300)
