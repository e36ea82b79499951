import unicodedata

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from backend.areas import selectors
from backend.areas.models import Area
from backend.common.errors import DomainError, NotFound
from tests.factories.areas import AreaFactory, load_areas, square

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _province(db: None) -> None:
    load_areas()


def current_codes(query: str) -> list[list[str]]:
    return [[area.code for area in match.current] for match in selectors.area_resolve(query)]


@pytest.mark.parametrize(
    "query", ["24622", "Đắk Ha", "dak ha", "xã Đăk Ha", unicodedata.normalize("NFD", "Đắk Ha"), "X. Đắc Ha"]
)
def test_an_old_commune_resolves_to_its_unit_of_today(query: str) -> None:
    assert current_codes(query) == [["24611"]]


def test_a_name_shared_by_old_and_new_units_gives_them_all_today_first() -> None:
    found = selectors.area_resolve("Đắk Mil")
    assert [match.area.name for match in found] == ["Xã Đắk Mil", "Thị trấn Đắk Mil", "Huyện Đắk Mil"]
    assert [area.code for area in found[1].current] == ["24664"]
    assert {area.code for area in found[2].current} == {"24664", "24670", "24678", "24682"}


def test_the_kind_narrows_a_shared_name() -> None:
    assert [match.area.name for match in selectors.area_resolve("thị trấn Đắk Mil")] == ["Thị trấn Đắk Mil"]


def test_a_district_became_several_units() -> None:
    [match] = selectors.area_resolve("huyện Đắk R’Lấp")
    assert sorted(area.code for area in match.current) == ["24733", "24751", "24760"]


def test_the_district_behind_the_comma_narrows() -> None:
    AreaFactory(code="99999", name="Xã Tân Thành")
    assert len(selectors.area_resolve("Tân Thành")) == 2
    assert current_codes("Tân Thành, Krông Nô") == [["24688"]]


def test_the_old_province_leads_to_the_new_one() -> None:
    assert current_codes("tỉnh Đắk Nông") == [["68"]]


def test_the_beginning_of_a_name_is_enough_from_three_letters() -> None:
    assert "Xã Trường Xuân" in {match.area.name for match in selectors.area_resolve("Trường")}
    assert selectors.area_resolve("tr") == []
    assert selectors.area_resolve("không có đâu") == []
    assert selectors.area_resolve(" , ") == []


def test_a_reused_code_is_first_of_all_the_unit_of_today() -> None:
    assert selectors.area_get("24646").name == "Xã Đắk Wil"
    assert [match.area.name for match in selectors.area_resolve("24646")] == ["Xã Đắk Wil", "Xã Ea Pô"]


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound) as refused:
        selectors.area_get("00001")
    assert refused.value.code == "area_not_found"


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "code"),
    [
        ("Gia Nghĩa, Nghĩa Thành", 12.0045, 107.6837, "24611"),
        ("Ea T'Ling", 12.585, 107.888, "24640"),
        ("Đắk Mil town", 12.4465, 107.6186, "24664"),
        ("Kiến Đức town", 12.0056, 107.4973, "24733"),
        ("Tà Đùng lake", 11.87, 107.98, "24637"),
    ],
)
def test_a_point_is_estimated_by_the_nearest_centre_old_or_new(
    place: str, latitude: float, longitude: float, code: str
) -> None:
    found = selectors.area_nearest(latitude, longitude)
    assert (found.area.code, found.method) == (code, "estimated"), place


@pytest.mark.parametrize(("latitude", "longitude"), [(12.68, 108.04), (10.78, 106.7), (21.03, 105.85), (0, 0)])
def test_a_point_outside_the_province_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(NotFound) as refused:
        selectors.area_nearest(latitude, longitude)
    assert refused.value.code == "outside_province"


def set_boundary(code: str, outline: object) -> None:
    area = Area.objects.get(code=code, valid_to=None)
    area.boundary = outline
    area.save()


def test_an_imported_boundary_decides_exactly() -> None:
    # A point in the middle of Gia Nghĩa, drawn into Quảng Sơn: the outline wins over the nearer centre.
    set_boundary("24616", square(107.6837, 12.0045, 0.01))
    found = selectors.area_nearest(12.0045, 107.6837)
    assert (found.area.code, found.method) == ("24616", "boundary")


def test_a_unit_with_a_boundary_is_no_longer_estimated_outside_it() -> None:
    assert selectors.area_nearest(12.61, 107.88).area.code == "24640"
    set_boundary("24640", square(107.95, 12.5, 0.01))
    found = selectors.area_nearest(12.61, 107.88)
    assert (found.area.code, found.method) == ("24649", "estimated")


def test_with_all_boundaries_known_a_point_outside_is_outside_the_province() -> None:
    for code in Area.objects.filter(level="commune", valid_to=None).values_list("code", flat=True):
        set_boundary(code, square(107.95, 12.5, 0.01))
    with pytest.raises(NotFound):
        selectors.area_nearest(12.0045, 107.6837)


def test_descending_gives_the_units_of_today() -> None:
    assert selectors.areas_descend_codes("660") == ["660", "24611", "24615", "24617"]
    assert len(selectors.areas_descend_codes("67")) == len(selectors.areas_descend_codes("68")) == 29
    assert selectors.areas_descend_codes("24640") == ["24640"]
    assert selectors.areas_descend_codes("24622") == ["24622", "24611"]
    assert selectors.areas_descend_codes("nowhere") == ["nowhere"]


def test_ascending_passes_the_old_districts_too() -> None:
    assert set(selectors.areas_ascend_codes("24611")) == {"24611", "68", "660", "661", "67"}


def test_children_are_of_the_same_time() -> None:
    assert len(selectors.areas_children("68")) == 28
    assert len(selectors.areas_children("67")) == 8
    assert len(selectors.areas_children("666")) == 11


def test_old_codes_are_accepted_and_become_those_of_today() -> None:
    assert selectors.area_codes_validate(["24622", "24611", "24640"]) == ["24611", "24640"]
    assert selectors.area_codes_validate(["660"]) == ["24611", "24615", "24617"]


def test_an_unknown_code_names_the_field() -> None:
    with pytest.raises(DomainError) as refused:
        selectors.area_codes_validate(["24611", "1"], field="area_code")
    assert refused.value.code == "unknown_area"
    assert [error.field for error in refused.value.fields] == ["area_code"]


def test_a_changed_name_is_seen_at_once_inside_a_transaction() -> None:
    assert selectors.area_get("24640").name == "Xã Cư Jút"
    area = Area.objects.get(code="24640", valid_to=None)
    area.name = "Xã Mới"
    area.save()
    assert selectors.area_get("24640").name == "Xã Mới"
    assert current_codes("xã mới") == [["24640"]]


def test_a_rolled_back_change_is_forgotten() -> None:
    with transaction.atomic():
        AreaFactory(code="99998")
        assert selectors.area_find("99998") is not None
        transaction.set_rollback(True)
    assert selectors.area_find("99998") is None


def test_a_warm_table_costs_one_stamp_query() -> None:
    selectors.area_get("24640")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        selectors.area_nearest(12.585, 107.888)
    assert len(queries) == 1
