import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.agencies.auth import MembershipBackend
from backend.agencies.capabilities import Capability, permissions_of
from backend.agencies.models import Office
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, MembershipFactory, OfficeFactory

pytestmark = pytest.mark.django_db

HANDLER = {"is_handler": True, "is_editor": False, "is_approver": False}
EDITOR = {"is_handler": False, "is_editor": True, "is_approver": False}
APPROVER = {"is_handler": False, "is_editor": False, "is_approver": True}


@pytest.mark.parametrize(
    ("rights", "may", "may_not"),
    [
        (HANDLER, "feedback.change_report", "notifications.add_notice"),
        (HANDLER, "public_services.view_dossier", "feedback.delete_report"),
        (EDITOR, "notifications.add_notice", "notifications.approve_notice"),
        (EDITOR, "news.change_article", "news.publish_article"),
        (APPROVER, "notifications.approve_notice", "feedback.view_report"),
        (APPROVER, "news.publish_article", "agencies.change_membership"),
        (EDITOR, "agencies.view_agency", "accounts.view_user"),
    ],
)
def test_a_capability_allows_what_it_says_and_no_more(rights: dict[str, bool], may: str, may_not: str) -> None:
    user = MembershipFactory(**rights).user
    assert user.has_perm(may)
    assert not user.has_perm(may_not)


def test_no_capability_reaches_people_or_the_trail() -> None:
    for capability in Capability:
        assert not [name for name in permissions_of(capability) if name.startswith(("accounts.", "common.", "auth."))]
        assert "agencies.add_membership" not in permissions_of(capability)


def test_an_administrator_may_do_all_and_a_citizen_nothing() -> None:
    citizen = UserFactory()
    MembershipFactory(user=citizen)
    assert UserFactory(administrator=True).has_perm("agencies.change_membership")
    assert citizen.get_all_permissions() == set()
    assert not citizen.has_module_perms("feedback")


def test_a_disabled_officer_may_do_nothing() -> None:
    user = MembershipFactory().user
    user.is_active = False
    assert not user.has_perm("feedback.view_report")


def test_an_officer_without_membership_may_do_nothing() -> None:
    assert UserFactory(officer=True).get_all_permissions() == set()


def test_with_an_object_the_capability_must_reach_its_agency() -> None:
    mine = AgencyFactory(code="H16.1")
    user = MembershipFactory(agency=mine).user
    below: Office = OfficeFactory(agency=AgencyFactory(code="H16.1.1", parent=mine))
    assert user.has_perm("agencies.view_office", below)
    assert not user.has_perm("agencies.view_office", OfficeFactory())


def test_the_menu_shows_the_apps_that_the_officer_may_enter() -> None:
    user = MembershipFactory(**EDITOR).user
    assert user.has_module_perms("news")
    assert not user.has_module_perms("feedback")


def test_the_backend_logs_nobody_in() -> None:
    assert MembershipBackend().authenticate(None, username="x", password="y") is None


def test_any_number_of_permissions_cost_one_query() -> None:
    user = MembershipFactory().user
    with CaptureQueriesContext(connection) as queries:
        for name in ("feedback.view_report", "news.view_article", "agencies.view_agency"):
            user.has_perm(name)
        user.has_module_perms("feedback")
    assert len(queries) == 1
