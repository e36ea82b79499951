"""What /dev/ gives to developers' scripts: tokens of demo accounts and one-time codes, to this machine alone."""

from typing import Any

import pytest
from django.test import Client

from backend.accounts import dev_views
from backend.accounts.demo import load_accounts
from backend.accounts.models import DevSms, OneTimeCode, Session, SessionEnd, User
from backend.accounts.sessions import sessions_end_all
from backend.demo.dev_views import IDENTIFIERS

pytestmark = pytest.mark.django_db

PHONE = "+84900000109"


def token_of(who: str) -> Any:
    return Client().get(f"/dev/tokens/{who}/")


def me(token: str) -> Any:
    return Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"})


def ask_for_code(django_capture_on_commit_callbacks: Any, purpose: str = "register") -> OneTimeCode:
    with django_capture_on_commit_callbacks():  # no worker here: what it would send, a test puts there
        body = {"phone": PHONE, "purpose": purpose}
        reply = Client().post("/api/v1/auth/otp/", body, content_type="application/json")
    assert reply.status_code == 202, reply.content
    return OneTimeCode.objects.get(phone=PHONE)


class TestTokens:
    @pytest.fixture(autouse=True)
    def _people(self) -> None:
        load_accounts()

    @pytest.mark.parametrize("who", ["citizen", "handler", "editor", "approver", "administrator"])
    def test_a_token_is_that_account_s(self, who: str) -> None:
        reply = token_of(who)
        assert (reply.status_code, reply["Content-Type"]) == (200, "text/plain; charset=utf-8")
        assert reply["Cache-Control"] == "no-store"
        profile = me(reply.content.decode()).json()
        assert profile["phone"] or profile["email"]
        expected = User.objects.get(pk=profile["id"])
        assert IDENTIFIERS[who] in (expected.email, "0" + (expected.phone or "").removeprefix("+84"))

    def test_asking_often_opens_one_session_an_account(self) -> None:
        tokens = {token_of("citizen").content for _ in range(3)}
        assert len(tokens) == 3
        assert Session.objects.count() == 1
        token_of("editor")
        assert Session.objects.count() == 2

    def test_a_session_that_ended_is_replaced(self) -> None:
        old = token_of("citizen").content.decode()
        sessions_end_all(user=User.objects.get(phone="+84900000101"), reason=SessionEnd.LOGOUT_EVERYWHERE)
        assert me(old).status_code == 401
        assert me(token_of("citizen").content.decode()).status_code == 200

    def test_a_newcomer_is_somebody_new_each_time_with_the_demo_s_password(self, settings: Any) -> None:
        people = [me(token_of("newcomer").content.decode()).json() for _ in range(2)]
        assert len({person["phone"] for person in people}) == 2
        assert {person["role"] for person in people} == {"citizen"}
        body = {"identifier": people[0]["phone"], "password": settings.DEMO_PASSWORD}
        assert Client().post("/api/v1/auth/login/", body, content_type="application/json").status_code == 200

    def test_an_unknown_name_is_told_who_there_is(self) -> None:
        reply = token_of("mayor")
        assert reply.status_code == 404
        assert b"citizen, " in reply.content and reply["Content-Type"].startswith("text/plain")

    def test_a_disabled_account_gets_none(self) -> None:
        User.objects.filter(email="bien.tap@demo.daknong.vn").update(is_active=False)
        reply = token_of("editor")
        assert reply.status_code == 404 and b"demo province" in reply.content
        assert not Session.objects.exists()

    @pytest.mark.parametrize(
        "caller",
        [
            {"REMOTE_ADDR": "203.0.113.9"},
            {"REMOTE_ADDR": ""},
            {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_FORWARDED": "for=127.0.0.1"},
        ],
    )
    @pytest.mark.parametrize("path", ["/dev/tokens/citizen/", f"/dev/sms/{PHONE}/"])
    def test_only_this_machine_is_answered(self, path: str, caller: dict[str, str]) -> None:
        reply = Client().get(path, **caller)  # type: ignore[arg-type]
        assert reply.status_code == 403 and b"This page answers" in reply.content
        assert not Session.objects.exists()

    def test_no_other_site_may_read_a_token(self) -> None:
        reply = Client().get("/dev/tokens/citizen/", headers={"Origin": "https://evil.test"})
        assert not reply.has_header("Access-Control-Allow-Origin")
        assert Client().get("/dev/tokens/citizen/", HTTP_HOST="evil.test").status_code == 400

    def test_a_token_is_read_and_not_posted(self) -> None:
        assert Client().post("/dev/tokens/citizen/").status_code == 405


@pytest.mark.parametrize("path", ["/dev/tokens/citizen/", "/dev/tokens/newcomer/", f"/dev/sms/{PHONE}/"])
def test_nothing_of_it_is_there_in_production(path: str, settings: Any) -> None:
    load_accounts()
    settings.DAKNONG_ENV = "production"
    assert Client().get(path).status_code == 404


class TestCodes:
    @pytest.fixture(autouse=True)
    def _no_patience(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dev_views, "WAIT_SECONDS", 0.0)

    def test_the_code_comes_as_text(self, django_capture_on_commit_callbacks: Any) -> None:
        DevSms.objects.create(phone=PHONE, text="An older code: 111111.")
        ask_for_code(django_capture_on_commit_callbacks)
        assert Client().get(f"/dev/sms/{PHONE}/").status_code == 404  # the older one is not what was asked for
        DevSms.objects.create(phone=PHONE, text="DAKNONG-C: your code is 123456.")
        for spelling in (PHONE, "0900000109"):
            reply = Client().get(f"/dev/sms/{spelling}/")
            assert (reply.status_code, reply.content, reply["Cache-Control"]) == (200, b"123456", "no-store")

    def test_a_code_that_was_used_is_not_given_again(self, django_capture_on_commit_callbacks: Any) -> None:
        code = ask_for_code(django_capture_on_commit_callbacks)
        DevSms.objects.create(phone=PHONE, text="DAKNONG-C: your code is 123456.")
        OneTimeCode.objects.filter(pk=code.pk).update(used_at=code.created_at)
        assert Client().get(f"/dev/sms/{PHONE}/").status_code == 404

    def test_what_is_no_phone_is_told_so(self) -> None:
        reply = Client().get("/dev/sms/mayor/")
        assert reply.status_code == 404 and b"no phone number" in reply.content
