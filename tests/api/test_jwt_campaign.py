"""Nothing but a live access token of ours opens a door: always 401 problem+json with a code, never a 5xx.

The full size of the refresh campaign is `python -m tests.bench.refresh_campaign` (1,000 rounds and 200 thefts against a
real server); here it is 20 rounds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from backend.accounts import services
from backend.accounts.models import Role, Session, User
from backend.accounts.tokens import TokenPair
from backend.feedback.models import Report
from tests.api.forged_tokens import changed, claims_of, forged, signed
from tests.bench.refresh_campaign import Counts, round_of_refreshes, theft, threads
from tests.factories.accounts import PASSWORD, UserFactory, tokens_of

NOT_LIVE = {"token_invalid", "token_expired", "session_revoked", "not_authenticated"}
DOORS = [
    ("GET", "me/"),  # for people alone
    ("POST", "reports/"),  # for guests too: a bad token must not make a guest of somebody
    ("GET", "inbox/"),
    ("GET", "officer/reports/"),
]


@pytest.fixture(autouse=True)
def _cheap(settings: Any) -> None:
    settings.THROTTLING_ENABLED = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory.create(administrator=True)


def ask(token: str, method: str = "GET", path: str = "me/") -> Any:
    client = APIClient()
    return client.generic(method, f"/api/v1/{path}", content_type="application/json", HTTP_AUTHORIZATION=token)


def refresh(token: str) -> Any:
    return APIClient().post("/api/v1/auth/refresh/", {"refresh": token})


def must_be_refused(reply: Any, what: str, codes: set[str] = NOT_LIVE) -> None:
    assert reply.status_code == 401, (what, reply.status_code, reply.content[:200])
    assert reply.headers["Content-Type"] == "application/problem+json", what
    assert reply.json()["code"] in codes, (what, reply.json()["code"])
    assert reply.headers["WWW-Authenticate"].startswith("Bearer"), what
    assert "no-store" in reply.headers["Cache-Control"], what


def test_a_good_token_opens_the_doors_so_that_the_refusals_below_mean_something(administrator: User) -> None:
    good = tokens_of(administrator).access
    assert [ask(f"Bearer {good}", *door).status_code for door in DOORS] == [200, 400, 200, 200]
    assert ask(f"bearer {changed(claims_of(good))}").status_code == 200  # the way the forged ones are made


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door[1])
def test_no_forged_token_opens_a_door(administrator: User, door: tuple[str, str]) -> None:
    pair, other = tokens_of(administrator), tokens_of(UserFactory.create())
    tried = list(forged(pair, other))
    assert len(tried) > 75
    for what, token in tried:
        must_be_refused(ask(f"Bearer {token}", *door), what)
    assert not Report.objects.exists()
    assert ask(f"Bearer {pair.access}").status_code == 200


def test_no_forged_token_buys_a_new_pair(administrator: User) -> None:
    pair, other = tokens_of(administrator), tokens_of(UserFactory.create())
    live = Session.objects.filter(ended_at=None).count()
    swapped = TokenPair(access=pair.refresh, refresh=pair.access)  # the same campaign, made from the refresh token
    for what, token in forged(swapped, TokenPair(access=other.refresh, refresh=other.access)):
        if not token.strip() or len(token) > 2000 or "\x00" in token:
            assert refresh(token).status_code in (400, 401), (
                what
            )  # a body field has its own limits: blank, NUL, 2,000 letters
            continue
        reply = refresh(token)
        assert (reply.status_code, reply.headers["Content-Type"]) == (401, "application/problem+json"), what
    assert Session.objects.filter(ended_at=None).count() >= live - 1


@pytest.mark.parametrize("scheme", ["Basic", "Token", "JWT", "Negotiate", "Bearer\t", "BearerX", ""])
def test_another_scheme_is_nobody(administrator: User, scheme: str) -> None:
    must_be_refused(ask(f"{scheme} {tokens_of(administrator).access}".strip()), scheme)


def test_a_refresh_token_made_from_an_access_token_is_refused_and_back(administrator: User) -> None:
    pair = tokens_of(administrator)
    must_be_refused(ask(f"Bearer {pair.refresh}"), "refresh as access")
    assert refresh(pair.access).json()["code"] == "token_invalid"


def test_tokens_of_the_old_key_end_with_it(administrator: User, settings: Any) -> None:
    old = hashlib.sha256(b"jwt:the secret before").hexdigest()
    claims = claims_of(tokens_of(administrator).access)
    must_be_refused(ask(f"Bearer {signed(claims, key=old)}"), "old key", {"token_invalid"})
    refresh_claims = claims_of(tokens_of(administrator).refresh)
    assert refresh(signed(refresh_claims, key=old)).json()["code"] == "token_invalid"


ENDS: dict[str, tuple[Callable[[User, User], object], str]] = {
    "disabled": (lambda user, by: services.user_disable(user=user, by=by), "account_disabled"),
    "deleted": (lambda user, by: services.user_delete(user=user, by=by), "account_deleted"),
    "demoted": (lambda user, by: services.user_role_change(user=user, role=Role.CITIZEN, by=by), "session_revoked"),
    "password changed": (
        lambda user, by: services.user_password_set(user=user, password=PASSWORD, by=by),
        "password_changed",
    ),
    "signed out everywhere": (lambda user, by: services.user_logout_everywhere(user=user), "session_revoked"),
    "sessions ended": (lambda user, by: services.user_sessions_end(user=user, by=by), "session_revoked"),
    "disabled by SQL": (lambda user, by: User.objects.filter(pk=user.pk).update(is_active=False), "account_disabled"),
    "session gone": (lambda user, by: Session.objects.filter(user=user).delete(), "session_revoked"),
}


@pytest.mark.parametrize("how", ENDS)
def test_good_tokens_end_with_the_standing_of_their_owner(administrator: User, how: str) -> None:
    user = UserFactory.create(officer=True, password=PASSWORD)
    pairs = [tokens_of(user) for _ in range(3)]
    end, code = ENDS[how]
    assert ask(f"Bearer {pairs[0].access}").status_code == 200
    end(user, administrator)
    for pair in pairs:
        for door in DOORS:
            must_be_refused(ask(f"Bearer {pair.access}", *door), how, {code})
        reply = refresh(pair.refresh)
        assert (reply.status_code, reply.json()["code"]) == (401, code), how


def test_a_promotion_ends_no_session(administrator: User) -> None:
    user = UserFactory.create()
    token = tokens_of(user).access
    services.user_role_change(user=user, role=Role.OFFICER, by=administrator)
    assert ask(f"Bearer {token}").json()["role"] == "officer"


@pytest.mark.django_db(transaction=True)
def test_of_parallel_refreshes_one_succeeds_and_no_successor_lives() -> None:
    counts = Counts()
    with threads(4) as pool:
        for _ in range(20):
            round_of_refreshes(pool, refresh_status, tokens_of(UserFactory.create()).refresh, counts)
    assert counts.as_expected(rounds=20), counts
    assert not Session.objects.filter(ended_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_stolen_token_dies_with_its_family_whoever_was_first() -> None:
    counts = Counts()
    for number in range(10):
        theft(
            refresh_status, access_status, tokens_of(UserFactory.create()).refresh, counts, thief_first=number % 2 == 0
        )
    assert counts.thefts == counts.thefts_ended == 10 and not counts.alive and not counts.faults, counts
    assert not Session.objects.filter(ended_at=None).exists()


def refresh_status(token: str) -> tuple[int, dict[str, Any]]:
    reply = refresh(token)
    return reply.status_code, reply.json()


def access_status(token: str) -> int:
    return int(ask(f"Bearer {token}").status_code)


@pytest.fixture(autouse=True)
def _close(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "transactional_db" in request.fixturenames:
        connection.close()
