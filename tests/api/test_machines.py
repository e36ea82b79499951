"""Keys over HTTP: what they open, what they do not, and how they are refused. Cell by cell: the matrix."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from backend.agencies.models import Membership
from backend.common.api.machines import ANY_KEY, scope_for
from backend.common.logging import json_formatter
from backend.common.metrics import MACHINE_REQUESTS, REQUESTS
from backend.common.models import AuditEntry
from backend.machines import services
from backend.machines.keys import key_make
from backend.machines.models import MachineKey
from backend.machines.scopes import Scope
from notifications.models import Notice
from tests.api.matrix import ROWS, Row
from tests.api.matrix_requests import DRAFT, send
from tests.api.routes import api_routes
from tests.contract import contract
from tests.factories.accounts import UserFactory, api_client
from tests.factories.agencies import AgencyFactory, MembershipFactory
from tests.factories.feedback import ReportFactory
from tests.factories.machines import key_client, machine_client, make_key, make_machine
from tests.factories.notifications import NoticeFactory
from tests.factories.world import World, undone

pytestmark = pytest.mark.django_db

CURRENT = "/api/v1/machine-accounts/current/"
REPORTS = "/api/v1/officer/reports/"
NOTICES = "/api/v1/officer/notices/"
VIEWS = {route.path: route.view for route in api_routes()}
# Rows where a machine with every scope succeeds by a scope.
SCOPED = [
    row
    for row in ROWS
    if row.statuses["machine"] < 300
    and VIEWS[row.route]().get_authenticators()
    and scope_for(VIEWS[row.route](), row.method)
]


def problem(reply: Any) -> tuple[int, str]:
    assert reply["Content-Type"] == "application/problem+json", reply.content
    return reply.status_code, reply.json()["code"]


class TestCurrent:
    def test_a_client_learns_who_it_is_and_until_when(self) -> None:
        account = make_machine("reports:read", "notices:write", name="Tổng đài 1022")
        key, text = make_key(account, days=10)
        told = key_client(text).get(CURRENT).json()
        assert told["id"] == str(account.pk) and told["name"] == "Tổng đài 1022"
        assert told["agency"] == {"code": account.agency.code, "name": account.agency.name}
        assert told["scopes"] == ["reports:read", "notices:write"]
        assert told["key"]["public_id"] == key.public_id and told["key"]["last_used_at"] is None
        assert text not in str(told)

    def test_the_agency_s_name_is_in_the_language_asked_for(self) -> None:
        agency = AgencyFactory.create(name="Phường Bắc Gia Nghĩa", name_en="Bac Gia Nghia Ward")
        client = machine_client(agency=agency)
        assert client.get(CURRENT, headers={"Accept-Language": "en"}).json()["agency"]["name"] == "Bac Gia Nghia Ward"

    def test_people_and_guests_are_nobody_here(self) -> None:
        for client in (APIClient(), api_client(UserFactory.create(administrator=True))):
            assert problem(client.get(CURRENT)) == (401, "not_authenticated")


class TestScopes:
    @pytest.mark.parametrize("row", SCOPED, ids=lambda row: row.label)
    def test_without_its_scope_an_operation_is_closed_and_says_which_it_wants(self, row: Row, world: World) -> None:
        wanted = scope_for(VIEWS[row.route](), row.method)
        others = [scope for scope in Scope.values if scope != wanted]
        services.machine_account_update(account=world.machine, by=None, scopes=others)
        with undone():
            reply = send(key_client(world.key), row, world, "machine")
        assert problem(reply) == (403, "scope_missing")
        assert wanted is not None and wanted in reply.json()["detail"]

    @pytest.mark.parametrize("row", SCOPED, ids=lambda row: row.label)
    def test_its_scope_alone_is_enough(self, row: Row, world: World) -> None:
        wanted = scope_for(VIEWS[row.route](), row.method)
        assert wanted is not None
        services.machine_account_update(account=world.machine, by=None, scopes=[wanted])
        with undone():
            reply = send(key_client(world.key), row, world, "machine")
        assert reply.status_code == row.statuses["machine"], reply.content

    def test_scopes_taken_away_close_the_door_with_the_next_request(self) -> None:
        account = make_machine("reports:read")
        client = key_client(make_key(account)[1])
        assert client.get(REPORTS).status_code == 200
        services.machine_account_update(account=account, by=None, scopes=["notices:read"])
        assert problem(client.get(REPORTS)) == (403, "scope_missing")

    def test_every_private_operation_without_a_scope_is_closed(self) -> None:
        """Also one that somebody adds tomorrow: nobody has to remember to close it."""
        client = machine_client()
        closed = 0
        for route in api_routes():
            view = route.view()
            if not view.get_authenticators() or "<" in route.path:
                continue
            for method in route.methods:
                if scope_for(view, method) is None:
                    reply = client.generic(method, f"/api/v1/{route.path}", "{}", content_type="application/json")
                    assert problem(reply) == (403, "machine_not_allowed"), (method, route.path)
                    closed += 1
        assert closed > 15

    def test_a_method_that_is_nobodys_is_refused_as_such(self) -> None:
        """Not as one for people alone, which would say that there is something behind the door."""
        client = machine_client()
        for route in api_routes():
            if "<" not in route.path:
                reply = client.generic("TRACE", f"/api/v1/{route.path}")
                assert problem(reply) == (405, "method_not_allowed"), route.path

    def test_head_asks_for_the_same_scope_and_options_for_none(self) -> None:
        client = machine_client("notices:read")
        assert client.head(REPORTS).status_code == 403
        assert client.head(NOTICES).status_code == 200
        assert client.options(REPORTS).status_code == 200
        assert client.options("/api/v1/me/").status_code == 403

    def test_what_is_the_same_for_everybody_is_open_to_every_key(self) -> None:
        client = machine_client("notices:read")
        for path in ("report-categories/", "public-reports/", "areas/", "topics/"):
            assert client.get(f"/api/v1/{path}").status_code == 200, path
        wrong = {"code": "PA-261123-00000A", "secret": "bi-mat-cua-ai"}
        assert client.post("/api/v1/reports/track/", wrong).status_code == 404


class TestRefusals:
    @contextmanager
    def refused(self, code: str) -> Iterator[APIClient]:
        """A client whose key is good now; refused by `code` after the block, on every kind of door."""
        self.account = make_machine()
        self.key, text = make_key(self.account, days=10)
        client = key_client(text)
        assert client.get(CURRENT).status_code == 200
        yield client
        for path in (CURRENT, REPORTS, "/api/v1/me/", "/api/v1/report-categories/", "/api/v1/inbox/"):
            reply = client.get(path)
            assert problem(reply) == (401, code), path
            assert reply["WWW-Authenticate"] == 'Bearer realm="api"'

    def test_a_revoked_key(self) -> None:
        with self.refused("key_revoked"):
            services.machine_key_revoke(key=self.key, by=None)

    def test_a_key_of_a_disabled_account_which_works_again_once_it_is_enabled(self) -> None:
        with self.refused("machine_disabled") as client:
            services.machine_account_disable(account=self.account, by=None)
        services.machine_account_enable(account=self.account, by=None)
        assert client.get(CURRENT).status_code == 200

    def test_an_expired_key(self) -> None:
        with time_machine.travel(timezone.now(), tick=False) as now, self.refused("key_expired"):
            now.shift(timedelta(days=10))

    @pytest.mark.parametrize(
        "text",
        [key_make(), "dkc_", "dkc_x", key_make()[:-1], key_make() + "A", key_make().lower(), "dkc_" + "é" * 20],
        ids=["of nobody", "prefix", "short", "cut off", "too long", "lower case", "letters"],
    )
    def test_what_is_no_key_of_ours(self, text: str) -> None:
        for path in (CURRENT, REPORTS, "/api/v1/me/", "/api/v1/report-categories/"):
            assert problem(APIClient().get(path, HTTP_AUTHORIZATION=f"Bearer {text}")) == (401, "key_invalid"), path

    @pytest.mark.parametrize("scheme", ["Token", "Basic", "Key", ""])
    def test_a_key_is_a_bearer_token_and_nothing_else(self, scheme: str) -> None:
        text = make_key(make_machine())[1]
        assert problem(APIClient().get(REPORTS, HTTP_AUTHORIZATION=f"{scheme} {text}")) == (401, "not_authenticated")

    def test_the_scheme_s_letters_may_be_of_any_size(self) -> None:
        text = make_key(make_machine())[1]
        assert APIClient().get(REPORTS, HTTP_AUTHORIZATION=f"bearer  {text} ").status_code == 200

    @pytest.mark.parametrize("name", ["key", "access_token", "api_key", "q"])
    def test_a_key_in_the_address_opens_nothing_and_is_called_by_its_name(self, name: str) -> None:
        text = make_key(make_machine())[1]
        for path in (CURRENT, REPORTS, "/api/v1/me/", "/api/v1/report-categories/"):
            assert problem(Client().get(path, {name: text})) == (401, "key_invalid"), path

    def test_a_key_in_the_body_opens_nothing(self) -> None:
        body = {**DRAFT, "key": make_key(make_machine())[1]}
        assert problem(APIClient().post(NOTICES, body)) == (401, "not_authenticated")

    def test_the_refusal_speaks_the_language_asked_for(self) -> None:
        headers = {"Authorization": f"Bearer {key_make()}", "Accept-Language": "en"}
        assert Client().get(CURRENT, headers=headers).json()["detail"] == "This is no key of ours."
        headers["Accept-Language"] = "vi"
        assert Client().get(CURRENT, headers=headers).json()["detail"] != "This is no key of ours."

    @pytest.mark.parametrize(
        "path", ["otp", "register", "login", "refresh", "logout", "password-reset", "logout-everywhere", "password"]
    )
    def test_signing_in_is_for_people_even_where_no_token_is_looked_at(self, path: str) -> None:
        assert problem(machine_client().post(f"/api/v1/auth/{path}/", {})) == (403, "machine_not_allowed")


class TestReach:
    def test_the_agency_and_what_is_below_it(self) -> None:
        top = AgencyFactory.create()
        below, beside = AgencyFactory.create(parent=top), AgencyFactory.create()
        client = machine_client("reports:read", agency=top)
        mine = [ReportFactory.create(agency=top), ReportFactory.create(agency=below)]
        other = ReportFactory.create(agency=beside)
        shown = {row["code"] for row in client.get(REPORTS).json()["results"]}
        assert shown == {report.code for report in mine}
        assert problem(client.get(f"{REPORTS}{other.code}/")) == (404, "report_not_found")
        assert problem(client.get(f"{REPORTS}PA-261123-00000A/")) == (404, "report_not_found")

    def test_another_agency_s_notice_does_not_exist(self) -> None:
        notice = NoticeFactory.create(agency_code=AgencyFactory.create().code)
        client = machine_client()
        assert problem(client.get(f"{NOTICES}{notice.pk}/")) == (404, "notice_not_found")
        assert problem(client.post(f"{NOTICES}{notice.pk}/submit/")) == (404, "notice_not_found")

    def test_a_report_is_answered_in_the_agency_s_name_and_the_trail_knows_the_machine(self) -> None:
        account = make_machine("reports:write")
        key, text = make_key(account)
        report = ReportFactory.create(agency=account.agency)
        reply = key_client(text).post(f"{REPORTS}{report.code}/transitions/", {"to": "received"})
        assert reply.json()["events"][-1]["actor_label"] == account.agency.name
        assert report.events.get(kind="moved").actor_id == account.pk
        key_client(text).post(f"{REPORTS}{report.code}/publication/", {"is_public": True})
        entry = AuditEntry.objects.get(action="report.publish")
        assert (entry.actor_id, entry.actor_label, entry.detail) == (
            account.pk,
            account.name,
            {"machine_key": key.public_id},
        )

    def test_a_person_s_entry_names_no_key_even_right_after_a_machine_s(self) -> None:
        officer = UserFactory.create(officer=True)
        account = make_machine("reports:write")
        MembershipFactory.create(user=officer, agency=account.agency)
        report = ReportFactory.create(agency=account.agency)
        for client in (key_client(make_key(account)[1]), api_client(officer)):
            is_public = not client.post(f"{REPORTS}{report.code}/publication/", {"is_public": True}).json()["is_public"]
            client.post(f"{REPORTS}{report.code}/publication/", {"is_public": is_public})
        entry = AuditEntry.objects.filter(actor=officer).latest("id")
        assert "machine_key" not in entry.detail


class TestFourEyes:
    @pytest.fixture
    def machine(self) -> tuple[Any, APIClient]:
        # Below another: who writes for the highest agency writes the province's notices.
        agency = AgencyFactory.create(parent=AgencyFactory.create())
        account = make_machine("notices:write", "notices:read", agency=agency)
        return account, key_client(make_key(account)[1])

    def test_a_machine_writes_and_a_person_approves(
        self, machine: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        account, client = machine
        notice = client.post(NOTICES, DRAFT).json()
        assert notice["author"] == {"id": str(account.pk), "name": account.name}
        assert notice["agency_code"] == account.agency.code
        assert notice["allowed_actions"] == ["update", "submit", "cancel"]
        submitted = client.post(f"{NOTICES}{notice['id']}/submit/").json()
        assert submitted["status"]["code"] == "submitted" and submitted["allowed_actions"] == ["cancel"]
        approver = UserFactory.create(officer=True)
        MembershipFactory.create(user=approver, agency=account.agency, is_handler=False, is_approver=True)
        with django_capture_on_commit_callbacks():  # no worker here
            reply = api_client(approver).post(f"{NOTICES}{notice['id']}/approve/")
        assert reply.json()["status"]["code"] == "approved"

    @pytest.mark.parametrize("step", ["approve", "reject"])
    def test_no_machine_approves_or_sends_back_whatever_its_membership_says(self, machine: Any, step: str) -> None:
        account, client = machine
        Membership.objects.filter(user=account.pk).update(is_approver=True)
        notice = NoticeFactory.create(agency_code=account.agency.code, submitted=True)
        reply = client.post(f"{NOTICES}{notice.pk}/{step}/", {"reason": "Không."})
        assert problem(reply) == (403, "machine_not_allowed")
        notice.refresh_from_db()
        assert notice.status == "submitted"

    def test_a_machine_leaves_what_people_wrote_as_it_is(self, machine: Any) -> None:
        """Else an author could have a key rewrite the draft, and then stand for it as the second person."""
        account, client = machine
        notice = NoticeFactory.create(agency_code=account.agency.code)
        for reply in (
            client.patch(f"{NOTICES}{notice.pk}/", {"body": "Khác."}),
            client.post(f"{NOTICES}{notice.pk}/submit/"),
            client.post(f"{NOTICES}{notice.pk}/cancel/", {}),
        ):
            assert problem(reply) == (403, "permission_denied")
        assert client.get(f"{NOTICES}{notice.pk}/").json()["allowed_actions"] == []
        assert Notice.objects.get(pk=notice.pk).author_id == notice.author_id

    @pytest.mark.parametrize("state", ["approved", "sent"])
    def test_what_people_have_approved_no_machine_stops(self, machine: Any, state: str) -> None:
        account, client = machine
        notice = NoticeFactory.create(agency_code=account.agency.code, author=account.user, **{state: True})
        assert client.get(f"{NOTICES}{notice.pk}/").json()["allowed_actions"] == []
        assert problem(client.post(f"{NOTICES}{notice.pk}/cancel/", {})) == (403, "permission_denied")

    def test_it_drops_its_own_draft(self, machine: Any) -> None:
        _account, client = machine
        notice = client.post(NOTICES, DRAFT).json()
        reply = client.post(f"{NOTICES}{notice['id']}/cancel/", {"reason": "Nhầm."})
        assert reply.json()["status"]["code"] == "cancelled"

    def test_a_draft_sent_twice_with_one_key_exists_once(self, machine: Any) -> None:
        account, client = machine
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        first, second = (client.post(NOTICES, DRAFT, headers=headers) for _ in range(2))
        assert first.json()["id"] == second.json()["id"] and second["Idempotent-Replayed"] == "true"
        assert Notice.objects.filter(author=account.user).count() == 1


class TestCost:
    def queries(self, client: APIClient, path: str) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(path).status_code == 200
        return [query["sql"] for query in found.captured_queries]

    def test_a_key_costs_one_query_and_a_write_a_minute(self) -> None:
        client = machine_client("reports:read")
        path = "/api/v1/report-categories/"
        guest = len(self.queries(APIClient(), path))
        first, second = self.queries(client, path), self.queries(client, path)
        assert len(first) == guest + 2 and len([sql for sql in first if sql.startswith("UPDATE")]) == 1
        assert len(second) == guest + 1 and not [sql for sql in second if sql.startswith("UPDATE")]

    def test_a_person_pays_what_they_paid_and_a_guest_nothing(self) -> None:
        path = "/api/v1/report-categories/"
        guest, person = self.queries(APIClient(), path), self.queries(api_client(UserFactory.create()), path)
        assert len(person) == len(guest) + 1
        assert not [sql for sql in (*guest, *person) if "machine" in sql.replace("'machine'", "")]

    def test_asking_who_one_is_costs_the_key_and_the_account(self) -> None:
        client = machine_client()
        client.get(CURRENT)
        assert len(self.queries(client, CURRENT)) == 2

    def test_a_list_of_reports_costs_a_machine_what_it_costs_an_officer(self) -> None:
        account = make_machine("reports:read")
        officer = UserFactory.create(officer=True)
        MembershipFactory.create(user=officer, agency=account.agency)
        ReportFactory.create(agency=account.agency)
        client = key_client(make_key(account)[1])
        client.get(REPORTS)
        assert len(self.queries(client, REPORTS)) == len(self.queries(api_client(officer), REPORTS))


class TestLimits:
    def test_all_requests_of_an_account_count_together_and_no_other_s(self, settings: Any) -> None:
        settings.THROTTLES = {**settings.THROTTLES, "machine": [("3/h", "machine")]}
        account = make_machine()
        one, two = (key_client(make_key(account)[1]) for _ in range(2))
        paths = (CURRENT, "/api/v1/report-categories/", "/api/v1/me/")
        assert [client.get(path).status_code for client, path in zip((one, two, one), paths, strict=True)] == [
            200,
            200,
            403,
        ]
        reply = two.get(REPORTS)
        assert problem(reply) == (429, "throttled") and int(reply["Retry-After"]) > 0
        assert machine_client().get(CURRENT).status_code == 200
        assert APIClient().get("/api/v1/report-categories/").status_code == 200

    def test_a_key_that_is_refused_is_not_counted(self, settings: Any) -> None:
        settings.THROTTLES = {**settings.THROTTLES, "machine": [("1/h", "machine")]}
        key, text = make_key(make_machine())
        services.machine_key_revoke(key=key, by=None)
        codes = {key_client(text).get(CURRENT).json()["code"] for _ in range(3)}
        assert codes == {"key_revoked"}


class TestTraces:
    def test_metrics_tell_machines_from_people(self) -> None:
        def counted(metric: Any) -> float:
            return float(metric.labels("GET", "api/v1/report-categories/", "200")._value.get())

        client = machine_client()
        before = counted(REQUESTS), counted(MACHINE_REQUESTS)
        APIClient().get("/api/v1/report-categories/")
        client.get("/api/v1/report-categories/")
        assert (counted(REQUESTS) - before[0], counted(MACHINE_REQUESTS) - before[1]) == (2, 1)

    def test_a_machine_s_line_in_the_log_names_the_key_and_not_its_secret(self, caplog: Any) -> None:
        caplog.set_level("INFO")
        key, text = make_key(make_machine())
        key_client(text).get(CURRENT)
        lines = [json_formatter().format(record) for record in caplog.records if record.name == "access"]
        assert f'"machine_key": "{key.public_id}"' in lines[-1]
        assert text.split("_")[2] not in "\n".join(lines)

    def test_a_key_in_an_address_is_reported_by_its_public_characters(self, caplog: Any) -> None:
        caplog.set_level("WARNING")
        key, text = make_key(make_machine())
        Client().get(CURRENT, {"key": text})
        lines = "\n".join(json_formatter().format(record) for record in caplog.records)
        assert "machine_key_in_address" in lines and key.public_id in lines and text.split("_")[2] not in lines

    def test_the_last_use_is_noted_also_where_the_scope_is_missing(self) -> None:
        account = make_machine("notices:read")
        key, text = make_key(account)
        assert key_client(text).get(REPORTS).status_code == 403
        assert MachineKey.objects.get(pk=key.pk).last_used_at is not None


def test_every_operation_that_a_machine_may_call_says_so_in_the_document() -> None:
    paths = contract().document["paths"]
    found = {
        (method.upper(), path): [way["machineKey"] for way in operation["security"] if "machineKey" in way]
        for path, operations in paths.items()
        for method, operation in operations.items()
        if isinstance(operation, dict) and "security" in operation
    }
    for route in api_routes():
        if "(?P" in route.path:
            continue
        view = route.view()
        path = "/api/v1/" + route.path.replace("<", "{").replace(">", "}")
        for kind in ("str", "uuid", "slug"):
            path = path.replace(f"{{{kind}:", "{")
        for method in route.methods:
            scope = scope_for(view, method) if view.get_authenticators() else None
            wanted = [] if scope is None else [[] if scope == ANY_KEY else [scope]]
            assert found.get((method, path), []) == wanted, (method, path)
