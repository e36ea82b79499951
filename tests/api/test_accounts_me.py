"""The signed-in person: profile, sessions, consents, deletion."""

from typing import Any

import pytest

from backend.accounts.consents import consent_is_granted, consent_purpose_ask, consent_purpose_reword
from backend.accounts.models import ConsentRecord, OneTimeCode, Session, User
from backend.common.models import AuditEntry
from tests.factories.accounts import PASSWORD, ConsentPurposeFactory, UserFactory, api_client, tokens_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def detached(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The users whose devices the notification side was asked to detach."""
    from notifications import services as notifications

    users: list[Any] = []
    monkeypatch.setattr(notifications, "devices_detach_user", lambda *, user_id: users.append(user_id))
    return users


class TestProfile:
    def test_me_shows_the_contract_and_nothing_else(self) -> None:
        reply = api_client(UserFactory(phone="+84901234567", full_name="Lan Anh")).get("/api/v1/me/")
        assert set(reply.data) == {
            "id", "phone", "email", "full_name", "role", "language", "area_codes", "created_at"
        }  # fmt: skip

    def test_name_and_language_change(self) -> None:
        client = api_client(UserFactory())
        reply = client.patch("/api/v1/me/", {"full_name": "  Lan   Anh ", "language": "en"}, format="json")
        assert (reply.status_code, reply.data["full_name"], reply.data["language"]) == (200, "Lan Anh", "en")

    def test_role_phone_and_email_are_not_for_the_person_to_change(self) -> None:
        user = UserFactory(phone="+84901234567")
        body = {"role": "administrator", "phone": "0909999999", "email": "x@y.vn", "is_active": False}
        assert api_client(user).patch("/api/v1/me/", body, format="json").status_code == 200
        user.refresh_from_db()
        assert (user.role, user.phone, user.email, user.is_active) == ("citizen", "+84901234567", None, True)

    def test_unknown_area_is_refused_by_field(self) -> None:
        reply = api_client(UserFactory()).patch("/api/v1/me/", {"area_codes": ["99999"]}, format="json")
        assert (reply.status_code, reply.data["code"]) == (400, "unknown_area")
        assert reply.data["errors"][0]["field"] == "area_codes"


class TestSessions:
    def test_list_shows_own_live_sessions_and_marks_this_one(self) -> None:
        user = UserFactory()
        tokens_of(user, device_name="Máy tính")
        tokens_of(UserFactory())
        reply = api_client(user).get("/api/v1/me/sessions/")
        assert [(row["device_name"], row["current"]) for row in reply.data] == [("", True), ("Máy tính", False)]

    def test_list_costs_two_queries_however_long(self, django_assert_num_queries: Any) -> None:
        user = UserFactory()
        for _ in range(20):
            tokens_of(user)
        client = api_client(user)
        with django_assert_num_queries(2):
            client.get("/api/v1/me/sessions/")

    def test_one_session_can_be_ended_and_is_gone(self) -> None:
        user = UserFactory()
        lost = tokens_of(user)
        session = Session.objects.get()
        client = api_client(user)
        assert client.delete(f"/api/v1/me/sessions/{session.pk}/").status_code == 204
        assert client.delete(f"/api/v1/me/sessions/{session.pk}/").status_code == 404
        reply = client.post("/api/v1/auth/refresh/", {"refresh": lost.refresh}, format="json")
        assert reply.data["code"] == "session_revoked"
        assert len(client.get("/api/v1/me/sessions/").data) == 1

    def test_somebody_elses_session_is_not_found(self) -> None:
        tokens_of(UserFactory())
        session = Session.objects.get()
        assert api_client(UserFactory()).delete(f"/api/v1/me/sessions/{session.pk}/").status_code == 404
        session.refresh_from_db()
        assert session.ended_at is None


class TestConsents:
    def decide(self, client: Any, **body: Any) -> Any:
        return client.post("/api/v1/me/consents/", body, format="json")

    def test_nothing_is_granted_until_it_is_given(self) -> None:
        purpose, user = ConsentPurposeFactory(), UserFactory()
        row = next(row for row in api_client(user).get("/api/v1/me/consents/").data if row["purpose"] == purpose.slug)
        assert (row["granted"], row["decided_at"], row["text_version"]) == (False, None, 1)
        assert not consent_is_granted(user_id=user.pk, purpose=purpose.slug)

    def test_giving_and_withdrawing_leaves_two_rows_of_evidence(self) -> None:
        purpose, user = ConsentPurposeFactory(), UserFactory()
        client = api_client(user)
        client.credentials(**client._credentials, HTTP_USER_AGENT="daknong/1.0")
        given = self.decide(client, purpose=purpose.slug, granted=True, text_version=1)
        assert (given.status_code, given.data["granted"]) == (201, True)
        assert consent_is_granted(user_id=user.pk, purpose=purpose.slug)
        assert self.decide(client, purpose=purpose.slug, granted=False, text_version=1).data["granted"] is False
        assert not consent_is_granted(user_id=user.pk, purpose=purpose.slug)
        evidence = ConsentRecord.objects.order_by("id").values_list("granted", "ip", "user_agent", "purpose__version")
        assert list(evidence) == [(True, "127.0.0.1", "daknong/1.0", 1), (False, "127.0.0.1", "daknong/1.0", 1)]

    def test_a_new_wording_asks_again_and_keeps_what_was_agreed_to(self) -> None:
        purpose, user = ConsentPurposeFactory(text="Bản đầu."), UserFactory()
        client = api_client(user)
        self.decide(client, purpose=purpose.slug, granted=True, text_version=1)
        new = consent_purpose_reword(purpose=purpose)
        assert consent_is_granted(user_id=user.pk, purpose=purpose.slug), "a draft changes nothing"
        consent_purpose_ask(purpose=new)
        assert not consent_is_granted(user_id=user.pk, purpose=purpose.slug)
        stale = self.decide(client, purpose=purpose.slug, granted=True, text_version=1)
        assert (stale.status_code, stale.data["code"]) == (409, "consent_text_changed")
        assert self.decide(client, purpose=purpose.slug, granted=True, text_version=2).status_code == 201
        texts = ConsentRecord.objects.order_by("id").values_list("purpose__version", "purpose__text")
        assert list(texts) == [(1, "Bản đầu."), (2, "Bản đầu.")]

    def test_withdrawal_is_taken_whatever_the_wording(self) -> None:
        purpose = ConsentPurposeFactory(version=3)
        reply = self.decide(api_client(UserFactory()), purpose=purpose.slug, granted=False, text_version=1)
        assert reply.status_code == 201

    @pytest.mark.parametrize(
        "body", [{"purpose": "x", "granted": None, "text_version": 1}, {"purpose": "x", "text_version": 1}]
    )
    def test_silence_is_no_decision(self, body: dict[str, Any]) -> None:
        assert self.decide(api_client(UserFactory()), **body).status_code == 400

    def test_unknown_purpose_is_not_found(self) -> None:
        reply = self.decide(api_client(UserFactory()), purpose="nothing", granted=True, text_version=1)
        assert (reply.status_code, reply.data["code"]) == (404, "unknown_purpose")

    def test_texts_follow_the_language_asked_for(self) -> None:
        ConsentPurposeFactory(title="Vị trí", title_en="Location")
        client = api_client(UserFactory())
        titles = [
            client.get("/api/v1/me/consents/", HTTP_ACCEPT_LANGUAGE=lang).data[-1]["title"] for lang in ("vi", "en")
        ]
        assert titles == ["Vị trí", "Location"]


class TestDeletion:
    def delete(self, user: User, password: str = PASSWORD) -> Any:
        return api_client(user).delete("/api/v1/me/", {"password": password}, format="json")

    def test_person_is_forgotten_and_evidence_stays(
        self, detached: list[Any], django_capture_on_commit_callbacks: Any
    ) -> None:
        purpose = ConsentPurposeFactory()
        user = UserFactory(phone="+84901234567", full_name="Lan Anh", password=PASSWORD, email="lan@example.vn")
        pair = tokens_of(user, address="203.0.113.9", user_agent="daknong", device_name="Máy của Lan")
        client = api_client(user)
        body = {"purpose": purpose.slug, "granted": True, "text_version": 1}
        client.post("/api/v1/me/consents/", body, format="json")
        with django_capture_on_commit_callbacks(execute=True):
            assert self.delete(user).status_code == 204
        user.refresh_from_db()
        assert (user.phone, user.email, user.full_name, user.area_codes, user.is_active) == (None, None, "", [], False)
        assert not user.has_usable_password()
        assert set(Session.objects.values_list("ip", "user_agent", "device_name")) == {(None, "", "")}
        assert ConsentRecord.objects.filter(user=user, granted=True).count() == 1
        assert detached == [user.pk]
        assert "Lan Anh" not in str(AuditEntry.objects.filter(action="delete").values().get())
        for token in (pair.refresh,):
            reply = client.post("/api/v1/auth/refresh/", {"refresh": token}, format="json")
            assert (reply.status_code, reply.data["code"]) == (401, "account_deleted")

    def test_the_phone_is_free_for_a_new_account(self, detached: list[Any]) -> None:
        user = UserFactory(phone="+84901234567", password=PASSWORD)
        OneTimeCode.objects.create(phone=user.phone, purpose="reset", expires_at=user.created_at)
        self.delete(user)
        assert not OneTimeCode.objects.exists()
        assert UserFactory(phone="+84901234567").pk != user.pk
        login = {"identifier": "0901234567", "password": PASSWORD}
        assert api_client().post("/api/v1/auth/login/", login, format="json").status_code == 401

    def test_a_wrong_password_deletes_nothing(self) -> None:
        user = UserFactory(password=PASSWORD)
        reply = self.delete(user, "sai")
        assert (reply.status_code, reply.data["code"]) == (400, "wrong_password")
        user.refresh_from_db()
        assert user.deleted_at is None

    def test_an_officer_is_sent_to_the_administrator(self) -> None:
        reply = self.delete(UserFactory(officer=True, password=PASSWORD))
        assert (reply.status_code, reply.data["code"]) == (403, "managed_account")
