import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from backend.agencies import selectors
from backend.agencies.models import Agency, AgencyDuty, EmergencyNumber, Membership, Office, OpeningHours
from backend.agencies.services import SEED, agencies_load, membership_end, membership_set
from backend.areas.selectors import area_nearest, areas_descend_codes
from backend.common.errors import NotFound
from backend.common.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyDutyFactory, AgencyFactory, MembershipFactory, load_agencies
from tests.factories.areas import load_areas

pytestmark = pytest.mark.django_db


# --- The tree -------------------------------------------------------------------------------------------------------
def test_a_path_is_the_codes_from_the_root() -> None:
    root = AgencyFactory(code="H16")
    leaf = AgencyFactory(code="H16.06.1", parent=AgencyFactory(code="H16.06", parent=root))
    assert leaf.path == "H16/H16.06/H16.06.1/"
    assert set(selectors.agency_subtree(root)) == set(Agency.objects.all())


def test_a_code_that_begins_alike_is_not_below() -> None:
    AgencyFactory(code="H16.10")
    assert list(selectors.agency_subtree(AgencyFactory(code="H16.1"))) == [Agency.objects.get(code="H16.1")]


def test_a_moved_agency_takes_its_subtree_along() -> None:
    old, new = AgencyFactory(code="A01"), AgencyFactory(code="B02")
    middle = AgencyFactory(code="A01.1", parent=old)
    leaf = AgencyFactory(code="A01.1.1", parent=middle)
    middle.parent = new
    middle.save()
    leaf.refresh_from_db()
    assert leaf.path == "B02/A01.1/A01.1.1/"


def test_an_agency_cannot_be_part_of_one_below_it() -> None:
    root = AgencyFactory(code="A01")
    root.parent = AgencyFactory(code="A01.1", parent=root)
    with pytest.raises(ValidationError):
        root.clean()


def test_an_inactive_agency_is_not_found() -> None:
    AgencyFactory(code="A01", is_active=False)
    with pytest.raises(NotFound):
        selectors.agency_get("A01")
    assert selectors.agency_find("A01") is None


# --- Routing --------------------------------------------------------------------------------------------------------
@pytest.fixture
def duties() -> dict[str, Agency]:
    load_areas()
    held = {"exact": ("roads", "24611"), "area": ("", "24611"), "category": ("roads", ""), "rest": ("", "")}
    found = {}
    for name, (category, area) in held.items():
        found[name] = AgencyFactory()
        AgencyDutyFactory(agency=found[name], category_slug=category, area_code=area)
    return found


@pytest.mark.parametrize(
    ("category", "area", "expected"),
    [
        ("roads", "24611", "exact"),
        ("waste", "24611", "area"),
        ("roads", "24640", "category"),
        ("roads", "", "category"),
        ("waste", "24640", "rest"),
        ("waste", "", "rest"),
        ("roads", "24622", "exact"),  # an old commune that is now in 24611
        ("roads", "660", "category"),  # a district that became three units says nothing about which
        ("roads", "unknown", "category"),
    ],
)
def test_the_most_exact_duty_wins(duties: dict[str, Agency], category: str, area: str, expected: str) -> None:
    assert selectors.agency_for(category, area) == duties[expected]


def test_an_inactive_agency_is_passed_over(duties: dict[str, Agency]) -> None:
    Agency.objects.filter(pk=duties["exact"].pk).update(is_active=False)
    assert selectors.agency_for("roads", "24611") == duties["area"]


def test_without_any_duty_the_root_answers() -> None:
    assert selectors.agency_for("roads") is None
    root = AgencyFactory(code="H16")
    AgencyFactory(code="H16.1", parent=root)
    assert selectors.agency_for("roads") == root


def test_a_duty_has_one_holder() -> None:
    AgencyDutyFactory(category_slug="roads", area_code="24611")
    with pytest.raises(IntegrityError):
        AgencyDutyFactory(category_slug="roads", area_code="24611")


# --- People ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def tree() -> dict[str, Agency]:
    root = AgencyFactory(code="H16")
    left = AgencyFactory(code="H16.1", parent=root)
    leaf = AgencyFactory(code="H16.1.1", parent=left)
    return {"root": root, "left": left, "leaf": leaf, "right": AgencyFactory(code="H16.2", parent=root)}


def test_a_capability_covers_the_agency_and_all_below(tree: dict[str, Agency]) -> None:
    user = MembershipFactory(agency=tree["left"]).user
    assert selectors.agency_codes_for(user, "handler") == {"H16.1", "H16.1.1"}
    assert selectors.agency_ids_for(user, "handler") == {tree["left"].pk, tree["leaf"].pk}
    assert selectors.agency_ids_for(user, "editor") == set()


