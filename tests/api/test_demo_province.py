"""The demo province: loaded once, enough of everything, nobody in it real."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from backend.accounts.models import User
from backend.areas.models import Area
from backend.common.models import AuditEntry
from backend.feedback.models import Report
from backend.feedback.workflow import Status
from backend.news.models import Article
from backend.places.models import Place
from backend.public_services.models import Dossier, Procedure
from notifications.models import Notice, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _province(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory) -> object:  # type: ignore[no-untyped-def]
    """Loaded once for this file, in a transaction that the file takes back at its end."""
    from django.db import transaction

    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):  # type: ignore[attr-defined]
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            call_command("load_demo", stdout=StringIO())
            yield
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def test_there_is_enough_to_show() -> None:
    assert Area.objects.filter(level="commune", valid_to=None).count() == 28
    assert Procedure.objects.count() >= 60
    assert Article.objects.visible().count() >= 30
    assert Place.objects.count() >= 15
    assert Report.objects.count() == 300
    assert Dossier.objects.count() == 500
    assert Topic.objects.filter(topic__startswith="area:").count() == 28


def test_every_state_is_there() -> None:
    assert set(Report.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Dossier.objects.values_list("status", flat=True)) == set(range(1, 11))
    assert {"draft", "submitted"} <= set(Notice.objects.values_list("status", flat=True))


def test_loading_again_changes_nothing() -> None:
    before = (Article.objects.count(), Report.objects.count(), Notice.objects.count(), User.objects.count())
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert "already" in out.getvalue()
    assert before == (Article.objects.count(), Report.objects.count(), Notice.objects.count(), User.objects.count())
    assert AuditEntry.objects.filter(action="load_demo").count() == 1


def test_each_demo_account_signs_in() -> None:
    out = StringIO()
    call_command("demo_accounts", "--json", stdout=out)
    accounts = json.loads(out.getvalue())
    assert {account["role"] for account in accounts} == {"citizen", "handler", "editor", "approver", "administrator"}
    for account in accounts:
        body = {"identifier": account["identifier"], "password": account["password"]}
        reply = Client().post("/api/v1/auth/login/", body, content_type="application/json")
        assert reply.status_code == 200, account["identifier"]


def test_two_handlers_work_for_different_agencies() -> None:
    out = StringIO()
    call_command("demo_accounts", "--json", stdout=out)
    agencies = [account["agency"] for account in json.loads(out.getvalue()) if account["role"] == "handler"]
    assert len(set(agencies)) == 2


def test_made_up_people_have_numbers_of_the_demo_range() -> None:
    phones = Dossier.objects.exclude(applicant_phone="").values_list("applicant_phone", flat=True)
    assert all(phone.startswith("+84900000") for phone in phones)


@override_settings(IS_PRODUCTION=True)
def test_production_takes_no_demo() -> None:
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_demo", stdout=StringIO())
