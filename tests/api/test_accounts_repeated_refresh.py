"""A refresh whose answer was lost: asked again with its Idempotency-Key it is answered again, and for nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts.models import Session
from backend.accounts.repeated_refresh import ANSWERED_AGAIN_FOR
from backend.accounts.tokens import TokenPair
from tests.bench.refresh_campaign import AT_ONCE, threads
from tests.factories.accounts import UserFactory, tokens_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> TokenPair:
    return tokens_of(UserFactory.create())


@pytest.fixture(autouse=True)
def _close(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "transactional_db" in request.fixturenames:
        connection.close()


def a_key() -> str:
    return str(uuid.uuid4())


def refresh(token: str, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return APIClient().post("/api/v1/auth/refresh/", {"refresh": token}, headers=headers)


def me(access: str) -> int:
    return int(APIClient().get("/api/v1/me/", headers={"Authorization": f"Bearer {access}"}).status_code)


def claims(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def must_have_ended(reply: Any, *pairs: dict[str, str]) -> None:
    """Refused as reuse, and nothing that was given out before opens anything."""
    assert (reply.status_code, reply.json()["code"]) == (401, "token_reused")
    assert not Session.objects.filter(ended_at=None).exists()
    for given in pairs:
        assert me(given["access"]) == 401
        assert refresh(given["refresh"]).json()["code"] == "token_reused"


def test_the_same_request_again_gets_the_same_refresh_token_and_the_session_lives(pair: TokenPair) -> None:
    key = a_key()
    lost = refresh(pair.refresh, key).json()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        again = refresh(pair.refresh, key)
        assert again.status_code == 200
        kept = ("jti", "exp", "sid", "sub", "aud", "iss", "token_type")
        first, second = claims(lost["refresh"]), claims(again.json()["refresh"])
        assert {name: second[name] for name in kept} == {name: first[name] for name in kept}
        assert me(again.json()["access"]) == me(lost["access"]) == 200
        assert claims(again.json()["access"])["exp"] > claims(lost["access"])["exp"], "it has its 15 minutes again"
        assert refresh(again.json()["refresh"], a_key()).status_code == 200
    assert Session.objects.get().ended_at is None


def test_it_may_be_asked_for_again_as_often_as_answers_get_lost(pair: TokenPair) -> None:
    key = a_key()
    answers = [refresh(pair.refresh, key) for _ in range(4)]
    assert {reply.status_code for reply in answers} == {200}
    assert len({claims(reply.json()["refresh"])["jti"] for reply in answers}) == 1


@pytest.mark.parametrize("key", ["", a_key()], ids=["without a key", "with another key"])
def test_who_has_the_token_but_not_its_key_ends_the_session(pair: TokenPair, key: str) -> None:
    owner = refresh(pair.refresh, a_key()).json()
    must_have_ended(refresh(pair.refresh, key), owner)


@pytest.mark.parametrize("key", ["", a_key()], ids=["without a key", "with a key"])
def test_a_thief_who_comes_first_is_out_when_the_owner_comes(pair: TokenPair, key: str) -> None:
    thief = refresh(pair.refresh, key).json()
    must_have_ended(refresh(pair.refresh, a_key()), thief)


def test_an_empty_key_is_none(pair: TokenPair) -> None:
    """A rotation without a key keeps an empty digest; nothing that one can send may equal it."""
    first = refresh(pair.refresh).json()
    reply = APIClient().post("/api/v1/auth/refresh/", {"refresh": pair.refresh}, headers={"Idempotency-Key": ""})
    assert (reply.status_code, reply.json()["code"]) == (400, "idempotency_key_invalid")
    assert me(first["access"]) == 200
    must_have_ended(refresh(pair.refresh), first)


def test_too_late_is_reuse(pair: TokenPair) -> None:
    key, now = a_key(), timezone.now()
    with time_machine.travel(now, tick=False):
        first = refresh(pair.refresh, key).json()
    with time_machine.travel(now + ANSWERED_AGAIN_FOR, tick=False):
        assert refresh(pair.refresh, key).status_code == 200
    with time_machine.travel(now + ANSWERED_AGAIN_FOR + timedelta(seconds=1), tick=False):
        must_have_ended(refresh(pair.refresh, key), first)


@pytest.mark.parametrize("next_key", ["", a_key()], ids=["without a key", "with a key"])
def test_once_the_new_token_was_used_the_old_one_is_reused(pair: TokenPair, next_key: str) -> None:
    key = a_key()
    second = refresh(pair.refresh, key).json()
    third = refresh(second["refresh"], next_key).json()
    must_have_ended(refresh(pair.refresh, key), third)


def test_a_key_is_good_for_one_token_alone(pair: TokenPair) -> None:
    """A client that keeps its key for the next token gains nothing and loses nothing by it."""
    key = a_key()
    second = refresh(pair.refresh, key).json()
    third = refresh(second["refresh"], key).json()
    assert claims(third["refresh"])["jti"] != claims(second["refresh"])["jti"]
    must_have_ended(refresh(pair.refresh, key), third)


def test_of_an_ended_session_nothing_is_given_again(pair: TokenPair) -> None:
    key = a_key()
    refresh(pair.refresh, key)
    assert APIClient().post("/api/v1/auth/logout/", {"refresh": pair.refresh}).status_code == 204
    reply = refresh(pair.refresh, key)
    assert (reply.status_code, reply.json()["code"]) == (401, "session_revoked")


def test_the_key_of_another_session_opens_nothing(pair: TokenPair) -> None:
    other, key = tokens_of(UserFactory.create()), a_key()
    refresh(other.refresh, key)
    refresh(pair.refresh, a_key())
    reply = refresh(pair.refresh, key)
    assert (reply.status_code, reply.json()["code"]) == (401, "token_reused")
    assert refresh(other.refresh, key).status_code == 200


def test_what_is_no_key_is_refused_before_the_token_is_used(pair: TokenPair) -> None:
    reply = refresh(pair.refresh, "not-a-uuid")
    assert (reply.status_code, reply.json()["code"]) == (400, "idempotency_key_invalid")
    assert refresh(pair.refresh, a_key()).status_code == 200


def test_the_key_itself_is_not_kept(pair: TokenPair) -> None:
    key = a_key()
    refresh(pair.refresh, key)
    row = Session.objects.values().get()
    assert len(row["rotation_key"]) == 64
    assert not [name for name, value in row.items() if key in str(value) or key.replace("-", "") in str(value)]


def test_asking_again_writes_nothing_and_costs_no_more(pair: TokenPair, django_assert_max_num_queries: Any) -> None:
    key = a_key()
    refresh(pair.refresh, key)
    before = Session.objects.values().get()
    with django_assert_max_num_queries(3):  # savepoint, locked read, release
        assert refresh(pair.refresh, key).status_code == 200
    assert Session.objects.values().get() == before


@pytest.mark.django_db(transaction=True)
def test_parallel_refreshes_with_one_key_all_get_the_same_refresh_token() -> None:
    with threads(AT_ONCE) as pool:
        for _ in range(10):
            token, key = tokens_of(UserFactory.create()).refresh, a_key()
            replies = list(pool.map(lambda _n, t=token, k=key: refresh(t, k), range(AT_ONCE)))
            assert {reply.status_code for reply in replies} == {200}
            assert len({claims(reply.json()["refresh"])["jti"] for reply in replies}) == 1
            assert refresh(replies[-1].json()["refresh"], a_key()).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_beside_a_thief_without_the_key_nothing_survives() -> None:
    """Owner and thief at the same moment, the owner twice: whoever is served first, the session is over."""
    with threads(3) as pool:
        for _ in range(10):
            token, key = tokens_of(UserFactory.create()).refresh, a_key()
            replies = list(pool.map(lambda k, t=token: refresh(t, k), [key, "", key]))
            given = [reply.json() for reply in replies if reply.status_code == 200]
            assert {reply.json()["code"] for reply in replies if reply.status_code != 200} == {"token_reused"}
            assert [me(row["access"]) for row in given] == [401] * len(given)
    assert not Session.objects.filter(ended_at=None).exists()
