"""The refresh-family guard under real parallel requests: threads, each with a database connection of its own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from rest_framework.test import APIClient

from backend.accounts import services
from backend.accounts.code_delivery import code_digits
from backend.accounts.codes import code_request
from backend.accounts.models import CodePurpose, OneTimeCode, Session, User
from tests.factories.accounts import PASSWORD, UserFactory, tokens_of
from tests.factories.notifications import DeviceFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 30
AT_ONCE = 4


@pytest.fixture(autouse=True)
def _cheap_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(AT_ONCE) as executor:
        yield executor
        # The executor's threads hold connections that would keep the test database from being dropped.
        barrier = threading.Barrier(AT_ONCE)
        list(executor.map(lambda _: (barrier.wait(), connections.close_all()), range(AT_ONCE)))


def at_once(pool: ThreadPoolExecutor, *work: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment; their results in order."""
    barrier = threading.Barrier(len(work))

    def run(one: Callable[[], Any]) -> Any:
        barrier.wait()
        return one()

    return list(pool.map(run, work))


def refresh(token: str) -> Any:
    return APIClient().post("/api/v1/auth/refresh/", {"refresh": token}, format="json")


def me(token: str) -> Any:
    return APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {token}")


def test_of_four_parallel_refreshes_exactly_one_succeeds_and_leaves_no_live_successor(pool: ThreadPoolExecutor) -> None:
    user = UserFactory()
    bystander = tokens_of(user)
    for _ in range(ROUNDS):
        token = tokens_of(user).refresh
        replies = at_once(pool, *[lambda token=token: refresh(token)] * AT_ONCE)
        won = [reply for reply in replies if reply.status_code == 200]
        lost = [reply for reply in replies if reply.status_code != 200]
        assert len(won) == 1
        assert {(reply.status_code, reply.data["code"]) for reply in lost} == {(401, "token_reused")}
        assert refresh(won[0].data["refresh"]).data["code"] == "token_reused"
        assert me(won[0].data["access"]).data["code"] == "token_reused"
    assert Session.objects.filter(user=user, ended_at=None).count() == 1
    assert refresh(bystander.refresh).status_code == 200


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("password", "password_changed"),
        ("disable", "account_disabled"),
        ("delete", "account_deleted"),
        ("logout", "session_revoked"),
    ],
)
def test_a_refresh_beside_the_end_of_all_sessions_leaves_nothing_alive(
    pool: ThreadPoolExecutor, name: str, expected: str
) -> None:
    administrator = UserFactory(administrator=True)
    ends = {
        "password": lambda user: services.user_password_set(user=user, password=PASSWORD, by=administrator),
        "disable": lambda user: services.user_disable(user=user, by=administrator),
        "delete": lambda user: services.user_delete(user=user, by=administrator),
        "logout": lambda user: services.user_logout_everywhere(user=user),
    }
    for _ in range(10):
        user = UserFactory()
        pairs = [tokens_of(user) for _ in range(AT_ONCE - 1)]
        work = [lambda pair=pair: refresh(pair.refresh) for pair in pairs]
        replies = at_once(pool, *work, lambda user=user: ends[name](user))[:-1]
        for pair, reply in zip(pairs, replies, strict=True):
            assert reply.status_code in (200, 401)
            access = reply.data["access"] if reply.status_code == 200 else pair.access
            assert (me(access).status_code, me(access).data["code"]) == (401, expected)


def test_a_login_beside_a_password_change_never_survives_with_the_old_password(pool: ThreadPoolExecutor) -> None:
    user = UserFactory(password=PASSWORD)
    administrator = UserFactory(administrator=True)
    body = {"identifier": user.phone, "password": PASSWORD}

    def login() -> Any:
        return APIClient().post("/api/v1/auth/login/", body, format="json")

    def change() -> None:
        services.user_password_set(user=User.objects.get(pk=user.pk), password="Khác-hẳn-9", by=administrator)

    *logins, _ = at_once(pool, login, login, login, change)
    for reply in logins:
        assert reply.status_code in (200, 401)
        if reply.status_code == 200:
            assert me(reply.data["access"]).status_code == 401


