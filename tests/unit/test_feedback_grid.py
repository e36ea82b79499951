"""Numbers of points and squares along the map's z-order curve."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from backend.feedback import grid
from backend.feedback.grid import Box

CORNERS = [(0.0, 0.0), (90.0, 180.0), (-90.0, -180.0), (12.0, 107.69), (-0.000001, 179.999999)]


def points(count: int, seed: int) -> list[tuple[float, float]]:
    chance = random.Random(seed)
    return CORNERS + [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(count)]


def boxes(count: int, seed: int) -> list[Box]:
    """Of a street to a province, all over the world."""
    chance, found = random.Random(seed), []
    for _ in range(count):
        size, south, west = 10 ** chance.uniform(-4, 0.5), chance.uniform(-85, 85), chance.uniform(-179, 175)
        found.append(Box(west, south, west + size * chance.uniform(0.2, 1), south + size))
    return found


def test_the_order_is_that_of_the_quarters_of_each_square() -> None:
    """South-west, south-east, north-west, north-east: known numbers, worked out by hand."""
    quarters = [(-45.0, -90.0), (-45.0, 90.0), (45.0, -90.0), (45.0, 90.0)]
    assert [grid.number_of(*point, level=1) for point in quarters] == [0, 1, 2, 3]
    assert grid.number_of(0, 0, level=2) == 0b1100
    assert grid.number_of(90, 180, level=2) == 0b1111, "the last column; the pole begins the last quarter of the rows"


def test_a_squares_number_begins_the_numbers_of_all_that_lies_in_it() -> None:
    for latitude, longitude in points(2000, seed=1):
        number = grid.number_of(latitude, longitude)
        assert 0 <= number < 1 << 2 * grid.FINEST
        for level in grid.LEVELS:
            square = grid.number_at(number, level)
            assert square == grid.number_of(latitude, longitude, level)
            first, last = grid.span_of(square, level)
            assert first <= number <= last


def test_a_point_lies_within_the_bounds_of_its_square() -> None:
    for latitude, longitude in points(2000, seed=2):
        for level in (*grid.LEVELS, grid.FINEST):
            box = grid.bounds(grid.number_of(latitude, longitude, level), level)
            assert box.west <= longitude <= box.east and box.south <= latitude <= box.north
            assert grid.touches(grid.number_of(latitude, longitude, level), level, box)


@pytest.mark.parametrize("level", [*grid.LEVELS, grid.FINEST])
def test_the_ranges_of_a_box_hold_every_point_of_it_and_are_few(level: int) -> None:
    chance = random.Random(level)
    for box in boxes(150, seed=3):
        ranges = grid.spans(box, level)
        assert 1 <= len(ranges) <= grid.MAX_SPANS
        assert ranges == sorted(ranges)
        assert all(end < start for (_start, end), (start, _end) in pairwise(ranges))
        for _ in range(10):
            latitude, longitude = chance.uniform(box.south, box.north), chance.uniform(box.west, box.east)
            number = grid.number_of(latitude, longitude, level)
            assert any(first <= number <= last for first, last in ranges), (box, level, latitude, longitude)


def test_the_ranges_of_a_box_hold_little_beside_it() -> None:
    """Else an index would read half a province for a street."""
    held = wanted = 0.0
    for box in boxes(300, seed=4):
        low, high = (grid._square_of(*point, grid.FINEST) for point in ((box.south, box.west), (box.north, box.east)))
        area = (high[0] - low[0] + 1) * (high[1] - low[1] + 1)
        held += sum(last - first + 1 for first, last in grid.spans(box, grid.FINEST)) / area
        wanted += 1
    assert held / wanted < 3


def test_squares_are_as_large_on_the_screen_at_every_zoom_and_not_too_many() -> None:
    for zoom in range(23):
        degrees = 360 * 360 / 2**zoom / 256  # a phone 360 pixels wide
        if degrees < 90:
            box = Box(107.0, 11.0, 107.0 + degrees, 11.0 + degrees)
            size = 360 / 2 ** grid.level_for(zoom, box, 32)
            pixels = size / (degrees / 360)
            assert 64 <= pixels <= 128 or zoom < 4 or zoom > 16, (zoom, pixels)
    world = Box(-180, -90, 180, 90)
    assert grid.level_for(22, world, 32) == grid.LEVELS[0]
    assert grid.level_for(22, Box(107, 11, 109, 13), 32) == 12, "the squares of 22 would be a million"


def test_ranges_that_touch_or_overlap_are_joined() -> None:
    assert list(grid.joined([(8, 11), (0, 3), (4, 5), (9, 20), (30, 31)])) == [(0, 5), (8, 20), (30, 31)]
    assert list(grid.joined([])) == []
