"""Machine accounts without HTTP: the text of a key, what is stored of it, who may be what."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from backend.accounts.models import Role, User
from backend.accounts.services import user_role_change
from backend.accounts.sessions import Client, session_open
from backend.agencies.models import Membership
from backend.agencies.selectors import agency_codes_for
from backend.common.api.machines import KEY_CODES, scope_for
from backend.common.errors import Conflict, DomainError, PermissionDenied, Unauthenticated
from backend.common.logging import json_formatter, mask_personal_data
from backend.common.models import AuditEntry
from backend.machines import services
from backend.machines.demo import demo_machine_key, load_machine_account, load_machine_accounts
from backend.machines.keys import LENGTH, key_make, key_public_id
from backend.machines.models import MachineAccount, MachineKey
from backend.machines.scopes import Scope, rights_for
from backend.machines.selectors import MESSAGES, KeyState, key_state, machine_key_check
from tests.api.routes import api_routes
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.machines import make_key, make_machine


class TestText:
    def test_keys_differ_and_have_one_length(self) -> None:
        keys = {key_make() for _ in range(200)}
        assert len(keys) == 200
        assert {len(key) for key in keys} == {LENGTH} and all(key.startswith("dkc_") for key in keys)

    def test_a_key_tells_its_public_characters(self) -> None:
        key = key_make()
        assert key_public_id(key) == key.split("_")[1] and len(key.split("_")[1]) == 8

    def test_a_slip_of_one_character_is_seen_without_the_database(self) -> None:
        key = key_make()
        for place in range(4, LENGTH):
            slipped = key[:place] + ("a" if key[place] != "a" else "b") + key[place + 1 :]
            assert key_public_id(slipped) is None, slipped

    @pytest.mark.parametrize("text", ["", "dkc_", "dkc_abc", "dkc_" + "A" * 58, "dkc_" + "é" * 58, "x" * LENGTH])
    def test_what_is_no_key_has_no_public_characters(self, text: str) -> None:
        assert key_public_id(text) is None

    def test_logs_cover_the_secret_and_leave_what_names_the_key(self) -> None:
        key = key_make()
        public, secret = key.split("_")[1:]
        for written in (f"Bearer {key}", f"/api/v1/topics/?key={key}", f"?key=dkc%5F{public}%5F{secret}", key[:40]):
            masked = mask_personal_data(written)
            assert public in masked and secret[:20] not in masked, masked

    @pytest.mark.parametrize("field", ["event", "detail"])
    def test_a_line_of_the_log_holds_no_key(self, field: str) -> None:
        key = key_make()
        record = logging.LogRecord("any", logging.INFO, __file__, 1, f"{field}: {key}", None, None)
        line = json_formatter().format(record)
        assert key not in line and f"dkc_{key.split('_')[1]}_***" in line


@pytest.mark.django_db
class TestKeys:
    def test_a_key_opens_its_account(self) -> None:
        account = make_machine()
        key, text = make_key(account)
        assert machine_key_check(text).pk == key.pk
        assert machine_key_check(text).account.user.is_machine

    def test_nothing_stored_holds_the_secret(self) -> None:
        _key, text = make_key(make_machine(), by=UserFactory.create(administrator=True))
        secret = text.split("_")[2]
        tables = [MachineKey, MachineAccount, AuditEntry, User]
        stored = json.dumps([list(model.objects.values()) for model in tables], default=str)
        assert secret not in stored and text.split("_")[1] in stored

    def test_a_wrong_secret_is_told_like_an_unknown_key(self) -> None:
        account = make_machine()
        key, _text = make_key(account)
        foreign = key_make()
        MachineKey.objects.filter(pk=key.pk).update(public_id=foreign.split("_")[1])
        for text in (foreign, key_make()):
            with pytest.raises(Unauthenticated) as refused:
                machine_key_check(text)
            assert refused.value.code == "key_invalid"

    def test_who_lacks_the_secret_does_not_learn_that_the_key_was_revoked(self) -> None:
        key, _text = make_key(make_machine())
        services.machine_key_revoke(key=key, by=None)
        foreign = key_make()
        MachineKey.objects.filter(pk=key.pk).update(public_id=foreign.split("_")[1])
        with pytest.raises(Unauthenticated, match="key_invalid"):
            machine_key_check(foreign)

    @pytest.mark.parametrize("text", ["dkc_x", "dkc_abcdefgh_" + "a" * 49])
    def test_what_is_no_key_costs_no_query(self, text: str, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0), pytest.raises(Unauthenticated, match="key_invalid"):
            machine_key_check(text)

    @pytest.mark.parametrize("days", [-1, 0, 366.01, 4000])
    def test_a_key_is_good_for_a_year_at_most(self, days: float) -> None:
        with pytest.raises(DomainError, match="expiry_invalid"):
            make_key(make_machine(), days=days)

    def test_the_database_knows_no_key_without_an_end(self) -> None:
        key, _text = make_key(make_machine())
        with pytest.raises(IntegrityError), transaction.atomic():
            MachineKey.objects.filter(pk=key.pk).update(expires_at=timezone.now() + timedelta(days=367))

    def test_a_key_is_moved_to_without_a_gap(self) -> None:
        account = make_machine()
        old, old_text = make_key(account)
        _new, new_text = make_key(account)
        assert machine_key_check(old_text) and machine_key_check(new_text)
        services.machine_key_revoke(key=old, by=None)
        assert machine_key_check(new_text)
        with pytest.raises(Unauthenticated, match="key_revoked"):
            machine_key_check(old_text)

    def test_there_are_five_live_keys_at_most_and_dead_ones_do_not_count(self) -> None:
        account = make_machine()
        keys = [make_key(account)[0] for _ in range(services.MAX_LIVE_KEYS)]
        with pytest.raises(Conflict, match="too_many_keys"):
            make_key(account)
        services.machine_key_revoke(key=keys[0], by=None)
        make_key(account)

    def test_revoking_twice_is_once_in_the_trail(self) -> None:
        key, _text = make_key(make_machine())
        assert services.machine_key_revoke(key=key, by=None) is True
        assert services.machine_key_revoke(key=key, by=None) is False
        assert AuditEntry.objects.filter(action="machine_key.revoke").count() == 1

    def test_a_disabled_account_gets_no_key(self) -> None:
        account = make_machine()
        services.machine_account_disable(account=account, by=None)
        with pytest.raises(Conflict, match="machine_disabled"):
            make_key(account)

    def test_the_last_use_is_written_once_a_minute(self) -> None:
        key, text = make_key(make_machine())
        now = timezone.now()
        seen = []
        for seconds in (0, 20, 59, 61, 100):
            with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
                services.machine_key_used(key=machine_key_check(text))
            key.refresh_from_db()
            assert key.last_used_at is not None
            seen.append(round((key.last_used_at - now).total_seconds()))
        assert seen == [0, 0, 0, 61, 61]

    def test_the_state_of_a_key_warns_a_month_ahead(self) -> None:
        account = make_machine()
        assert key_state(make_key(account, days=31)[0]) == KeyState.GOOD
        soon, _text = make_key(account, days=30)
        assert key_state(soon) == KeyState.SOON
        with time_machine.travel(timezone.now() + timedelta(days=30, seconds=1)):
            assert key_state(soon) == KeyState.EXPIRED
        services.machine_key_revoke(key=soon, by=None)
        soon.refresh_from_db()
        assert key_state(soon) == KeyState.REVOKED

    def test_every_refusal_has_its_sentence(self) -> None:
        assert set(MESSAGES) == set(KEY_CODES)


@pytest.mark.django_db
class TestAccounts:
    def test_the_trail_tells_what_was_done_by_whom(self) -> None:
        by = UserFactory.create(administrator=True)
        account = make_machine("reports:read", by=by)
        key, _text = make_key(account, by=by)
        services.machine_account_update(account=account, by=by, scopes=["notices:read"])
        services.machine_key_revoke(key=key, by=by)
        services.machine_account_disable(account=account, by=by)
        services.machine_account_enable(account=account, by=by)
        entries = AuditEntry.objects.filter(target_type="machines.machineaccount").order_by("id")
        assert [entry.action for entry in entries] == [
            "machine.create",
            "machine_key.issue",
            "machine.change",
            "machine_key.revoke",
            "machine.disable",
            "machine.enable",
        ]
        assert {entry.actor_id for entry in entries} == {by.pk}
        assert {entry.agency_code for entry in entries} == {account.agency.code}
        assert entries[1].detail["key"] == key.public_id

    def test_what_changes_nothing_is_not_in_the_trail(self) -> None:
        account = make_machine()
        services.machine_account_update(account=account, by=None, name=account.name, scopes=list(Scope.values))
        services.machine_account_enable(account=account, by=None)
        assert not AuditEntry.objects.filter(action__in=["machine.change", "machine.enable"]).exists()

    def test_a_new_name_is_the_actor_s_too(self) -> None:
        account = services.machine_account_update(account=make_machine(), by=None, name="Tổng đài 1022")
        assert User.objects.get(pk=account.pk).full_name == "Tổng đài 1022"

    @pytest.mark.parametrize("scopes", [[], ["reports:delete"], ["reports:read", "*"]])
    def test_scopes_are_of_the_list(self, scopes: list[str]) -> None:
        with pytest.raises(DomainError, match="scopes_invalid"):
            services.machine_account_update(account=make_machine(), by=None, scopes=scopes)

    def test_rights_follow_the_scopes_and_the_agency(self) -> None:
        account = make_machine("reports:read")
        other = AgencyFactory.create()
        below = AgencyFactory.create(parent=other)
        assert agency_codes_for(account.user, "handler") == {account.agency.code}
        assert agency_codes_for(account.user, "editor") == frozenset()
        services.machine_account_update(account=account, by=None, agency=other, scopes=["notices:write"])
        user = User.objects.get(pk=account.pk)
        assert agency_codes_for(user, "handler") == frozenset()
        assert agency_codes_for(user, "editor") == {other.code, below.code}
        assert Membership.objects.filter(user=user).count() == 1

    def test_no_scope_makes_an_approver_and_no_membership_does(self) -> None:
        account = make_machine()
        assert "is_approver" not in rights_for(Scope.values)
        Membership.objects.filter(user=account.pk).update(is_approver=True)
        user = User.objects.get(pk=account.pk)
        assert agency_codes_for(user, "approver") == frozenset()
        assert not user.has_perm("notifications.approve_notice") and user.has_perm("notifications.add_notice")


@pytest.mark.django_db
class TestNobodyCanBeOne:
    @pytest.mark.parametrize(
        "values", [{"email": "may@test.vn"}, {"phone": "+84901234567"}, {"password": "argon2$some$hash"}]
    )
    def test_the_database_refuses_an_identifier_and_a_password(self, values: dict[str, str]) -> None:
        account = make_machine()
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=account.pk).update(**values)

    def test_it_opens_no_session(self) -> None:
        with pytest.raises(PermissionDenied, match="machine_not_allowed"):
            session_open(user=make_machine().user, client=Client())

    def test_it_is_nobody_of_the_console(self) -> None:
        user = make_machine().user
        assert not user.is_staff and not user.is_superuser and not user.has_usable_password()

    @pytest.mark.parametrize("role", [Role.CITIZEN, Role.OFFICER, Role.ADMINISTRATOR])
    def test_it_does_not_become_a_person_nor_a_person_a_machine(self, role: Role) -> None:
        by = UserFactory.create(administrator=True)
        with pytest.raises(Conflict, match="machine_role"):
            user_role_change(user=make_machine().user, role=role, by=by)
        person = UserFactory.create(role=role)
        with pytest.raises(Conflict, match="machine_role"):
            user_role_change(user=person, role=Role.MACHINE, by=by)


@pytest.mark.django_db
class TestDemo:
    @pytest.fixture(autouse=True)
    def _agency(self) -> None:
        AgencyFactory.create(code="H16.31")

    def test_loading_twice_makes_one_account_with_one_key(self) -> None:
        assert load_machine_account() == load_machine_account()
        assert (MachineAccount.objects.count(), MachineKey.objects.count()) == (1, 1)
        assert MachineAccount.objects.get().scopes == Scope.values

    def test_the_other_account_is_one_of_its_own_and_reads_only(self) -> None:
        texts = {demo_machine_key(), demo_machine_key("machine-reader")}
        assert len(texts) == 2 and load_machine_accounts() == MachineAccount.objects.count() == 2
        assert machine_key_check(demo_machine_key("machine-reader")).account.scopes == ["reports:read"]

    def test_an_account_that_was_renamed_in_the_console_is_not_made_again(self) -> None:
        services.machine_account_update(account=load_machine_account(), name="Tên khác", by=None)
        assert load_machine_account().name == "Tên khác"

    def test_its_key_is_the_same_for_everybody_who_asks(self) -> None:
        assert demo_machine_key() == demo_machine_key()
        assert machine_key_check(demo_machine_key()).account.is_demo

    def test_a_revoked_key_stays_so_and_the_next_is_another(self) -> None:
        first = demo_machine_key()
        services.machine_key_revoke(key=machine_key_check(first), by=None)
        second = demo_machine_key()
        assert second != first and machine_key_check(second)
        with pytest.raises(Unauthenticated, match="key_revoked"):
            machine_key_check(first)

    def test_a_key_that_runs_out_is_followed_by_another(self) -> None:
        first = demo_machine_key()
        with time_machine.travel(timezone.now() + timedelta(days=366)):
            assert demo_machine_key() != first

    @override_settings(DAKNONG_ENV="production")
    def test_production_makes_none(self) -> None:
        for make in (load_machine_account, demo_machine_key):
            with pytest.raises(ImproperlyConfigured):
                make()
        assert not MachineAccount.objects.exists()

    def test_production_refuses_one_that_came_with_a_database(self) -> None:
        text = demo_machine_key()
        with override_settings(IS_PRODUCTION=True), pytest.raises(Unauthenticated, match="key_invalid"):
            machine_key_check(text)


def declared() -> dict[tuple[str, str], str]:
    """Route and method of every operation that names a scope."""
    return {
        (method, route.path): scope
        for route in api_routes()
        for method in route.methods
        if (scope := scope_for(route.view(), method))
    }


def test_views_name_scopes_that_there_are_and_each_scope_opens_something() -> None:
    assert set(declared().values()) == set(Scope.values)


def test_reading_scopes_open_nothing_that_changes_things() -> None:
    assert {method for (method, _route), scope in declared().items() if scope.endswith(":read")} == {"GET"}
    assert "GET" not in {method for (method, _route), scope in declared().items() if scope.endswith(":write")}


def test_no_operation_to_approve_or_send_back_names_a_scope() -> None:
    assert not [route for _method, route in declared() if "approve" in route or "reject" in route]


@pytest.mark.django_db
def test_a_look_at_a_key_uses_the_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT * FROM machines_machinekey WHERE public_id = 'abcdefgh'")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index" in plan, plan
