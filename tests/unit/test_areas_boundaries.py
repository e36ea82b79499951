import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.areas.boundaries import BoundaryError
from backend.areas.models import Area
from backend.areas.selectors import area_nearest
from backend.areas.services import boundaries_import
from tests.factories.areas import feature, load_areas, square

pytestmark = pytest.mark.django_db

CU_JUT = square(107.85, 12.5898)


@pytest.fixture(autouse=True)
def _province(db: None) -> None:
    load_areas()


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def ring(*points: tuple[float, float]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [list(points)]}


def test_a_good_boundary_goes_in_and_makes_the_answer_exact() -> None:
    result = boundaries_import(text=collection(feature("24640", CU_JUT)))
    assert (result.imported, result.left_out) == (1, [])
    assert area_nearest(12.6, 107.86).method == "boundary"


def test_the_same_file_again_changes_nothing() -> None:
    text = collection(feature("24640", CU_JUT))
    boundaries_import(text=text)
    stamp = Area.objects.get(code="24640", valid_to=None).updated_at
    result = boundaries_import(text=text)
    assert (result.imported, result.unchanged) == (0, 1)
    assert Area.objects.get(code="24640", valid_to=None).updated_at == stamp


def test_a_number_is_a_code_and_a_height_is_dropped() -> None:
    outline = {"type": "Polygon", "coordinates": [[[*point, 500.0] for point in CU_JUT["coordinates"][0]]]}  # type: ignore[index]
    assert boundaries_import(text=collection(feature(24640, outline))).imported == 1
    assert Area.objects.get(code="24640", valid_to=None).boundary == {
        "type": "Polygon",
        "coordinates": [[[107.8, 12.5398], [107.9, 12.5398], [107.9, 12.6398], [107.8, 12.6398], [107.8, 12.5398]]],
    }


BAD = {
    "no property": {"type": "Feature", "properties": {}, "geometry": CU_JUT},
    "unknown code": feature("00001", CU_JUT),
    "old code": feature("24622", square(107.799, 12.046)),
    "point": feature("24640", {"type": "Point", "coordinates": [107.85, 12.59]}),
    "no geometry": feature("24640", None),
    "flat list": feature("24640", {"type": "Polygon", "coordinates": [107.85, 12.59]}),
    "text for a number": feature("24640", ring((107.8, "x"), (107.9, 12), (107.9, 13), (107.8, 12))),  # type: ignore[arg-type]
    "open ring": feature("24640", ring((107.8, 12.5), (107.9, 12.5), (107.9, 12.6), (107.8, 12.6))),
    "too short": feature("24640", ring((107.8, 12.5), (107.9, 12.5), (107.8, 12.5))),
    "latitude first": feature("24640", ring((12.5, 107.8), (12.5, 107.9), (12.6, 107.9), (12.5, 107.8))),
    "metres": feature("24640", ring((400000, 1390000), (410000, 1390000), (410000, 1400000), (400000, 1390000))),
    "bow tie": feature("24640", ring((107.8, 12.5), (107.9, 12.6), (107.9, 12.5), (107.8, 12.6), (107.8, 12.5))),
    "no area": feature("24640", ring((107.8, 12.5), (107.9, 12.5), (107.85, 12.5), (107.8, 12.5))),
    "elsewhere": feature("24640", square(107.3, 12.18)),
    "not a feature": "text",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_feature_is_left_out_with_its_reason_and_the_good_one_goes_in(name: str) -> None:
    result = boundaries_import(text=collection(BAD[name], feature("24646", square(107.727, 12.722))))
    assert result.imported == 1
    [left_out] = result.left_out
    assert left_out.index == 0
    assert left_out.reason
    assert Area.objects.get(code="24640", valid_to=None).boundary is None


def test_each_cause_has_a_reason_of_its_own() -> None:
    reasons = {name: boundaries_import(text=collection(BAD[name])).left_out[0].reason for name in BAD}
    alike = [{"no property", "not a feature"}, {"unknown code", "old code"}, {"point", "no geometry"}]
    alike += [{"flat list", "text for a number"}]
    expected = len(BAD) - sum(len(group) - 1 for group in alike)
    assert len(set(reasons.values())) == expected, reasons


def test_a_repeated_code_counts_once() -> None:
    result = boundaries_import(text=collection(feature("24640", CU_JUT), feature("24640", CU_JUT)))
    assert (result.imported, [one.index for one in result.left_out]) == (1, [1])


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"type": "Feature"}',
        '{"type": "FeatureCollection", "features": {}}',
        '{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:9210"}}}',
        b"\xff\xfe",
    ],
)
def test_a_file_that_is_no_feature_collection_is_refused(text: str | bytes) -> None:
    with pytest.raises(BoundaryError):
        boundaries_import(text=text)


def test_the_command_lists_what_it_left_out(tmp_path: Path) -> None:
    path = tmp_path / "file.geojson"
    path.write_text(collection(feature("24640", CU_JUT), BAD["point"]), encoding="utf-8")
    out, err = StringIO(), StringIO()
    call_command("import_boundaries", path, stdout=out, stderr=err)
    assert out.getvalue().strip() == "1 imported, 0 unchanged, 1 left out"
    assert err.getvalue().startswith("feature 1 (24640): ")


def test_the_command_says_so_when_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_boundaries", tmp_path / "none.geojson")
