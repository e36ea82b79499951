"""Machine accounts in the console: administrators alone, a key on one page once, each step in the trail."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend.accounts.models import User
from backend.agencies.models import Membership
from backend.common.models import AuditEntry
from backend.machines import services
from backend.machines.models import MachineAccount, MachineKey
from backend.machines.selectors import machine_key_check
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.feedback import ReportFactory
from tests.factories.machines import key_client, make_key, make_machine

pytestmark = pytest.mark.django_db

LIST = "admin:machines_machineaccount_changelist"
KEY = re.compile(r"dkc_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}")


def console_of(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.cookies["django_language"] = "en"
    client.force_login(user, backend="backend.accounts.backends.IdentifierBackend")
    return client


@pytest.fixture
def administrator() -> User:
    return UserFactory.create(administrator=True, full_name="Quản Trị")


@pytest.fixture
def console(administrator: User) -> Client:
    return console_of(administrator)


def page_of(account: MachineAccount) -> str:
    return reverse("admin:machines_machineaccount_change", args=[account.pk])


def issue_of(account: MachineAccount) -> str:
    return reverse("admin:machines_key_issue", args=[account.pk])


def revoke_of(key: MachineKey) -> str:
    return reverse("admin:machines_key_revoke", args=[key.pk])


def form(**changes: Any) -> dict[str, Any]:
    body = {"name": "Tổng đài 1022", "purpose": "Nhận cuộc gọi.", "contact_email": "tong.dai@test.vn"}
    return {**body, "scopes": ["reports:read", "notices:write"], **changes}


class TestWhoMay:
    def pages(self) -> list[str]:
        account = make_machine()
        key, _text = make_key(account)
        add = reverse("admin:machines_machineaccount_add")
        return [reverse(LIST), add, page_of(account), issue_of(account), revoke_of(key)]

    def test_an_administrator_opens_every_page(self, console: Client) -> None:
        assert [console.get(page).status_code for page in self.pages()] == [200] * 5

    def test_an_officer_opens_none_whatever_they_may_elsewhere(self) -> None:
        officer = UserFactory.create(officer=True)
        MembershipFactory.create(user=officer, is_editor=True, is_approver=True)
        client = console_of(officer)
        assert [client.get(page).status_code for page in self.pages()] == [403] * 5
        assert [client.post(page, {"days": 90}).status_code for page in self.pages()[1:]] == [403] * 4
        assert not MachineKey.objects.filter(revoked_at__isnull=False).exists()

    def test_who_is_not_signed_in_is_asked_to(self) -> None:
        assert {Client().get(page).status_code for page in self.pages()} == {302}

    def test_nobody_deletes_an_account(self, console: Client) -> None:
        account = make_machine()
        address = reverse("admin:machines_machineaccount_delete", args=[account.pk])
        assert console.post(address, {"post": "yes"}).status_code == 403

    def test_a_machine_is_nobody_of_the_console(self) -> None:
        client = console_of(make_machine().user)
        assert client.get(reverse("admin:index")).status_code == 302


class TestAccounts:
    def test_a_new_account_leads_to_its_first_key(self, console: Client, administrator: User) -> None:
        agency = AgencyFactory.create()
        reply = console.post(reverse("admin:machines_machineaccount_add"), form(agency=agency.pk))
        account = MachineAccount.objects.get(name="Tổng đài 1022")
        assert (reply.status_code, reply["Location"]) == (302, page_of(account))
        assert account.scopes == ["reports:read", "notices:write"]
        assert Membership.objects.get(user=account.pk).agency == agency
        entry = AuditEntry.objects.get(action="machine.create")
        assert entry.actor == administrator and entry.target_id == str(account.pk)

    def test_the_form_opens_no_agency_to_be_changed(self, console: Client) -> None:
        page = console.get(page_of(make_machine())).content.decode()
        assert "id_agency" in page and "change_id_agency" not in page and "add_id_agency" not in page

    @pytest.mark.parametrize(
        "wrong", [{"scopes": []}, {"scopes": ["everything"]}, {"contact_email": "none"}, {"name": ""}, {"purpose": ""}]
    )
    def test_what_is_missing_is_said(self, console: Client, wrong: dict[str, Any]) -> None:
        body = form(agency=AgencyFactory.create().pk, **wrong)
        reply = console.post(reverse("admin:machines_machineaccount_add"), body)
        assert reply.status_code == 200 and reply.context["adminform"].form.errors
        assert not MachineAccount.objects.exists()

    def test_a_name_is_given_once(self, console: Client) -> None:
        make_machine(name="Tổng đài 1022")
        reply = console.post(reverse("admin:machines_machineaccount_add"), form(agency=AgencyFactory.create().pk))
        assert list(reply.context["adminform"].form.errors) == ["name"]

    def test_changed_scopes_bind_the_key_at_once(self, console: Client) -> None:
        account = make_machine()
        client = key_client(make_key(account)[1])
        assert client.get("/api/v1/officer/reports/").status_code == 200
        body = form(name=account.name, agency=account.agency.pk, scopes=["notices:read"])
        assert console.post(page_of(account), body).status_code == 302
        assert client.get("/api/v1/officer/reports/").status_code == 403
        entry = AuditEntry.objects.get(action="machine.change")
        assert set(entry.detail["changed"]) == {"scopes", "purpose", "contact_email"}

    def test_the_account_is_disabled_and_enabled_after_a_question(self, console: Client, administrator: User) -> None:
        account = make_machine()
        client = key_client(make_key(account)[1])
        for action, status, entry in (
            ("disable_account", 401, "machine.disable"),
            ("enable_account", 200, "machine.enable"),
        ):
            address = reverse(f"admin:machines_machineaccount_{action}", args=[account.pk])
            assert b"dialog" in console.get(address).content  # asks, and does nothing yet
            assert not AuditEntry.objects.filter(action=entry).exists()
            assert console.post(address, {"_form_submitted": "True"}).status_code == 302
            assert client.get("/api/v1/machine-accounts/current/").status_code == status
            assert AuditEntry.objects.get(action=entry).actor == administrator

    def test_machines_are_not_among_people_and_their_rights_not_among_those_of_officers(self, console: Client) -> None:
        account = make_machine(name="Máy không phải người")
        for page in ("admin:accounts_user_changelist", "admin:agencies_membership_changelist"):
            assert "Máy không phải người" not in console.get(reverse(page)).content.decode()
        membership = Membership.objects.get(user=account.pk)
        for name, key in (("accounts_user", account.pk), ("agencies_membership", membership.pk)):
            assert console.get(reverse(f"admin:{name}_change", args=[key])).status_code == 302

    def test_people_are_not_filtered_by_a_role_that_none_of_them_has(self, console: Client) -> None:
        page = console.get(reverse("admin:accounts_user_changelist")).content.decode()
        assert "role__exact=officer" in page and "role__exact=machine" not in page

    def test_no_person_is_given_the_role_of_a_machine(self, console: Client) -> None:
        person = UserFactory.create(officer=True)
        body = {"full_name": "Tên", "role": "machine", "phone": person.phone, "email": "", "language": "vi"}
        reply = console.post(reverse("admin:accounts_user_change", args=[person.pk]), body)
        assert "role" in reply.context["adminform"].form.errors


class TestKeys:
    def issue(self, console: Client, account: MachineAccount, **body: Any) -> Any:
        return console.post(issue_of(account), {"days": 90, "note": "máy chủ 2", **body})

    def test_a_key_is_shown_once_with_a_line_that_works(self, console: Client, administrator: User) -> None:
        account = make_machine()
        reply = self.issue(console, account)
        shown = html.unescape(reply.content.decode())
        text = KEY.findall(shown)[0]
        assert reply.status_code == 200 and set(KEY.findall(shown)) == {text}
        assert f'curl -H "Authorization: Bearer {text}" http://testserver/api/v1/machine-accounts/current/' in shown
        assert "no-store" in reply["Cache-Control"] and reply["Referrer-Policy"] == "no-referrer"
        key = machine_key_check(text)
        assert (key.account, key.note, key.created_by) == (account, "máy chủ 2", administrator)
        for page in (reverse(LIST), page_of(account), issue_of(account), reverse("admin:common_auditentry_changelist")):
            assert not KEY.search(console.get(page).content.decode()), page
        assert key.public_id in console.get(page_of(account)).content.decode()

    def test_reloading_the_page_that_shows_a_key_issues_no_second_one(self, console: Client) -> None:
        account = make_machine()
        key_id = console.get(issue_of(account)).context["form"]["key_id"].value()
        shown = self.issue(console, account, key_id=key_id)
        again = console.post(issue_of(account), {"days": 90, "key_id": key_id}, follow=True)
        assert KEY.search(shown.content.decode()) and not KEY.search(again.content.decode())
        assert again.redirect_chain == [(page_of(account), 302)]
        assert "revoke it if nobody kept it" in again.content.decode()
        assert str(MachineKey.objects.get().pk) == key_id
        assert console.get(issue_of(account)).context["form"]["key_id"].value() != key_id

    def test_asking_for_the_page_issues_nothing(self, console: Client) -> None:
        account = make_machine()
        console.get(issue_of(account))
        assert not MachineKey.objects.exists()

    def test_the_key_ends_with_the_day_that_was_chosen(self, console: Client) -> None:
        self.issue(console, make_machine(), days=365)
        ends = timezone.localtime(MachineKey.objects.get().expires_at)
        assert ends.date() == timezone.localdate() + timedelta(days=365) and (ends.hour, ends.minute) == (23, 59)

    @pytest.mark.parametrize("days", ["", "0", "-1", "366", "1000", "never"])
    def test_no_key_lasts_longer_than_there_are_choices(self, console: Client, days: str) -> None:
        reply = self.issue(console, make_machine(), days=days)
        assert "days" in reply.context["form"].errors and not MachineKey.objects.exists()

    def test_the_sixth_live_key_is_refused_in_words(self, console: Client) -> None:
        account = make_machine()
        for _ in range(services.MAX_LIVE_KEYS):
            make_key(account)
        reply = self.issue(console, account)
        assert "revoke one that is not used" in reply.content.decode() and not KEY.search(reply.content.decode())

    def test_a_disabled_account_is_refused_in_words(self, console: Client) -> None:
        account = make_machine()
        services.machine_account_disable(account=account, by=None)
        assert "This machine account is disabled." in self.issue(console, account).content.decode()
        assert issue_of(account) not in console.get(page_of(account)).content.decode()

    def test_revoking_asks_first_and_then_works_at_once(self, console: Client, administrator: User) -> None:
        account = make_machine()
        key, text = make_key(account)
        client = key_client(text)
        assert key.public_id in console.get(revoke_of(key)).content.decode()
        assert client.get("/api/v1/machine-accounts/current/").status_code == 200
        assert console.post(revoke_of(key)).status_code == 302
        assert client.get("/api/v1/machine-accounts/current/").json()["code"] == "key_revoked"
        entry = AuditEntry.objects.get(action="machine_key.revoke")
        assert (entry.actor, entry.detail) == (administrator, {"key": key.public_id})
        assert console.post(revoke_of(key)).status_code == 302  # twice is once
        assert AuditEntry.objects.filter(action="machine_key.revoke").count() == 1

    def test_before_the_only_live_key_is_revoked_one_is_told(self, console: Client) -> None:
        account = make_machine()
        key, _text = make_key(account)
        assert "the only live key" in console.get(revoke_of(key)).content.decode()
        make_key(account)
        assert "the only live key" not in console.get(revoke_of(key)).content.decode()

    def test_issuing_and_revoking_need_the_token_against_forged_forms(self, administrator: User) -> None:
        account = make_machine()
        key, _text = make_key(account)
        client = Client(enforce_csrf_checks=True)
        client.force_login(administrator, backend="backend.accounts.backends.IdentifierBackend")
        assert client.post(issue_of(account), {"days": 90}).status_code == 403
        assert client.post(revoke_of(key)).status_code == 403
        assert MachineKey.objects.filter(revoked_at=None).count() == 1


class TestTheList:
    def shown(self, console: Client) -> str:
        return " ".join(console.get(reverse(LIST)).content.decode().split())

    def test_it_tells_agency_scopes_and_last_use(self, console: Client) -> None:
        account = make_machine("reports:read")
        key, _text = make_key(account)
        services.machine_key_used(key=key)
        page = self.shown(console)
        assert account.agency.name in page and "reports:read" in page and "notices:read" not in page
        assert f"{timezone.localtime():%d/%m/%Y}" in page and "1 key" in page

    def test_it_warns_a_month_ahead_in_words(self, console: Client) -> None:
        make_key(make_machine(), days=12)
        assert "Expires in 12 days" in self.shown(console)

    def test_a_replaced_key_that_runs_out_is_no_alarm(self, console: Client) -> None:
        account = make_machine()
        make_key(account, days=12)
        make_key(account, days=200)
        page = self.shown(console)
        assert "Expires in" not in page and "2 keys" in page

    def test_it_says_that_a_key_has_expired_and_that_there_is_none(self, console: Client, administrator: User) -> None:
        make_key(make_machine(), days=5)
        assert "No key" not in self.shown(console)
        make_machine()
        with time_machine.travel(timezone.now() + timedelta(days=6)):
            page = self.shown(console_of(administrator))
        assert "Expired" in page and "No key" in page

    def test_it_is_as_many_queries_for_ten_as_for_one(
        self, console: Client, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(10):
            make_key(make_machine())
        with django_assert_max_num_queries(12):
            self.shown(console)

    def test_an_account_is_found_by_the_characters_of_its_key(self, console: Client) -> None:
        account, other = make_machine(), make_machine()
        key, _text = make_key(account)
        make_key(other)
        page = console.get(reverse(LIST), {"q": key.public_id}).content.decode()
        assert account.name in page and other.name not in page


def test_the_trail_s_page_tells_machines_from_people(console: Client) -> None:
    account = make_machine(name="Hệ thống một cửa")
    report = ReportFactory.create(agency=account.agency)
    key, text = make_key(account)
    key_client(text).post(f"/api/v1/officer/reports/{report.code}/publication/", {"is_public": True})
    page = console.get(reverse("admin:common_auditentry_changelist")).content.decode()
    assert "Hệ thống một cửa (machine)" in page and "Quản Trị (machine)" not in page
    entry = AuditEntry.objects.get(action="report.publish")
    assert key.public_id in console.get(reverse("admin:common_auditentry_change", args=[entry.pk])).content.decode()


def test_no_password_and_no_code_opens_a_machine_account() -> None:
    account = make_machine()
    for identifier in (str(account.pk), account.name, account.contact_email):
        body = {"identifier": identifier, "password": PASSWORD}
        reply = Client().post("/api/v1/auth/login/", body, content_type="application/json")
        assert (reply.status_code, reply.json()["code"]) == (401, "invalid_credentials")
