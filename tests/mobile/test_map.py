"""The map: where things are, what is fetched for it and kept, how it follows a finger, and the same as a list."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from kivy.tests.common import UnitTestTouch

from citizen_mobile.client.errors import ApiError, NetworkError
from citizen_mobile.client.http import Http
from citizen_mobile.client.images import HeldBack
from citizen_mobile.client.tiles import TileStore
from citizen_mobile.client.tokens import MemoryVault, Tokens
from citizen_mobile.map.projection import View, degrees_of, distance_m, round_length, snapped, world_of
from citizen_mobile.map.slippy import SlippyMap
from citizen_mobile.map.tile_layer import AT_ONCE, MOST_TEXTURES
from citizen_mobile.platform import choose
from citizen_mobile.platform.location import DENIED, Fix
from tests.mobile.content.basics import NOW
from tests.mobile.content.public_reports import PUBLIC_REPORTS
from tests.mobile.driver import Driver
from tests.mobile.phone_parts import FakeLocation, phone
from tests.mobile.stub_server import Stub

pytestmark = pytest.mark.mobile

GIA_NGHIA = (12.0046, 107.6874)


# --- where things are


@pytest.mark.parametrize("place", [GIA_NGHIA, (12.95, 108.1), (-33.9, 18.4), (0.0, 0.0)])
def test_degrees_survive_the_way_to_the_map_and_back(place: tuple[float, float]) -> None:
    assert degrees_of(*world_of(*place)) == pytest.approx(place, abs=1e-9)


def test_a_pixel_is_found_again_under_the_finger() -> None:
    view = View(*world_of(*GIA_NGHIA), zoom=14.5, width=360, height=500)
    assert view.screen_of(*view.world_at(77, 430)) == pytest.approx((77, 430))
    west, south, east, north = view.box()
    assert west < GIA_NGHIA[1] < east and south < GIA_NGHIA[0] < north


def test_the_tiles_of_a_view_cover_it_the_middle_first() -> None:
    view = View(*world_of(*GIA_NGHIA), zoom=12, width=360, height=500)
    tiles = view.tiles(12)
    many = 2**12
    assert tiles[0] == (12, math.floor(view.x * many), math.floor(view.y * many))
    for corner in ((0, 0), (359, 0), (0, 499), (359, 499)):
        x, y = view.world_at(*corner)
        assert (12, math.floor(x * many), math.floor(y * many)) in tiles
    assert len(tiles) <= 9


def test_small_moves_ask_for_the_same_box_and_large_ones_for_another() -> None:
    box = (107.60, 11.95, 107.75, 12.05)
    moved = tuple(edge + 0.001 for edge in box)
    assert snapped(box, 11) == snapped(moved, 11)  # type: ignore[arg-type]
    assert snapped(box, 11) != snapped(tuple(edge + 1 for edge in box), 11)  # type: ignore[arg-type]
    west, south, east, north = snapped(box, 11)
    assert west <= box[0] and south <= box[1] and east >= box[2] and north >= box[3]


def test_distances_and_lengths_are_measured_and_rounded() -> None:
    assert distance_m(*GIA_NGHIA, 12.4470, 107.6230) == pytest.approx(49_690, rel=0.01)
    assert [round_length(most) for most in (1, 1.9, 2, 7, 4999, 5000)] == [1, 1, 2, 5, 2000, 5000]


# --- the tiles on disk


class Clock:
    now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def tiles(tmp_path: Path, stub: Stub) -> TileStore:
    http = Http(stub.url, Tokens(MemoryVault()))
    template = stub.url.replace("/api/v1/", "/tiles/{z}/{x}/{y}.png")
    return TileStore(http, tmp_path / "tiles", template, limit_bytes=4000, now=Clock())


def test_a_tile_is_fetched_once_and_anew_when_it_is_old(tiles: TileStore, stub: Stub) -> None:
    tiles._fresh = 1e12  # files are written by the real clock, which is far from the one of this test
    assert tiles.load((9, 409, 238)) == tiles.load((9, 409, 238))
    assert stub.asked["GET tiles"] == 1
    tiles._fresh = -1e12
    tiles.load((9, 409, 238))
    assert stub.asked["GET tiles"] == 2


def test_an_old_tile_is_better_than_none(tiles: TileStore, stub: Stub) -> None:
    seen = tiles.load((9, 409, 238))
    tiles._fresh = -1e12
    stub.close()
    tiles._http.forget_connections()
    assert tiles.load((9, 409, 238)) == seen
    with pytest.raises(NetworkError):
        tiles.load((9, 409, 239))


def test_the_folder_stays_within_its_limit(tiles: TileStore) -> None:
    for column in range(400, 412):
        tiles.load((9, column, 238))
    assert tiles.size() > 4000
    tiles.tidy()
    assert 0 < tiles.size() <= 4000
    tiles.clear()
    assert tiles.size() == 0


def test_who_saves_data_sees_only_the_tiles_that_are_here(tiles: TileStore, stub: Stub) -> None:
    seen = tiles.load((9, 409, 238))
    tiles._fresh = -1e12
    tiles.may_fetch = lambda: False
    assert tiles.load((9, 409, 238)) == seen
    with pytest.raises(HeldBack):
        tiles.load((9, 409, 239))
    assert stub.asked["GET tiles"] == 1


# --- under a finger


@pytest.fixture
def driver(tmp_path: Path, stub: Stub) -> Iterator[Driver]:
    made = Driver(tmp_path / "app", stub.url, now=NOW)
    yield made
    made.close()


@pytest.fixture
def slippy(driver: Driver) -> SlippyMap:
    driver.app.go("map")
    driver.wait(lambda: driver.screen.map.has_pictures, "the tiles")
    driver.wait(lambda: driver.screen.model.value, "the reports")
    driver.settle()
    made: SlippyMap = driver.screen.map
    return made


def finger(slippy: SlippyMap, right: float, up: float) -> UnitTestTouch:
    left, low = slippy.to_window(*slippy.pos)
    return UnitTestTouch(left + right, low + up)


def test_a_drag_takes_the_ground_with_it(driver: Driver, slippy: SlippyMap) -> None:
    grabbed = slippy.view.world_at(100, 200)
    touch = finger(slippy, 100, 200)
    touch.touch_down()
    touch.touch_move(touch.x + 60, touch.y + 40)
    assert slippy.view.screen_of(*grabbed) == pytest.approx((160, 240))
    touch.touch_up()


def test_two_fingers_zoom_around_the_place_between_them(driver: Driver, slippy: SlippyMap) -> None:
    between = slippy.view.world_at(150, 200)
    zoom = slippy.view.zoom
    one, two = finger(slippy, 100, 200), finger(slippy, 200, 200)
    one.touch_down()
    two.touch_down()
    two.touch_move(two.x + 50, two.y)
    one.touch_move(one.x - 50, one.y)
    one.touch_up()
    two.touch_up()
    assert slippy.view.zoom == pytest.approx(zoom + 1, abs=0.01), "twice as far apart is one level"
    assert slippy.view.screen_of(*between) == pytest.approx((150, 200), abs=1)


def test_the_buttons_zoom_and_the_map_asks_for_what_it_shows(driver: Driver, slippy: SlippyMap, stub: Stub) -> None:
    asked, zoom = stub.asked["GET public-reports/map/"], slippy.view.zoom
    driver.tap(driver.screen._stage.ids.nearer)
    assert slippy.view.zoom == zoom + 1
    driver.wait(lambda: stub.asked["GET public-reports/map/"] > asked, "the new box to be asked for")
    driver.tap(driver.screen._stage.ids.farther)
    assert slippy.view.zoom == zoom


def test_a_group_that_is_touched_comes_nearer_and_a_point_says_what_it_is(driver: Driver, slippy: SlippyMap) -> None:
    model, zoom = driver.screen.model, slippy.view.zoom
    group = max(model.value.clusters, key=lambda row: row.count)
    x, y = slippy.view.screen_of(*world_of(group.latitude, group.longitude))
    driver_touch(driver, slippy, x, y)
    assert slippy.view.zoom > zoom
    slippy.look_at(*GIA_NGHIA, 15)
    driver.wait(lambda: model.value.points, "the single reports")
    driver.settle()
    point = min(model.value.points, key=lambda row: distance_m(*slippy.centre, row.latitude, row.longitude))
    driver_touch(driver, slippy, *slippy.view.screen_of(*world_of(point.latitude, point.longitude)))
    driver.wait(lambda: driver.says("Xem phản ánh"), "the card")
    driver.tap_text("Xem phản ánh")
    driver.wait(lambda: driver.screen.name == "public_report", "the report")
    text = next(row["text"] for row in PUBLIC_REPORTS if row["code"] == driver.screen.code)
    driver.wait(lambda: driver.says(text), "what was reported")


def driver_touch(driver: Driver, slippy: SlippyMap, right: float, up: float) -> None:
    touch = finger(slippy, right, up)
    touch.touch_down()
    driver.frames(2)
    touch.touch_up()
    driver.frames(3)


def test_memory_and_connections_of_the_map_are_bounded(driver: Driver, slippy: SlippyMap) -> None:
    layer, most = slippy._tiles, 0
    for step in range(40):
        slippy.look_at(12.0 + step / 40, 107.4 + step / 60, 12)
        driver.frames(2)
        most = max(most, len(layer._under_way))
    driver.settle()
    assert most <= AT_ONCE
    assert len(layer._textures) <= MOST_TEXTURES
    driver.app.open_tab("home")
    driver.frames(2)
    assert not layer._textures, "a map that is not seen holds no pictures"


def test_moving_within_what_is_drawn_changes_no_rectangle(driver: Driver, slippy: SlippyMap) -> None:
    rectangles = list(slippy._tiles._rectangles.children)
    view = slippy.view
    for _ in range(5):
        slippy._drag(1, 1)
        driver.frames(1)
    assert slippy._tiles._shown == frozenset(view.tiles(round(view.zoom)))
    assert list(slippy._tiles._rectangles.children) == rectangles


def test_without_pictures_the_map_says_so_and_names_the_communes(tmp_path: Path, stub: Stub, driver: Driver) -> None:
    def gone(_place: object) -> bytes:
        raise ApiError(404, "not_found", "")

    driver.app.store.tiles.load = gone
    driver.app.go("map")
    driver.wait(lambda: driver.screen.model.areas and driver.screen.model.value, "names and reports")
    driver.settle()
    assert not driver.screen.map.has_pictures
    assert driver.says("Bản đồ giản lược")
    names = {name.text for name in driver.screen.map._paper.names}
    assert {"Phường Bắc Gia Nghĩa", "Xã Đắk Mil"} <= names
    assert len(driver.screen.map._paper.children) > len(names), "grid and names are drawn"


def test_the_same_things_stand_in_a_list_the_nearest_to_me_first(driver: Driver, slippy: SlippyMap) -> None:
    choose.use(phone(location=FakeLocation(Fix(*GIA_NGHIA, 12.0))))
    driver.tap(driver.screen._stage.ids.locate)
    driver.wait(lambda: driver.screen.model.position, "the position")
    driver.wait(lambda: driver.screen.model.value.points, "the reports around")
    driver.tap_text("Danh sách")
    driver.wait(lambda: driver.says("Gần bạn nhất xếp trước"), "the list")
    away = [metres for metres, _thing in driver.screen.model.nearest_first(driver.screen.map.centre)]
    assert away == sorted(away) and away[0] < 2000


def test_who_does_not_allow_the_place_is_told_the_other_ways(driver: Driver, slippy: SlippyMap) -> None:
    choose.use(phone(location=FakeLocation(why=DENIED)))
    driver.tap(driver.screen._stage.ids.locate)
    driver.wait(lambda: driver.says("Bạn chưa cho phép"), "the reason")


def test_a_filter_asks_for_its_part_and_places_need_no_reports(driver: Driver, slippy: SlippyMap) -> None:
    driver.tap_text("Đã trả lời")
    driver.wait(lambda: not driver.screen.model.busy, "the answer")
    wanted = {row["code"] for row in PUBLIC_REPORTS if row["status"]["code"] in ("resolved", "closed")}
    assert sum(row.count for row in driver.screen.model.value.clusters) == len(wanted)
    driver.screen._filter(show="places")
    driver.settle()
    assert {marker.icon for marker in driver.screen._markers()} == {"mountain"}


def test_what_was_drawn_stays_when_the_network_goes(driver: Driver, slippy: SlippyMap, stub: Stub) -> None:
    before = driver.screen.model.value
    stub.close()
    driver.app.store.http.forget_connections()
    slippy.look_at(12.6, 107.76, 11)
    driver.wait(lambda: driver.screen.model.error, "the failure")
    assert driver.screen.model.value is before
