"""People below the API: identifiers, masks, the SMS gateway, demo data, migrations, what must never be logged."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from backend.accounts import demo, services
from backend.accounts.code_delivery import code_digits, code_send
from backend.accounts.codes import code_request
from backend.accounts.guessing import identifier_key
from backend.accounts.identifiers import (
    InvalidIdentifier,
    email_mask,
    identifier_normalize,
    phone_mask,
    phone_normalize,
)
from backend.accounts.models import CodePurpose, ConsentPurpose, OneTimeCode, Session, User
from backend.accounts.sessions import Client
from backend.accounts.sms import SmsRefused, SmsUnavailable, sms_send
from backend.accounts.tasks import accounts_purge, code_send_task
from backend.common.logging import json_formatter
from tests.factories.accounts import PASSWORD, UserFactory, tokens_of


class TestIdentifiers:
    @pytest.mark.parametrize(
        "raw", ["0901234567", "090 123 45 67", "+84901234567", "+84 90-123-4567", "84901234567", "(090) 1234567"]
    )
    def test_one_phone_has_one_spelling(self, raw: str) -> None:
        assert phone_normalize(raw) == "+84901234567"

    @pytest.mark.parametrize("raw", ["", "112", "1022", "090123456", "abc", "+84", "0" * 300, "٠٩"])
    def test_what_is_no_phone_is_refused(self, raw: str) -> None:
        with pytest.raises(InvalidIdentifier):
            phone_normalize(raw)

    def test_kind_is_told_by_the_at_sign(self) -> None:
        assert identifier_normalize(" Lan@Example.VN ") == ("email", "lan@example.vn")
        assert identifier_normalize("0901234567") == ("phone", "+84901234567")

    def test_masks_keep_what_the_owner_recognises(self) -> None:
        assert (phone_mask("+84901234567"), phone_mask(None)) == ("+84 ••• ••• 567", "")
        assert (email_mask("lan.anh@mail.vn"), email_mask(None)) == ("l•••@mail.vn", "")

    def test_guessing_counts_every_spelling_as_one(self) -> None:
        assert identifier_key("0901234567") == identifier_key("+84 90 123 4567")
        assert len(identifier_key("x" * 10_000)) == 254


@pytest.mark.django_db
class TestUserModel:
    def test_somebody_must_have_a_phone_or_an_email(self) -> None:
        with pytest.raises(IntegrityError, match="phone_or_email"), transaction.atomic():
            User.objects.create_user(full_name="Ai đó")

    @pytest.mark.parametrize("values", [{"phone": "0901234567"}, {"email": "Lan@example.vn"}])
    def test_the_database_refuses_a_second_spelling(self, values: dict[str, str]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            User(full_name="Ai đó", **values).save()

    def test_one_email_in_any_case_is_one_person(self) -> None:
        User.objects.create_user(email="Lan@Example.vn")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user(email="lAN@example.vn")

    def test_staff_and_superuser_follow_the_role_alone(self) -> None:
        rights = {
            role: (User(role=role).is_staff, User(role=role).is_superuser)
            for role in ("citizen", "officer", "administrator")
        }
        assert rights == {"citizen": (False, False), "officer": (True, False), "administrator": (True, True)}

    def test_createsuperuser_makes_an_administrator(self) -> None:
        call_command("createsuperuser", "--noinput", "--email", "a@b.vn", "--full_name", "A", verbosity=0)
        assert User.objects.get(email="a@b.vn").role == "administrator"

    def test_its_name_in_logs_and_trail_shows_no_phone(self) -> None:
        assert str(User(phone="+84901234567")) == "+84 ••• ••• 567"


class Gateway(BaseHTTPRequestHandler):
    """A gateway of an SMS provider: keeps what it got, answers what the test set."""

    got: list[dict[str, Any]]
    status = 202

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).got.append({**body, "auth": self.headers["Authorization"]})
        self.send_response(type(self).status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Gateway]]:
    handler = type("OneGateway", (Gateway,), {"got": [], "status": 202})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.SMS_SENDER = "backend.accounts.sms.HttpGatewaySmsSender"
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_GATEWAY_TOKEN = "bí-mật".encode().hex()
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


class TestSmsGateway:
    def send(self) -> None:
        sms_send(phone="+84901234567", text="Mã của bạn", message_id="m1")

    def test_posts_phone_text_and_id_with_the_token(self, gateway: type[Gateway], settings: Any) -> None:
        self.send()
        auth = f"Bearer {settings.SMS_GATEWAY_TOKEN}"
        assert gateway.got == [{"to": "+84901234567", "text": "Mã của bạn", "id": "m1", "auth": auth}]

    @pytest.mark.parametrize(
        ("status", "error"), [(503, SmsUnavailable), (429, SmsUnavailable), (400, SmsRefused), (302, SmsRefused)]
    )
    def test_trouble_may_be_retried_and_a_refusal_not(
        self, gateway: type[Gateway], status: int, error: type[Exception]
    ) -> None:
        gateway.status = status
        with pytest.raises(error):
            self.send()
        assert len(gateway.got) == 1

    def test_a_gateway_that_is_gone_is_unavailable(self, gateway: type[Gateway], settings: Any) -> None:
        settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/send"
        with pytest.raises(SmsUnavailable):
            self.send()

    def test_retries_name_the_error_that_may_pass(self) -> None:
        assert code_send_task.autoretry_for == (SmsUnavailable,)


@pytest.mark.django_db
class TestWhatIsKept:
    def test_the_digits_are_stored_nowhere(self) -> None:
        code = code_request(phone="+84901234567", purpose=CodePurpose.REGISTER, language="vi", address="127.0.0.1")
        digits = code_digits(code)
        assert digits.isdigit() and len(digits) == 6
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(c)::text FROM accounts_onetimecode c")
            row = str(cursor.fetchone()[0]).replace(str(code.pk), "")
        assert digits not in row

    def test_two_requests_have_digits_of_their_own(self) -> None:
        codes = [OneTimeCode(phone="+84901234567", purpose="register") for _ in range(50)]
        assert len({code_digits(code) for code in codes}) > 45

    def test_old_codes_and_long_dead_sessions_are_forgotten(self) -> None:
        from datetime import timedelta

        import time_machine
        from django.utils import timezone

        tokens_of(UserFactory())
        code_request(phone="+84901234567", purpose=CodePurpose.REGISTER, language="vi", address="127.0.0.1")
        assert accounts_purge() == {"codes": 0, "sessions": 0, "messages": 0}
        with time_machine.travel(timezone.now() + timedelta(days=121)):
            assert accounts_purge()["sessions"] == 1
        assert (Session.objects.count(), OneTimeCode.objects.count()) == (0, 0)

    def test_words_in_a_proxy_header_are_no_address(self) -> None:
        tokens_of(UserFactory(), address="unknown, not an address")
        assert Session.objects.get().ip is None

    def test_logs_name_nobody(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO")
        code = code_request(phone="+84901234567", purpose=CodePurpose.REGISTER, language="vi", address="127.0.0.1")
        digits = code_digits(code)
        code_send(code_id=str(code.pk))
        client = Client(address="127.0.0.1")
        _user, pair = services.user_register(
            phone="+84901234567", digits=digits, password=PASSWORD, full_name="Lan Anh", language="vi", client=client
        )
        services.user_login(identifier="0901234567", password=PASSWORD, client=client)
        text = "\n".join(json_formatter().format(record) for record in caplog.records)
        assert "one_time_code_sent" in text, "something must have been logged, or this test proves nothing"
        for secret in ("901234567", digits, PASSWORD, "Lan Anh", pair.access, pair.refresh):
            assert secret not in text


@pytest.mark.django_db
class TestDemo:
    def test_loading_twice_is_loading_once(self, settings: Any) -> None:
        first = demo.load_accounts()
        second = demo.load_accounts()
        assert {key: user.pk for key, user in first.items()} == {key: user.pk for key, user in second.items()}
        assert User.objects.count() == len(demo.PEOPLE) == 7
        assert ConsentPurpose.objects.count() == len(demo.PURPOSES)
        user, _pair = services.user_login(
            identifier="0900000101", password=settings.DEMO_PASSWORD, client=Client(address="127.0.0.1")
        )
        assert user == first["citizen_a"]

    def test_nobody_in_the_demo_has_agreed_to_anything(self) -> None:
        from backend.accounts.consents import consents_of

        people = demo.load_accounts()
        assert not any(state.granted for state in consents_of(people["citizen_a"]))


@pytest.mark.django_db(transaction=True)
def test_the_evidence_trigger_comes_and_goes_with_its_migration() -> None:
    def triggers() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'accounts_consentrecord_append_only'")
            return int(cursor.fetchone()[0])

    assert triggers() == 1
    call_command("migrate", "accounts", "0001", verbosity=0)
    assert triggers() == 0
    call_command("migrate", "accounts", verbosity=0)
    assert triggers() == 1
