"""What is kept on purpose: all of it readable, found and counted without a network; fetched again in few bytes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from citizen_mobile.client import models as m
from citizen_mobile.client.errors import NetworkError, StorageError
from citizen_mobile.client.kept.shared import Shared
from citizen_mobile.client.kept.sync import Progress
from citizen_mobile.client.models import ArticleItem
from citizen_mobile.client.store import Store
from citizen_mobile.client.tokens import MemoryVault
from tests.mobile.shelves import Shelves

NAMES = {
    "1.001193": "Đăng ký khai sinh",
    "1.004227": "Đăng ký lại khai tử",
    "2.000488": "Cấp giấy phép xây dựng nhà ở riêng lẻ",
    "1.000656": "Đăng ký kết hôn",
    "1.003003": "Cấp đổi giấy chứng nhận quyền sử dụng đất",
}
GIA_NGHIA, CU_JUT = (12.0042, 107.6907), (12.5847, 107.8907)


def _procedure(code: str) -> dict:
    field = (
        {"code": "ho-tich", "name": "Hộ tịch"} if code.startswith("1.00") else {"code": "dat-dai", "name": "Đất đai"}
    )
    events = ["sinh-con"] if "sinh" in NAMES[code] else []
    return {"code": code, "name": NAMES[code], "field": field, "agency_name": "UBND cấp xã", "events": events}


def _office(number: int, name: str, point: tuple[float, float]) -> dict:
    return {
        "id": number, "name": name, "agency_name": "Sở Tư pháp", "address": "Đường 23 tháng 3", "is_open": True,
        "opens_at": None, "latitude": point[0], "longitude": point[1], "opening_hours": [],
    }  # fmt: skip


@pytest.fixture
def shelves() -> Iterator[Shelves]:
    procedures = [_procedure(code) for code in NAMES]
    lists = {
        "emergency-numbers/": [{"number": "113", "name": "Công an"}, {"number": "114", "name": "Cứu hỏa"}],
        "areas/": [{"code": "24611", "name": "Phường Bắc Gia Nghĩa"}],
        "report-categories/": [{"slug": "duong-sa", "name": "Đường sá"}],
        "offices/": [_office(1, "Trung tâm Gia Nghĩa", GIA_NGHIA), _office(2, "Một cửa Cư Jút", CU_JUT)],
        "procedures/": procedures,
    }
    documents = {
        "procedure-fields/": [{"code": "ho-tich", "name": "Hộ tịch", "count": 3}],
        "life-events/": [{"slug": "sinh-con", "name": "Sinh con", "count": 1}],
        **{f"procedures/{row['code']}/": {**row, "requirements": "Không"} for row in procedures},
    }
    made = Shelves(lists, documents)
    yield made
    made.close()


@pytest.fixture
def clock() -> dict[str, float]:
    return {"now": 1_800_000_000.0}


@pytest.fixture
def app(tmp_path: Path, shelves: Shelves, clock: dict[str, float]) -> Iterator[Store]:
    store = Store(tmp_path, shelves.url, vault=MemoryVault(), now=lambda: clock["now"])
    yield store
    store.close()


def test_after_one_sync_all_procedures_offices_and_numbers_are_read_without_network(
    app: Store, shelves: Shelves
) -> None:
    told: list[tuple[int, int]] = []
    assert app.kept.due()
    assert app.kept.sync(lambda done, total: told.append((done, total)))
    assert not app.kept.due()
    assert told[-1][0] == told[-1][1] > len(NAMES)
    shelves.close()
    assert app.api.services.procedure("1.000656").value.requirements == "Không"
    assert app.api.services.procedure("1.000656").stale
    assert [row.code for row in app.api.services.procedures().value.results] == list(NAMES)
    assert [row.number for row in app.api.directory.emergency_numbers().value] == ["113", "114"]
    assert app.api.directory.areas().value[0].code == "24611"
    assert app.api.feedback.categories().value[0].slug == "duong-sa"
    assert app.api.services.fields().value[0].count == 3


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "khai sinh"}, ["1.001193"]),
        ({"q": "KHAI SINH"}, ["1.001193"]),
        ({"q": "dang ky ket h"}, ["1.000656"]),
        ({"q": "hộ tịch"}, ["1.001193", "1.004227", "1.000656", "1.003003"]),
        ({"q": "1.0006"}, ["1.000656"]),
        ({"q": "đám cưới"}, []),
        ({"field": "dat-dai"}, ["2.000488"]),
        ({"life_event": "sinh-con"}, ["1.001193"]),
        ({"q": "cap", "field": "dat-dai"}, ["2.000488"]),
    ],
)
def test_searching_without_network_finds_what_the_server_would(
    app: Store, shelves: Shelves, asked: dict[str, str], found: list[str]
) -> None:
    app.kept.sync()
    shelves.close()
    assert [row.code for row in app.api.services.procedures(**asked).value.results] == found


def test_what_says_the_words_as_a_phrase_comes_first(app: Store, shelves: Shelves) -> None:
    shelves.lists["procedures/"].insert(0, {**_procedure("1.001193"), "code": "9.1", "name": "Sinh viên khai báo"})
    shelves.documents["procedures/9.1/"] = shelves.lists["procedures/"][0]
    app.kept.sync()
    found = app.kept.reply("procedures/", {"q": "khai sinh"})
    assert found is not None
    assert [row["code"] for row in found.body["results"]] == ["1.001193", "9.1"]


def test_offices_are_found_by_distance_and_do_not_claim_to_be_open(app: Store, shelves: Shelves) -> None:
    app.kept.sync()
    found = app.kept.reply("offices/", {"near": "12.58,107.89"})
    assert found is not None
    assert [row["id"] for row in found.body["results"]] == [2, 1]
    assert 60_000 < found.body["results"][1]["distance_m"] < 75_000
    assert "is_open" not in found.body["results"][0]


def test_a_second_sync_asks_pages_by_etag_and_no_procedure_that_did_not_change(app: Store, shelves: Shelves) -> None:
    app.kept.sync()
    shelves.asked.clear()
    assert app.kept.sync()
    assert shelves.unchanged["procedures/"] == shelves.asked["procedures/"] == 3
    assert not [path for path in shelves.asked if path.startswith("procedures/1")]


def test_a_changed_procedure_is_fetched_and_one_that_is_gone_is_dropped(app: Store, shelves: Shelves) -> None:
    app.kept.sync()
    changed = {**_procedure("1.000656"), "name": "Đăng ký kết hôn lưu động"}
    shelves.lists["procedures/"][3] = changed
    shelves.documents["procedures/1.000656/"] = {**changed, "requirements": "Đủ tuổi"}
    shelves.lists["procedures/"].pop(0)
    shelves.asked.clear()
    app.kept.sync()
    assert [path for path in shelves.asked if path.startswith("procedures/1")] == ["procedures/1.000656/"]
    assert app.kept.reply("procedures/1.000656/", {}).body["requirements"] == "Đủ tuổi"  # type: ignore[union-attr]
    assert app.kept.reply("procedures/1.001193/", {}) is None


def test_after_a_week_each_procedure_is_asked_about_by_its_etag(
    app: Store, shelves: Shelves, clock: dict[str, float]
) -> None:
    app.kept.sync()
    clock["now"] += 8 * 86_400
    assert app.kept.due()
    app.kept.sync()
    assert shelves.unchanged["procedures/1.001193/"] == 1


def test_a_sync_that_was_cut_goes_on_where_it_was(app: Store, shelves: Shelves) -> None:
    shelves.gone_after = 14
    with pytest.raises(NetworkError):
        app.kept.sync()
    assert app.kept.due()
    assert app.kept.reply("emergency-numbers/", {}) is not None
    had = {path for path in shelves.asked if path.startswith("procedures/") and path != "procedures/"}
    shelves.gone_after = None
    shelves.asked.clear()
    assert app.kept.sync()
    again = {path for path in shelves.asked if path.startswith("procedures/") and path != "procedures/"}
    assert again and len(had & again) <= 1  # the one that was cut


def test_the_limit_ends_a_sync_and_numbers_came_first(app: Store, shelves: Shelves) -> None:
    app.kept.set_limit(900)
    assert not app.kept.sync()
    assert app.kept.due()
    assert app.kept.reply("emergency-numbers/", {}) is not None
    assert app.kept.reply("procedures/1.003003/", {}) is None


def test_a_sync_can_be_cancelled(app: Store) -> None:
    assert not app.kept.sync(lambda done, _total: app.kept.cancel() if done == 1 else None)
    assert not app.kept.syncing and app.kept.due()


@pytest.mark.parametrize("end", [True, NetworkError("cut off")], ids=["done", "cut off"])
def test_who_asks_while_a_sync_is_under_way_follows_it_to_its_end(end: bool | NetworkError) -> None:
    begun, go_on, runs, heard = threading.Event(), threading.Event(), [], []

    def work(tell: Progress) -> bool:
        runs.append(1)
        begun.set()
        assert go_on.wait(5)
        tell(1, 2)
        if isinstance(end, NetworkError):
            raise end
        return end

    shared = Shared(work)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(shared, lambda *progress: heard.append(("first", *progress)))
        assert begun.wait(5) and shared.under_way
        second = pool.submit(shared, lambda *progress: heard.append(("second", *progress)))
        while len(shared._told) < 2:
            time.sleep(0.001)
        go_on.set()
        came = [future.exception(5) or future.result() for future in (first, second)]
    assert came == [end, end]
    assert (runs, heard) == ([1], [("first", 1, 2), ("second", 1, 2)])
    assert not shared.under_way


ARTICLE = {
    "slug": "thu-hoach", "title": "Thu hoạch cà phê", "cover": {"url": "/media/bia.jpg", "thumb_url": "/media/nho.jpg"},
    "body_html": '<p>Chín</p><img alt="" src="/media/trong.jpg">',
}  # fmt: skip


@pytest.fixture
def article(shelves: Shelves) -> Shelves:
    shelves.documents["news/articles/thu-hoach/"] = dict(ARTICLE)
    for name in ("bia", "nho", "trong"):
        shelves.pictures[f"/media/{name}.jpg"] = name.encode() * 10
    return shelves


def test_a_saved_article_is_read_with_its_pictures_when_all_ordinary_copies_are_gone(
    app: Store, article: Shelves
) -> None:
    app.kept.save_article("thu-hoach")
    app.cache.clear()
    app.images.clear()
    article.close()
    assert app.kept.is_saved("thu-hoach")
    assert isinstance(app.kept.saved_articles()[0].value, ArticleItem)
    assert app.api.news.article("thu-hoach").value.title == "Thu hoạch cà phê"
    for name in ("bia", "nho", "trong"):
        assert app.images.load(f"/media/{name}.jpg") == name.encode() * 10


def test_a_saved_article_that_was_taken_back_stays_and_a_mended_one_is_mended(app: Store, article: Shelves) -> None:
    app.kept.save_article("thu-hoach")
    article.documents["news/articles/thu-hoach/"]["title"] = "Thu hoạch hồ tiêu"
    app.kept.sync()
    assert app.kept.saved_articles()[0].value.title == "Thu hoạch hồ tiêu"
    del article.documents["news/articles/thu-hoach/"]
    assert app.kept.sync()
    assert app.kept.saved_articles()[0].value.title == "Thu hoạch hồ tiêu"


def test_dropping_an_article_gives_its_room_back(app: Store, article: Shelves) -> None:
    app.kept.save_article("thu-hoach")
    assert app.kept.sizes()["pictures"] == 110
    app.kept.drop_article("thu-hoach")
    assert app.kept.sizes()["articles"] == app.kept.sizes()["pictures"] == 0
    assert app.kept.picture("/media/bia.jpg") is None


def test_an_article_beyond_the_limit_is_refused_in_words(app: Store, article: Shelves) -> None:
    app.kept.set_limit(100)
    with pytest.raises(StorageError) as caught:
        app.kept.save_article("thu-hoach")
    assert caught.value.full


def test_sizes_are_by_group_and_each_can_be_cleared_alone(app: Store, article: Shelves) -> None:
    app.kept.sync()
    app.kept.save_article("thu-hoach")
    sizes = app.kept.sizes()
    assert all(sizes.values()), sizes
    assert app.kept.used == sum(sizes.values())
    app.kept.clear("procedures")
    assert app.kept.sizes()["procedures"] == 0
    assert app.kept.sizes()["offices"] == sizes["offices"]
    assert app.kept.due()
    app.kept.clear()
    assert app.kept.used == 0


def test_clearing_ordinary_copies_leaves_what_is_kept(app: Store, shelves: Shelves) -> None:
    app.kept.sync()
    app.api.services.procedure("1.001193")
    app.cache.clear()
    shelves.close()
    assert isinstance(app.api.services.procedure("1.001193").value, m.Procedure)


def test_a_language_that_was_not_kept_is_answered_in_the_other(tmp_path: Path, shelves: Shelves) -> None:
    language = "vi"
    store = Store(tmp_path, shelves.url, vault=MemoryVault(), language=lambda: language)
    store.kept.sync()
    language = "en"
    assert store.kept.due()
    shelves.close()
    assert len(store.api.services.procedures().value.results) == len(NAMES)
    store.close()