def test_a_login_that_ends_the_others_never_survives_a_password_change_beside_it(pool: ThreadPoolExecutor) -> None:
    """It moves the epoch on itself: looking it up anew would let the old password in after the change."""
    administrator = UserFactory(administrator=True)
    for _ in range(10):
        user = UserFactory(password=PASSWORD)
        body = {"identifier": user.phone, "password": PASSWORD, "end_other_sessions": True}

        def login(body: dict[str, Any] = body) -> Any:
            return APIClient().post("/api/v1/auth/login/", body, format="json")

        def change(pk: Any = user.pk) -> None:
            services.user_password_set(user=User.objects.get(pk=pk), password="Khác-hẳn-9", by=administrator)

        *logins, _ = at_once(pool, login, login, login, change)
        for reply in logins:
            assert reply.status_code in (200, 401)
            assert reply.status_code == 401 or me(reply.data["access"]).status_code == 401


def test_of_parallel_logins_that_end_the_others_and_an_end_of_all_at_most_one_is_left(pool: ThreadPoolExecutor) -> None:
    """Nor do they wait for each other for ever: devices are locked before the person in both."""
    for _ in range(10):
        user = UserFactory(password=PASSWORD)
        DeviceFactory.create(user=user)
        body = {"identifier": user.phone, "password": PASSWORD, "end_other_sessions": True}

        def login(body: dict[str, Any] = body) -> Any:
            return APIClient().post("/api/v1/auth/login/", body, format="json")

        *logins, _ = at_once(pool, login, login, login, lambda user=user: services.user_logout_everywhere(user=user))
        assert {reply.status_code for reply in logins} == {200}
        assert sum(me(reply.data["access"]).status_code == 200 for reply in logins) <= 1


def test_of_parallel_registrations_with_one_code_one_makes_the_account(pool: ThreadPoolExecutor) -> None:
    code = code_request(phone="+84901234567", purpose=CodePurpose.REGISTER, language="vi", address="127.0.0.1")
    body = {"phone": "0901234567", "code": code_digits(code), "password": PASSWORD, "full_name": "Y Thái"}
    work = [lambda: APIClient().post("/api/v1/auth/register/", body, format="json")] * AT_ONCE
    statuses = sorted(reply.status_code for reply in at_once(pool, *work))
    assert statuses == [201, 400, 400, 400]
    assert User.objects.count() == 1


def test_parallel_guesses_of_a_code_are_all_counted(pool: ThreadPoolExecutor) -> None:
    code = code_request(phone="+84901234567", purpose=CodePurpose.REGISTER, language="vi", address="127.0.0.1")
    wrong = f"{(int(code_digits(code)) + 1) % 10**6:06d}"
    body = {"phone": "0901234567", "code": wrong, "password": PASSWORD, "full_name": "Y Thái"}
    work = [lambda: APIClient().post("/api/v1/auth/register/", body, format="json")] * AT_ONCE
    at_once(pool, *work)
    assert OneTimeCode.objects.get().attempts == AT_ONCE


def test_parallel_requests_for_one_phone_send_one_code(pool: ThreadPoolExecutor) -> None:
    body = {"phone": "0901234567", "purpose": "register"}
    work = [lambda: APIClient().post("/api/v1/auth/otp/", body, format="json")] * AT_ONCE
    statuses = sorted(reply.status_code for reply in at_once(pool, *work))
    assert statuses == [202, 429, 429, 429]
    assert OneTimeCode.objects.count() == 1


def test_consent_evidence_cannot_be_changed_even_by_sql() -> None:
    from django.db import DatabaseError

    from backend.accounts.consents import consent_record
    from backend.accounts.sessions import Client
    from tests.factories.accounts import ConsentPurposeFactory

    purpose = ConsentPurposeFactory()
    consent_record(user=UserFactory(), purpose=purpose.slug, granted=True, text_version=1, client=Client())
    for sql in ("UPDATE accounts_consentrecord SET granted = false", "DELETE FROM accounts_consentrecord"):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(sql)
