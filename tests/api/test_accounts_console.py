"""The console: signing in, and the pages of people, which are for administrators alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from backend.accounts.models import ConsentPurpose, DevSms, Role, Session, User
from backend.common.models import AuditEntry
from tests.factories.accounts import PASSWORD, ConsentPurposeFactory, UserFactory, tokens_of

pytestmark = pytest.mark.django_db

LOGIN = "/console/login/"


def login(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(f"{LOGIN}?next=/console/", {"username": username, "password": password}, **extra)


def console_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="backend.accounts.backends.IdentifierBackend")
    return client


class TestLogin:
    @pytest.mark.parametrize("identifier", ["0901234567", "Can.Bo@example.vn"])
    def test_officer_enters_by_phone_or_email(self, identifier: str) -> None:
        UserFactory(role=Role.OFFICER, phone="+84901234567", email="can.bo@example.vn", password=PASSWORD)
        reply = login(Client(), identifier)
        assert (reply.status_code, reply["Location"]) == (302, "/console/")

    def test_the_longest_email_fits(self) -> None:
        email = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.example.vn"
        UserFactory(role=Role.OFFICER, email=email, password=PASSWORD)
        assert login(Client(), email).status_code == 302

    def test_citizen_does_not_enter(self) -> None:
        UserFactory(phone="+84901234567", password=PASSWORD)
        assert login(Client(), "0901234567").status_code == 200

    def test_guessing_is_slowed_down_as_in_the_api_and_not_elsewhere(self) -> None:
        UserFactory(role=Role.OFFICER, phone="+84901234567", password=PASSWORD)
        client = Client()
        statuses = [login(client, "0901234567", "sai", REMOTE_ADDR="198.51.100.7").status_code for _ in range(9)]
        api = client.post(
            "/api/v1/auth/login/",
            {"identifier": "+84901234567", "password": "sai"},
            content_type="application/json",
            REMOTE_ADDR="198.51.100.7",
        )
        blocked = login(client, "0901234567", REMOTE_ADDR="198.51.100.7")
        assert (set(statuses), api.status_code, blocked.status_code) == ({200}, 401, 429)
        assert int(blocked["Retry-After"]) > 0
        assert login(Client(), "0901234567", REMOTE_ADDR="203.0.113.9").status_code == 302

    def test_ending_all_sessions_ends_the_browser_session_too(self) -> None:
        from backend.accounts import services

        user = UserFactory(administrator=True)
        client = console_of(user)
        page = reverse("admin:accounts_user_changelist")
        assert client.get(page).status_code == 200
        services.user_logout_everywhere(user=user)
        assert client.get(page).status_code == 302


class TestPeople:
    @pytest.fixture
    def administrator(self) -> User:
        return UserFactory(administrator=True, full_name="Quản trị")

    def act(self, by: User, action: str, *users: User) -> Any:
        body = {"action": action, "_selected_action": [str(user.pk) for user in users]}
        return console_of(by).post(reverse("admin:accounts_user_changelist"), body, follow=True)

    def form(self, user: User, **changes: Any) -> dict[str, Any]:
        body = {
            "full_name": user.full_name,
            "role": user.role,
            "phone": user.phone or "",
            "email": user.email or "",
            "language": user.language,
            "area_codes": "",
            "new_password": "",
        }
        return {**body, **changes}

    def save(self, by: User, user: User, **changes: Any) -> Any:
        return console_of(by).post(reverse("admin:accounts_user_change", args=[user.pk]), self.form(user, **changes))

    def test_list_masks_phones_and_emails(self, administrator: User) -> None:
        UserFactory(phone="+84901234567", email="lan.anh@example.vn")
        page = console_of(administrator).get(reverse("admin:accounts_user_changelist")).content.decode()
        assert "901234567" not in page and "lan.anh@" not in page
        assert "+84 ••• ••• 567" in page.replace("\N{NO-BREAK SPACE}", " ") and "l•••@example.vn" in page

    def test_search_finds_a_phone_as_people_write_it(self, administrator: User) -> None:
        UserFactory(phone="+84901234567", full_name="Người cần tìm")
        UserFactory(full_name="Người khác")
        page = console_of(administrator).get(reverse("admin:accounts_user_changelist"), {"q": "090 123 4567"})
        assert "Người cần tìm" in page.content.decode() and "Người khác" not in page.content.decode()

    @pytest.mark.parametrize("model", ["user", "consentpurpose", "consentrecord"])
    def test_an_officer_sees_none_of_it(self, model: str) -> None:
        client = console_of(UserFactory(officer=True))
        assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 403

    @pytest.mark.parametrize("model", ["user", "consentpurpose", "consentrecord"])
    def test_pages_open_for_an_administrator(self, administrator: User, model: str) -> None:
        ConsentPurposeFactory()
        assert console_of(administrator).get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200

    def test_change_page_opens(self, administrator: User) -> None:
        user = UserFactory()
        tokens_of(user, device_name="Máy tính bảng")
        page = console_of(administrator).get(reverse("admin:accounts_user_change", args=[user.pk]))
        assert page.status_code == 200 and "Máy tính bảng" in page.content.decode()

    def test_add_makes_an_officer_who_can_sign_in(self, administrator: User) -> None:
        body = self.form(User(full_name="Cán bộ mới", role=Role.OFFICER), email="Moi@Example.vn", new_password=PASSWORD)
        reply = console_of(administrator).post(reverse("admin:accounts_user_add"), body)
        assert reply.status_code == 302, reply.context["errors"]
        assert login(Client(), "moi@example.vn").status_code == 302

    def test_add_without_phone_and_email_is_refused(self, administrator: User) -> None:
        reply = console_of(administrator).post(reverse("admin:accounts_user_add"), self.form(User(full_name="X Y")))
        assert reply.status_code == 200 and not User.objects.filter(full_name="X Y").exists()

    def test_role_change_is_in_the_trail(self, administrator: User) -> None:
        user = UserFactory()
        assert self.save(administrator, user, role="officer").status_code == 302
        user.refresh_from_db()
        entry = AuditEntry.objects.get(action="role_change")
        assert (user.role, entry.actor, entry.detail) == (
            "officer",
            administrator,
            {"from": "citizen", "to": "officer"},
        )

    def test_administrator_cannot_take_the_own_role_away(self, administrator: User) -> None:
        self.save(administrator, administrator, role="citizen")
        administrator.refresh_from_db()
        assert administrator.role == Role.ADMINISTRATOR

    def test_new_password_ends_the_sessions_of_that_person(self, administrator: User) -> None:
        user = UserFactory()
        tokens_of(user)
        assert self.save(administrator, user, new_password=PASSWORD).status_code == 302
        assert Session.objects.get().end_reason == "password_changed"

    def test_disable_enable_and_end_sessions(self, administrator: User) -> None:
        users = [UserFactory(), UserFactory()]
        for user in users:
            tokens_of(user)
        self.act(administrator, "disable", *users)
        assert not User.objects.filter(pk__in=[user.pk for user in users], is_active=True).exists()
        assert set(Session.objects.values_list("end_reason", flat=True)) == {"account_disabled"}
        self.act(administrator, "enable", *users)
        tokens_of(users[0])
        self.act(administrator, "end_sessions", users[0])
        assert not Session.objects.filter(ended_at=None).exists()
        actions = set(AuditEntry.objects.values_list("action", flat=True))
        assert {"disable", "enable", "sessions_end"} <= actions

    def test_administrator_cannot_disable_themself(self, administrator: User) -> None:
        page = self.act(administrator, "disable", administrator)
        administrator.refresh_from_db()
        assert administrator.is_active and page.status_code == 200

    def test_a_deleted_account_cannot_be_brought_back(self, administrator: User) -> None:
        user = UserFactory()
        self.act(administrator, "anonymise", user)
        self.act(administrator, "enable", user)
        user.refresh_from_db()
        assert user.deleted_at and not user.is_active

    def test_wording_that_people_decided_on_cannot_be_edited(self, administrator: User) -> None:
        from backend.accounts.consents import consent_record
        from backend.accounts.sessions import Client as Caller

        purpose = ConsentPurposeFactory(text="Bản đầu.")
        consent_record(user=UserFactory(), purpose=purpose.slug, granted=True, text_version=1, client=Caller())
        body = {"title": "Khác", "title_en": "", "text": "Khác", "text_en": "", "order": "7"}
        url = reverse("admin:accounts_consentpurpose_change", args=[purpose.pk])
        assert console_of(administrator).post(url, body).status_code == 302
        purpose.refresh_from_db()
        assert (purpose.text, purpose.order) == ("Bản đầu.", 7)

    def test_a_new_wording_is_asked_only_when_somebody_says_so(self, administrator: User) -> None:
        purpose = ConsentPurposeFactory()
        client, url = console_of(administrator), reverse("admin:accounts_consentpurpose_changelist")
        client.post(url, {"action": "reword", "_selected_action": [purpose.pk]})
        new = ConsentPurpose.objects.get(slug=purpose.slug, version=2)
        assert not new.is_current
        client.post(url, {"action": "ask", "_selected_action": [new.pk]})
        current = ConsentPurpose.objects.filter(slug=purpose.slug, is_current=True)
        assert list(current.values_list("version", flat=True)) == [2]


class TestDevSmsPage:
    def test_shows_the_newest_message_with_its_code_set_large(self) -> None:
        DevSms.objects.create(phone="+84901234567", text="DAKNONG-C: mã của bạn là 123456.")
        page = Client().get("/dev/sms/")
        assert '<span class="code"' in page.content.decode() and ">123456</span>" in page.content.decode()
        assert page["Cache-Control"] == "no-store"

    def test_a_message_is_text_and_never_markup(self) -> None:
        DevSms.objects.create(phone="+84901234567", text="<script>alert(1)</script>")
        assert "<script>" not in Client().get("/dev/sms/").content.decode()

    def test_is_not_there_in_production(self, settings: Any) -> None:
        settings.DAKNONG_ENV = "production"
        assert Client().get("/dev/sms/").status_code == 404
