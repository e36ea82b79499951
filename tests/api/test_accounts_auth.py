"""Registration, login, refresh, logout, passwords: through the API, as a phone does it."""

from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from rest_framework.test import APIClient

from backend.accounts import services
from backend.accounts.code_delivery import code_digits
from backend.accounts.models import DevSms, OneTimeCode, Session, User
from backend.accounts.tasks import code_send_task
from backend.common.models import AuditEntry
from tests.factories.accounts import PASSWORD, UserFactory, api_client, tokens_of
from tests.factories.notifications import DeviceFactory

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "Thác-Dray-Sáp-mùa-mưa-9"


@pytest.fixture
def cheap_hashes(settings: Any) -> None:
    """For tests that count attempts: a hundred argon2 hashes would take a minute."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def post(client: APIClient, path: str, body: dict[str, Any], **extra: Any) -> Any:
    return client.post(f"/api/v1/{path}", body, format="json", **extra)


def refresh(token: str) -> Any:
    return post(APIClient(), "auth/refresh/", {"refresh": token})


def ask_code(phone: str, purpose: str) -> str:
    reply = post(APIClient(), "auth/otp/", {"phone": phone, "purpose": purpose})
    assert reply.status_code == 202, reply.data
    return code_digits(OneTimeCode.objects.latest("created_at"))


def register_body(**changes: Any) -> dict[str, Any]:
    return {"phone": "0901234567", "password": PASSWORD, "full_name": "H'Linh Niê", **changes}


class TestRegistration:
    def test_code_confirms_the_phone_and_signs_in(self) -> None:
        digits = ask_code("090 123 4567", "register")
        reply = post(APIClient(), "auth/register/", register_body(code=digits))
        assert reply.status_code == 201, reply.data
        assert reply.data["user"]["phone"] == "+84901234567"
        assert reply.data["user"]["role"] == "citizen"
        assert "no-store" in reply["Cache-Control"]
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {reply.data['access']}")
        assert client.get("/api/v1/me/").data["full_name"] == "H'Linh Niê"
        assert User.objects.get().password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")

    def test_a_code_works_once(self) -> None:
        digits = ask_code("0901234567", "register")
        assert post(APIClient(), "auth/register/", register_body(code=digits)).status_code == 201
        User.objects.update(phone="+84901234568")
        reply = post(APIClient(), "auth/register/", register_body(code=digits))
        assert (reply.status_code, reply.data["code"]) == (400, "code_invalid")

    def test_a_weak_password_does_not_use_the_code_up(self) -> None:
        digits = ask_code("0901234567", "register")
        weak = post(APIClient(), "auth/register/", register_body(code=digits, password="12345678"))
        assert weak.data["code"] == "validation_error"
        assert {error["field"] for error in weak.data["errors"]} == {"password"}
        assert post(APIClient(), "auth/register/", register_body(code=digits)).status_code == 201

    def test_a_code_expires_after_five_minutes(self) -> None:
        digits = ask_code("0901234567", "register")
        with time_machine.travel(timezone.now() + timedelta(seconds=301)):
            assert post(APIClient(), "auth/register/", register_body(code=digits)).data["code"] == "code_invalid"

    def test_asking_again_ends_the_code_before(self) -> None:
        first = ask_code("0901234567", "register")
        with time_machine.travel(timezone.now() + timedelta(seconds=61)):
            ask_code("0901234567", "register")
            assert post(APIClient(), "auth/register/", register_body(code=first)).data["code"] == "code_invalid"

    @pytest.mark.parametrize("body", [{"phone": "12345"}, {"full_name": "1"}, {"code": "12345"}, {"language": "fr"}])
    def test_bad_input_is_named_by_field(self, body: dict[str, str]) -> None:
        reply = post(APIClient(), "auth/register/", {**register_body(code="123456"), **body})
        assert reply.status_code == 400
        assert [error["field"] for error in reply.data["errors"]] == list(body)


class TestOneTimeCodes:
    def test_answer_is_the_same_for_known_and_unknown_phones(self) -> None:
        UserFactory(phone="+84901234567")
        replies = [
            post(APIClient(), "auth/otp/", {"phone": phone, "purpose": purpose})
            for phone, purpose in [("0901234567", "register"), ("0901234568", "register"), ("0901234569", "reset")]
        ]
        assert {(reply.status_code, str(reply.data)) for reply in replies} == {
            (202, "{'expires_in': 300, 'resend_after': 60}")
        }

    def test_a_known_phone_asked_to_register_gets_a_hint_and_no_code(
        self,
    ) -> None:
        UserFactory(phone="+84901234567")
        digits = ask_code("0901234567", "register")
        code_send_task.run(str(OneTimeCode.objects.get().pk))
        text = DevSms.objects.get().text
        assert digits not in text
        reply = post(APIClient(), "auth/register/", register_body(code=digits))
        assert reply.data["code"] == "code_invalid", "the digits of a decoy fit nothing"

    def test_an_unknown_phone_asked_to_reset_gets_no_message(self) -> None:
        ask_code("0901234567", "reset")
        assert code_send_task.run(str(OneTimeCode.objects.get().pk)) is False
        assert not DevSms.objects.exists()

    def test_message_carries_the_digits_once_it_is_sent(self) -> None:
        digits = ask_code("0901234567", "register")
        code_send_task.run(str(OneTimeCode.objects.get().pk))
        assert digits in DevSms.objects.get(phone="+84901234567").text

    def test_a_used_or_expired_code_is_not_sent(self) -> None:
        ask_code("0901234567", "register")
        OneTimeCode.objects.update(expires_at=timezone.now())
        assert code_send_task.run(str(OneTimeCode.objects.get().pk)) is False

    def test_second_request_within_a_minute_is_told_to_wait(self) -> None:
        ask_code("0901234567", "register")
        reply = post(APIClient(), "auth/otp/", {"phone": "+84901234567", "purpose": "reset"})
        assert (reply.status_code, reply.data["code"]) == (429, "code_too_soon")
        assert 0 < int(reply["Retry-After"]) <= 61

    def test_a_phone_gets_ten_codes_a_day_wherever_they_are_asked_from(self, settings: Any) -> None:
        settings.THROTTLING_ENABLED = False
        now = timezone.now()
        for minute in range(10):
            with time_machine.travel(now + timedelta(minutes=2 * minute)):
                ask_code("0901234567", "register")
        with time_machine.travel(now + timedelta(hours=12)):
            reply = post(APIClient(), "auth/otp/", {"phone": "0901234567", "purpose": "register"})
            assert (reply.status_code, reply.data["code"]) == (429, "code_too_soon")
        with time_machine.travel(now + timedelta(hours=25)):
            ask_code("0901234567", "register")

    def test_one_address_cannot_spray_phones(self) -> None:
        statuses = [
            post(APIClient(), "auth/otp/", {"phone": f"09012345{n:02d}", "purpose": "register"}).status_code
            for n in range(31)
        ]
        assert statuses == [202] * 30 + [429]

    def test_five_wrong_guesses_kill_the_code(self) -> None:
        digits = ask_code("0901234567", "register")
        wrong = f"{(int(digits) + 1) % 10**6:06d}"
        for _ in range(5):
            assert post(APIClient(), "auth/register/", register_body(code=wrong)).data["code"] == "code_invalid"
        assert post(APIClient(), "auth/register/", register_body(code=digits)).data["code"] == "code_invalid"
        assert not User.objects.exists()

    def test_the_fifth_guess_may_still_be_right(self) -> None:
        digits = ask_code("0901234567", "register")
        wrong = f"{(int(digits) + 1) % 10**6:06d}"
        for _ in range(4):
            post(APIClient(), "auth/register/", register_body(code=wrong))
        assert post(APIClient(), "auth/register/", register_body(code=digits)).status_code == 201


class TestLogin:
    @pytest.mark.parametrize("identifier", ["0901234567", "+84901234567", "84 901 234 567", "Linh@Example.VN"])
    def test_phone_in_any_spelling_or_email_in_any_case(self, identifier: str) -> None:
        UserFactory(phone="+84901234567", email="linh@example.vn", password=PASSWORD)
        body = {"identifier": identifier, "password": PASSWORD, "device_name": "Máy của Linh"}
        reply = post(APIClient(), "auth/login/", body, HTTP_USER_AGENT="daknong/1.0")
        assert reply.status_code == 200, reply.data
        session = Session.objects.get()
        assert (session.device_name, session.user_agent, session.ip) == ("Máy của Linh", "daknong/1.0", "127.0.0.1")

    @pytest.mark.parametrize("identifier", ["0901234567", "nobody@example.vn", "không phải", "\ufeff", "a" * 254])
    def test_wrong_and_unknown_get_the_same_answer(self, identifier: str) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        reply = post(APIClient(), "auth/login/", {"identifier": identifier, "password": "sai mật khẩu"})
        assert (reply.status_code, reply.data["code"]) == (401, "invalid_credentials")
        assert reply["WWW-Authenticate"] == 'Bearer realm="api"'

    def test_unknown_costs_one_hash_as_known_does(self, monkeypatch: pytest.MonkeyPatch) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        calls: list[str] = []
        encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
        monkeypatch.setattr(
            Argon2PasswordHasher,
            "encode",
            lambda *a: calls.append("hash") or encode(*a),  # type: ignore[func-returns-value]
        )
        monkeypatch.setattr(
            Argon2PasswordHasher,
            "verify",
            lambda *a: calls.append("hash") or verify(*a),  # type: ignore[func-returns-value]
        )
        for identifier in ("0901234567", "0901234568", "x@y.vn", "nonsense"):
            calls.clear()
            post(APIClient(), "auth/login/", {"identifier": identifier, "password": "sai"})
            assert calls == ["hash"], identifier

    def test_disabled_account_is_told_so_only_with_the_right_password(self) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD, is_active=False)
        wrong = post(APIClient(), "auth/login/", {"identifier": "0901234567", "password": "sai"})
        right = post(APIClient(), "auth/login/", {"identifier": "0901234567", "password": PASSWORD})
        assert (wrong.data["code"], right.data["code"]) == ("invalid_credentials", "account_disabled")

    def test_stale_authorization_header_does_not_stand_in_the_way(self) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        body = {"identifier": "0901234567", "password": PASSWORD}
        assert post(APIClient(), "auth/login/", body, HTTP_AUTHORIZATION="Bearer old").status_code == 200


@pytest.mark.usefixtures("cheap_hashes")
class TestBruteForce:
    def attack(self, address: str, times: int, identifier: str = "0901234567") -> list[int]:
        body = {"identifier": identifier, "password": "đoán mò"}
        return [post(APIClient(), "auth/login/", body, REMOTE_ADDR=address).status_code for _ in range(times)]

    def owner(self, address: str) -> Any:
        body = {"identifier": "+84901234567", "password": PASSWORD}
        return post(APIClient(), "auth/login/", body, REMOTE_ADDR=address)

    def test_attacker_is_stopped_and_owner_logs_in_from_elsewhere(self) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        assert self.attack("198.51.100.7", 12) == [401] * 10 + [429] * 2
        blocked = self.owner("198.51.100.7")
        assert (blocked.status_code, blocked.data["code"]) == (429, "throttled")
        assert int(blocked["Retry-After"]) > 0
        assert self.owner("203.0.113.9").status_code == 200

    def test_spelling_the_phone_differently_gains_no_attempts(self) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        statuses = [*self.attack("198.51.100.7", 6), *self.attack("198.51.100.7", 6, "+84 901234567")]
        assert statuses.count(401) == 10

    def test_one_ipv6_network_counts_as_one_address(self) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        statuses = [self.attack(f"2001:db8::{n:x}", 1)[0] for n in range(1, 13)]
        assert statuses.count(401) == 10

    def test_one_address_cannot_try_one_password_on_many_people(self) -> None:
        statuses = [self.attack("198.51.100.7", 1, f"a{n}@example.vn")[0] for n in range(62)]
        assert statuses == [401] * 60 + [429] * 2

    def test_many_addresses_together_close_the_door_for_strangers_but_not_for_a_known_address(
        self, settings: Any
    ) -> None:
        settings.THROTTLES = {
            **settings.THROTTLES,
            "login": [("10/5m", "identifier+address"), ("12/h", "identifier+stranger")],
        }
        UserFactory(phone="+84901234567", password=PASSWORD)
        assert self.owner("203.0.113.9").status_code == 200
        for n in range(12):
            self.attack(f"198.51.{n}.7", 1)
        assert self.owner("192.0.2.44").status_code == 429, "an address never seen"
        assert self.owner("203.0.113.9").status_code == 200, "where the owner has logged in before"

    def test_password_guesses_of_a_token_thief_are_counted_too(self) -> None:
        client = api_client(UserFactory(password=PASSWORD))
        body = {"old_password": "đoán mò", "new_password": NEW_PASSWORD}
        codes = [post(client, "auth/password/", body).data["code"] for _ in range(11)]
        assert codes == ["wrong_password"] * 10 + ["throttled"]


class TestTokens:
    def test_claims_say_who_which_session_for_whom_and_for_how_long(self) -> None:
        user = UserFactory()
        pair = tokens_of(user)
        options = {"algorithms": ["HS256"], "audience": "daknong-c", "issuer": "daknong-c"}
        access = jwt.decode(pair.access, settings.JWT_SIGNING_KEY, **options)
        assert access["sub"] == str(user.pk)
        assert access["sid"] == str(Session.objects.get().pk)
        assert access["exp"] - access["iat"] == 15 * 60
        long = jwt.decode(pair.refresh, settings.JWT_SIGNING_KEY, **options)
        assert long["exp"] - long["iat"] == 30 * 24 * 3600
        assert "phone" not in access and len(set(access)) == 8

    def test_request_without_header_costs_no_query(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert APIClient().get("/api/v1/me/").status_code == 401

    def test_request_with_token_costs_one_query(self, django_assert_num_queries: Any) -> None:
        client = api_client(UserFactory())
        with django_assert_num_queries(1):
            assert client.get("/api/v1/me/").status_code == 200

    def test_refresh_costs_few_queries(self, django_assert_max_num_queries: Any) -> None:
        pair = tokens_of(UserFactory())
        with django_assert_max_num_queries(4):  # savepoint, locked read, write, release
            assert refresh(pair.refresh).status_code == 200

    @pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer a.b.c", "Bearer \u00e9", "bearer x y", "Bearer ."])
    def test_nonsense_in_the_header_is_a_401_with_a_code(self, header: str) -> None:
        reply = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=header)
        assert (reply.status_code, reply.data["code"]) == (401, "token_invalid")

    @pytest.mark.parametrize("header", ["Basic YTpi", ""])
    def test_another_scheme_is_a_guest(self, header: str) -> None:
        reply = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=header)
        assert (reply.status_code, reply.data["code"]) == (401, "not_authenticated")

    def test_refresh_token_is_no_access_token_and_the_other_way_round(self) -> None:
        pair = tokens_of(UserFactory())
        reply = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {pair.refresh}")
        assert reply.data["code"] == "token_invalid"
        assert refresh(pair.access).data["code"] == "token_invalid"

    @pytest.mark.parametrize(
        "changes",
        [{"aud": "other"}, {"iss": "other"}, {"sid": "x"}, {"sub": 5}, {"sid": None}, {"exp": "soon"}, {"jti": None}],
    )
    def test_claims_not_of_ours_are_refused(self, changes: dict[str, Any]) -> None:
        claims = jwt.decode(tokens_of(UserFactory()).refresh, options={"verify_signature": False})
        forged = jwt.encode({**claims, **changes}, settings.JWT_SIGNING_KEY, algorithm="HS256")
        reply = refresh(forged)
        assert (reply.status_code, reply.data["code"]) in [(401, "token_invalid"), (401, "token_reused")]

    @pytest.mark.parametrize("algorithm", ["none", "HS512"])
    def test_other_algorithms_are_refused(self, algorithm: str) -> None:
        claims = jwt.decode(tokens_of(UserFactory()).access, options={"verify_signature": False})
        key = "" if algorithm == "none" else settings.JWT_SIGNING_KEY
        forged = jwt.encode(claims, key, algorithm=algorithm)
        reply = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {forged}")
        assert reply.data["code"] == "token_invalid"

    def test_expired_tokens_say_that_they_expired(self) -> None:
        pair = tokens_of(UserFactory())
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            reply = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {pair.access}")
            assert reply.data["code"] == "token_expired"
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            assert refresh(pair.refresh).data["code"] == "token_expired"
            assert post(APIClient(), "auth/logout/", {"refresh": pair.refresh}).status_code == 204

    def test_rotation_gives_a_pair_that_works(self) -> None:
        pair = tokens_of(UserFactory())
        for _ in range(3):
            reply = refresh(pair.refresh)
            assert reply.status_code == 200
            pair = type(pair)(**reply.data)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {pair.access}")
        assert client.get("/api/v1/me/").status_code == 200

    def test_a_stolen_token_used_again_leaves_no_live_successor(self) -> None:
        user = UserFactory()
        other = tokens_of(user)
        stolen = tokens_of(user).refresh
        thief = refresh(stolen).data
        assert refresh(stolen).data["code"] == "token_reused"
        assert refresh(thief["refresh"]).data["code"] == "token_reused"
        reply = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {thief['access']}")
        assert (reply.status_code, reply.data["code"]) == (401, "token_reused")
        assert refresh(other.refresh).status_code == 200, "the other device goes on"


class TestEndOfSessions:
    """Each way to end sessions, seen by an access and a refresh token that were good before."""

    def codes(self, pair: Any) -> tuple[str, str]:
        me = APIClient().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {pair.access}")
        again = refresh(pair.refresh)
        assert (me.status_code, again.status_code) == (401, 401)
        return me.data["code"], again.data["code"]

    def test_logout_ends_this_session_alone(self) -> None:
        user = UserFactory()
        pair, other = tokens_of(user), tokens_of(user)
        assert post(APIClient(), "auth/logout/", {"refresh": pair.refresh}).status_code == 204
        assert post(APIClient(), "auth/logout/", {"refresh": pair.refresh}).status_code == 204
        assert self.codes(pair) == ("session_revoked", "session_revoked")
        assert refresh(other.refresh).status_code == 200

    def test_logout_everywhere_ends_all(self) -> None:
        user = UserFactory()
        pairs = [tokens_of(user), tokens_of(user)]
        stranger = tokens_of(UserFactory())
        assert post(api_client(user), "auth/logout-everywhere/", {}).status_code == 204
        for pair in pairs:
            assert self.codes(pair) == ("session_revoked", "session_revoked")
        assert refresh(stranger.refresh).status_code == 200

    def test_a_login_that_asks_for_it_ends_all_older_sessions_and_takes_their_devices_off(self) -> None:
        user, stranger = UserFactory(password=PASSWORD), UserFactory()
        device = DeviceFactory.create(user=user, topics=["all", f"user:{user.pk}"])
        pairs, bystander = [tokens_of(user), tokens_of(user)], tokens_of(stranger)
        body = {"identifier": user.phone, "password": PASSWORD, "end_other_sessions": True}
        reply = post(APIClient(), "auth/login/", body)
        assert reply.status_code == 200, reply.data
        for pair in pairs:
            assert self.codes(pair) == ("session_revoked", "session_revoked")
        assert refresh(reply.data["refresh"]).status_code == refresh(bystander.refresh).status_code == 200
        device.refresh_from_db()
        assert device.user is None and f"user:{user.pk}" not in device.topics
        assert AuditEntry.objects.filter(actor=user, action="other_sessions_end").count() == 1

    @pytest.mark.parametrize("more", [{}, {"end_other_sessions": False}])
    def test_a_login_that_does_not_ask_leaves_the_others_alone(self, more: dict[str, bool]) -> None:
        user = UserFactory(password=PASSWORD)
        pair, device = tokens_of(user), DeviceFactory.create(user=user)
        body = {"identifier": user.phone, "password": PASSWORD, **more}
        assert post(APIClient(), "auth/login/", body).status_code == 200
        assert refresh(pair.refresh).status_code == 200
        device.refresh_from_db()
        assert device.user == user and not AuditEntry.objects.filter(action="other_sessions_end").exists()

    def test_a_wrong_password_ends_nobodys_sessions(self) -> None:
        user = UserFactory(password=PASSWORD)
        pair = tokens_of(user)
        body = {"identifier": user.phone, "password": "sai-rồi-9", "end_other_sessions": True}
        assert post(APIClient(), "auth/login/", body).status_code == 401
        assert refresh(pair.refresh).status_code == 200

    def test_password_change_ends_all_and_opens_one(self) -> None:
        user = UserFactory(password=PASSWORD)
        pair = tokens_of(user)
        body = {"old_password": PASSWORD, "new_password": NEW_PASSWORD}
        reply = post(api_client(user), "auth/password/", body)
        assert reply.status_code == 200, reply.data
        assert self.codes(pair) == ("password_changed", "password_changed")
        assert refresh(reply.data["refresh"]).status_code == 200
        login = {"identifier": user.phone, "password": NEW_PASSWORD}
        assert post(APIClient(), "auth/login/", login).status_code == 200

    def test_password_reset_by_code_ends_all(self) -> None:
        user = UserFactory(phone="+84901234567", password=PASSWORD)
        pair = tokens_of(user)
        digits = ask_code("0901234567", "reset")
        body = {"phone": "0901234567", "code": digits, "new_password": NEW_PASSWORD}
        assert post(APIClient(), "auth/password-reset/", body).status_code == 204
        assert self.codes(pair) == ("password_changed", "password_changed")
        old = {"identifier": "0901234567", "password": PASSWORD}
        assert post(APIClient(), "auth/login/", old).status_code == 401
        assert post(APIClient(), "auth/login/", {**old, "password": NEW_PASSWORD}).status_code == 200

    def test_a_register_code_does_not_reset_a_password(self) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        digits = ask_code("0901234567", "register")
        body = {"phone": "0901234567", "code": digits, "new_password": NEW_PASSWORD}
        assert post(APIClient(), "auth/password-reset/", body).data["code"] == "code_invalid"

    def test_disabling_ends_all_and_enabling_brings_none_back(self) -> None:
        user, administrator = UserFactory(), UserFactory(administrator=True)
        pair = tokens_of(user)
        services.user_disable(user=user, by=administrator)
        assert self.codes(pair) == ("account_disabled", "account_disabled")
        services.user_enable(user=user, by=administrator)
        assert self.codes(pair) == ("account_disabled", "account_disabled")

    def test_account_switched_off_in_the_database_is_refused_too(self) -> None:
        user = UserFactory()
        pair = tokens_of(user)
        User.objects.update(is_active=False)
        assert self.codes(pair) == ("account_disabled", "account_disabled")

    def test_a_row_deleted_under_a_live_token_is_a_401(self) -> None:
        pair = tokens_of(UserFactory())
        User.objects.all().delete()
        assert self.codes(pair) == ("session_revoked", "session_revoked")

    def test_a_login_that_began_before_the_password_change_is_born_dead(self) -> None:
        user = UserFactory(password=PASSWORD)
        loaded_before = User.objects.get(pk=user.pk)
        body = {"old_password": PASSWORD, "new_password": NEW_PASSWORD}
        assert post(api_client(user), "auth/password/", body).status_code == 200
        late = tokens_of(loaded_before)
        assert self.codes(late) == ("session_revoked", "session_revoked")
