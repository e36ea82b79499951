"""The seed against facts that do not come from its source: the list of units, and the province's size."""

import pytest

from backend.areas.models import Area, AreaMerge
from backend.areas.services import areas_load

TODAY = [
    "24611",
    "24615",
    "24617",
    "24616",
    "24620",
    "24631",
    "24637",
    "24640",
    "24646",
    "24649",
    "24664",
    "24670",
    "24678",
    "24682",
    "24688",
    "24697",
    "24703",
    "24712",
    "24717",
    "24718",
    "24722",
    "24730",
    "24733",
    "24736",
    "24739",
    "24748",
    "24751",
    "24760",
]

pytestmark = pytest.mark.django_db


def test_the_seed_has_28_units_from_71_communes_and_8_districts() -> None:
    areas_load()
    current = Area.objects.filter(level="commune", valid_to=None)
    assert sorted(current.values_list("code", flat=True)) == sorted(TODAY)
    assert Area.objects.filter(level="commune").exclude(valid_to=None).count() == 71
    assert Area.objects.filter(level="district").count() == 8
    assert current.filter(kind="ward").count() == 3


def test_every_old_commune_went_whole_into_one_unit() -> None:
    areas_load()
    old = Area.objects.filter(level="commune").exclude(valid_to=None)
    assert AreaMerge.objects.filter(from_area__in=old, is_partial=False, share=1).count() == 71
    assert set(AreaMerge.objects.filter(from_area__in=old).values_list("into_area__code", flat=True)) == set(TODAY)


def test_the_units_add_up_to_the_province() -> None:
    areas_load()
    sizes = dict(Area.objects.filter(level="commune", valid_to=None).values_list("code", "area_km2"))
    assert sizes["24730"] == pytest.approx(322, abs=1)
    assert sizes["24664"] == pytest.approx(88, abs=1)
    assert sum(size or 0 for size in sizes.values()) == pytest.approx(6509, rel=0.002)


def test_loading_twice_changes_nothing() -> None:
    first = areas_load()
    before = list(Area.objects.order_by("id").values())
    second = areas_load()
    assert (first.created, second.created, second.updated, second.unchanged) == (109, 0, 0, 109)
    assert list(Area.objects.order_by("id").values()) == before
    assert AreaMerge.objects.count() == 102


def test_loading_mends_an_edited_name_and_keeps_an_imported_boundary() -> None:
    areas_load()
    outline = {"type": "Polygon", "coordinates": [[[107, 12], [108, 12], [108, 13], [107, 12]]]}
    Area.objects.filter(code="24640", valid_to=None).update(name="Sai", boundary=outline)
    assert areas_load().updated == 1
    area = Area.objects.get(code="24640", valid_to=None)
    assert (area.name, area.boundary) == ("Xã Cư Jút", outline)