def test_memberships_add_up(tree: dict[str, Agency]) -> None:
    user = MembershipFactory(agency=tree["leaf"]).user
    MembershipFactory(user=user, agency=tree["right"], is_handler=True, is_approver=True)
    assert selectors.agency_codes_for(user, "handler") == {"H16.1.1", "H16.2"}
    assert selectors.agency_codes_for(user, "approver") == {"H16.2"}


def test_an_administrator_reaches_all_and_a_citizen_nothing(tree: dict[str, Agency]) -> None:
    citizen = UserFactory()
    MembershipFactory(user=citizen, agency=tree["root"])
    assert len(selectors.agency_ids_for(UserFactory(administrator=True), "handler")) == 4
    assert selectors.agency_ids_for(citizen, "handler") == set()
    assert selectors.memberships_of(citizen) == []


def test_a_membership_of_an_inactive_agency_gives_nothing(tree: dict[str, Agency]) -> None:
    user = MembershipFactory(agency=tree["left"]).user
    Agency.objects.filter(pk=tree["left"].pk).update(is_active=False)
    assert selectors.agency_ids_for(user, "handler") == set()


def test_the_reach_is_read_once_per_user_object(tree: dict[str, Agency]) -> None:
    user = MembershipFactory(agency=tree["left"]).user
    with CaptureQueriesContext(connection) as queries:
        for _again in range(3):
            selectors.agency_ids_for(user, "handler")
            selectors.agency_codes_for(user, "handler")
            selectors.capabilities_of(user)
    assert len(queries) == 2


def test_setting_a_membership_counts_at_once_and_is_audited(tree: dict[str, Agency]) -> None:
    user = UserFactory(officer=True)
    assert selectors.agency_ids_for(user, "editor") == set()
    membership_set(user=user, agency=tree["leaf"], is_editor=True)
    membership = membership_set(user=user, agency=tree["leaf"], is_editor=True, is_approver=True)
    assert selectors.agency_codes_for(user, "approver") == {"H16.1.1"}
    assert Membership.objects.count() == 1
    membership_end(membership=membership)
    assert selectors.memberships_of(UserFactory._meta.model.objects.get(pk=user.pk)) == []
    assert list(AuditEntry.objects.order_by("id").values_list("action", "agency_code")) == [
        ("membership_set", "H16.1.1"),
        ("membership_set", "H16.1.1"),
        ("membership_end", "H16.1.1"),
    ]


# --- The seed -------------------------------------------------------------------------------------------------------
def test_every_unit_of_today_has_a_committee_with_an_office() -> None:
    load_areas()
    load_agencies()
    units = set(areas_descend_codes("68")) - {"68"}
    committees = Agency.objects.filter(kind="commune")
    assert set(committees.values_list("area_code", flat=True)) == units
    assert Office.objects.filter(agency__in=committees).count() == 28


def test_loading_twice_changes_nothing() -> None:
    first = agencies_load()
    tables = (Agency, AgencyDuty, Office, OpeningHours, EmergencyNumber)
    before = [list(model._default_manager.order_by("id").values()) for model in tables]
    assert agencies_load() == first
    assert [list(model._default_manager.order_by("id").values()) for model in tables] == before


def test_loading_restores_changed_hours() -> None:
    agencies_load()
    office = Office.objects.get(agency__code="H16.14")
    office.hours.filter(weekday=1).delete()
    agencies_load()
    assert office.hours.filter(weekday=1).count() == 2


def test_reports_of_the_demo_province_find_their_way() -> None:
    load_areas()
    load_agencies()

    def code(category: str, area: str = "") -> str:
        agency = selectors.agency_for(category, area)
        return agency.code if agency else ""

    committee = Agency.objects.get(kind="commune", area_code="24640").code
    police = Agency.objects.get(kind="police", area_code="24640").code
    assert code("waste", "24640") == committee
    assert code("security", "24640") == police
    assert code("forest", "24640") == "H16.06.1.3"
    assert code("lighting", "24640") == "H16.18"
    assert code("roads") == "H16.07"
    assert code("other") == "H16.14"


def test_every_phone_number_of_the_seed_is_a_short_code_or_in_the_demo_block() -> None:
    texts = [
        (SEED / f"{name}.json").read_text(encoding="utf-8") for name in ("agencies", "offices", "emergency_numbers")
    ]
    rows = [row for text in texts for rows in json.loads(text).values() if isinstance(rows, list) for row in rows]
    numbers = {row.get("phone") or row.get("number") for row in rows} - {None}
    short = {"111", "112", "113", "114", "115", "1022"}
    assert short < numbers
    assert all(number.startswith("0261 3000 ") for number in numbers - short)


def test_the_seed_points_inside_the_unit_it_names() -> None:
    load_areas()
    load_agencies()
    offices = Office.objects.filter(agency__kind="commune")
    elsewhere = [
        office.name
        for office in offices
        if area_nearest(office.latitude or 0, office.longitude or 0).area.code != office.area_code
    ]
    assert elsewhere == []
