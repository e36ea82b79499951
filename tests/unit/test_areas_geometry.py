import pytest

from backend.areas.geometry import area_km2, box_of, distance_m, geometry_holds, ring_crosses_itself
from tests.factories.areas import square


def test_a_hole_is_outside() -> None:
    outer, hole = square(108, 12, 0.1)["coordinates"][0], square(108, 12, 0.02)["coordinates"][0]  # type: ignore[index]
    ring = {"type": "Polygon", "coordinates": [outer, hole]}
    assert geometry_holds(ring, 108.05, 12.05)
    assert not geometry_holds(ring, 108.0, 12.0)


def test_each_part_of_a_multipolygon_counts() -> None:
    parts = [square(107.5, 12)["coordinates"], square(108.5, 12)["coordinates"]]
    both = {"type": "MultiPolygon", "coordinates": parts}
    assert geometry_holds(both, 107.5, 12)
    assert geometry_holds(both, 108.5, 12)
    assert not geometry_holds(both, 108.0, 12)
    assert box_of(both) == pytest.approx((107.45, 11.95, 108.55, 12.05))


def test_a_point_on_a_shared_edge_belongs_to_one_neighbour_only() -> None:
    west, east = square(107.95, 12), square(108.05, 12)
    assert geometry_holds(west, 108.0, 12) + geometry_holds(east, 108.0, 12) == 1


def test_a_bow_tie_crosses_itself_and_a_square_does_not() -> None:
    assert ring_crosses_itself([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])
    assert not ring_crosses_itself([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])


def test_distance_and_area_are_those_of_the_earth() -> None:
    # One degree of latitude is 111.2 km everywhere; of longitude, at 12 degrees north, 108.8 km.
    assert distance_m(108, 12, 108, 13) == pytest.approx(111_195, rel=1e-3)
    assert distance_m(108, 12, 109, 12) == pytest.approx(108_765, rel=1e-3)
    assert area_km2(square(108, 12)) == pytest.approx(11.1195 * 10.8765, rel=1e-3)
