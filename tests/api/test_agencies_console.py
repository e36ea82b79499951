"""The console's pages of areas and agencies, as an administrator and as an officer open them."""

import pytest
from django.test import Client
from django.urls import reverse

from backend.agencies.models import Agency, Membership, Office
from backend.areas.models import Area
from backend.common.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory, MembershipFactory, OfficeFactory, load_agencies
from tests.factories.areas import load_areas

pytestmark = pytest.mark.django_db

LISTS = ["areas_area", "agencies_agency", "agencies_office", "agencies_emergencynumber"]
BACKEND = "backend.accounts.backends.IdentifierBackend"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(UserFactory(administrator=True), backend=BACKEND)
    return client


@pytest.mark.parametrize("name", [*LISTS, "agencies_membership"])
def test_an_administrator_opens_lists_and_pages(administrator: Client, name: str) -> None:
    load_areas()
    load_agencies()
    membership = MembershipFactory()
    assert administrator.get(reverse(f"admin:{name}_changelist")).status_code == 200
    models = {"areas_area": Area, "agencies_agency": Agency, "agencies_office": Office}
    row = models[name].objects.order_by("id").first() if name in models else membership
    if name != "agencies_emergencynumber":
        assert administrator.get(reverse(f"admin:{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_an_officer_reads_the_reference_tables_and_changes_nothing(client: Client, name: str) -> None:
    client.force_login(MembershipFactory().user, backend=BACKEND)
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_an_officer_does_not_see_who_works_where(client: Client) -> None:
    client.force_login(MembershipFactory().user, backend=BACKEND)
    assert client.get(reverse("admin:agencies_membership_changelist")).status_code == 403


def test_a_citizen_is_sent_to_the_login(client: Client) -> None:
    client.force_login(UserFactory(), backend=BACKEND)
    assert client.get(reverse("admin:agencies_agency_changelist")).status_code == 302


def test_versions_of_units_are_neither_added_nor_deleted_by_hand(administrator: Client) -> None:
    load_areas()
    area = Area.objects.get(code="24640", valid_to=None)
    assert administrator.get(reverse("admin:areas_area_add")).status_code == 403
    assert administrator.get(reverse("admin:areas_area_delete", args=[area.pk])).status_code == 403


def test_a_membership_given_in_the_console_is_in_the_trail(administrator: Client) -> None:
    user, agency = UserFactory(officer=True), AgencyFactory(code="H16.1")
    form = {"user": str(user.pk), "agency": agency.pk, "is_handler": "on"}
    response = administrator.post(reverse("admin:agencies_membership_add"), form)
    assert response.status_code == 302, response.context["errors"]
    assert Membership.objects.get().user == user
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.agency_code) == ("add", "H16.1")


def test_an_agency_cannot_be_put_below_itself_in_the_form(administrator: Client) -> None:
    agency = AgencyFactory(code="H16")
    office = OfficeFactory(agency=agency)
    page = administrator.get(reverse("admin:agencies_agency_change", args=[agency.pk]))
    form = {"code": "H16", "kind": "province", "name": "Gốc", "parent": agency.pk, "sort_order": 0, "is_active": "on"}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    response = administrator.post(reverse("admin:agencies_agency_change", args=[agency.pk]), form)
    assert response.status_code == 200
    assert "parent" in response.context["adminform"].form.errors
    assert Office.objects.get() == office
