"""What is on the disk outlives versions, damage and a full phone."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from citizen_mobile.client.api.reader import Reader, page_of
from citizen_mobile.client.cache import Cache
from citizen_mobile.client.database import Database
from citizen_mobile.client.errors import StorageError
from citizen_mobile.client.http import Http
from citizen_mobile.client.keepsakes import Keepsakes
from citizen_mobile.client.models import ArticleItem
from citizen_mobile.client.outbox import PENDING, Outbox
from citizen_mobile.client.outbox.storage import STEPS
from citizen_mobile.client.tokens import MemoryVault, Pair, Tokens
from tests.mobile.stub_server import Stub

# As the first version of the app made it, before there were steps.
FIRST = STEPS[0]


def _old_outbox(folder: Path) -> None:
    folder.mkdir(parents=True)
    old = sqlite3.connect(folder / "outbox.db")
    old.executescript(FIRST)
    old.execute(
        "INSERT INTO items (key, kind, path, body, state, attempts, created_at)"
        " VALUES ('k1', 'report', 'reports/', '{\"text\": \"Ổ gà\"}', 'sending', 1, 1000)"
    )
    old.execute("INSERT INTO photos (key, item_key, position, file) VALUES ('p1', 'k1', 0, 'p1.jpg')")
    old.commit()
    old.close()


def test_an_outbox_of_the_first_version_is_taken_over_with_all_that_is_in_it(tmp_path: Path) -> None:
    _old_outbox(tmp_path / "outbox")
    outbox = Outbox(tmp_path / "outbox", now=lambda: 2000.0)
    (item,) = outbox.items(PENDING)
    assert (item.key, item.body["text"], item.writer, item.chain) == ("k1", "Ổ gà", "", "report:k1")
    assert item.in_doubt, "it was under way: the server may have it"
    assert [photo.key for photo in outbox.photos("k1")] == ["p1"]


def test_each_step_is_taken_once_and_none_by_halves(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    steps = ["CREATE TABLE t (a TEXT);"]
    Database(file, steps).close()
    steps.append("ALTER TABLE t ADD COLUMN b TEXT;")
    Database(file, steps).close()
    with pytest.raises(StorageError):
        Database(file, [*steps, "ALTER TABLE t ADD COLUMN c TEXT; SELECT nonsense FROM nowhere;"])
    again = Database(file, steps)
    assert [row["name"] for row in again.rows("PRAGMA table_info(t)")] == ["a", "b"]
    assert again.rows("PRAGMA user_version")[0][0] == 2
    again.close()


def test_a_file_of_a_newer_app_is_opened_as_it_is(tmp_path: Path) -> None:
    steps = ["CREATE TABLE t (a TEXT);", "ALTER TABLE t ADD COLUMN b TEXT DEFAULT '';"]
    Database(tmp_path / "a.db", steps).close()
    older = Database(tmp_path / "a.db", steps[:1])
    older.execute("INSERT INTO t (a) VALUES ('x')")
    assert older.rows("SELECT a FROM t")[0]["a"] == "x"


def _damage(file: Path, start: int) -> None:
    """Overwrite the file from there on, as a dying memory card does."""
    raw = bytearray(file.read_bytes())
    raw[start:] = bytes(len(raw) - start)
    file.write_bytes(raw)


def test_of_a_damaged_outbox_what_can_be_read_is_saved_and_the_rest_put_aside(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    for number in range(60):
        outbox.add("report", "reports/", {"text": f"Việc {number}: " + "ổ gà lớn " * 40})
    outbox.close()
    file = tmp_path / "outbox" / "outbox.db"
    _damage(file, file.stat().st_size * 2 // 3 // 4096 * 4096)
    again = Outbox(tmp_path / "outbox")
    assert again.damaged is not None and again.damaged.exists()
    saved = again.items(PENDING)
    assert 10 < len(saved) < 60
    assert saved[0].body["text"].startswith("Việc 0")
    assert again.due() is not None
    again.close()


def test_a_file_that_is_no_database_at_all_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "k.db").write_bytes(b"rubbish " * 1000)
    shelves = Keepsakes(tmp_path / "k.db")
    shelves.drafts.put("report", {"text": "mới"})
    assert shelves.damaged is not None
    assert shelves.damaged.read_bytes().startswith(b"rubbish")


def test_photos_of_a_damaged_outbox_are_not_swept_away(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"jpg")
    outbox = Outbox(tmp_path / "outbox")
    outbox.add("report", "reports/", {"text": "x"}, [photo])
    outbox.close()
    (tmp_path / "outbox" / "outbox.db").write_bytes(b"rubbish " * 1000)
    Outbox(tmp_path / "outbox").close()
    assert len(list((tmp_path / "outbox" / "photos").iterdir())) == 1


def test_a_copy_whose_row_was_never_written_is_swept_away_at_the_next_start(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox").close()
    (tmp_path / "outbox" / "photos" / "left.jpg").write_bytes(b"jpg")
    Outbox(tmp_path / "outbox").close()
    assert list((tmp_path / "outbox" / "photos").iterdir()) == []


def test_the_outbox_is_written_through_to_the_disk(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    assert outbox._db.rows("PRAGMA synchronous")[0][0] == 2, "FULL"


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    first = outbox.add("report", "reports/", {"text": "trước"})
    pages = outbox._db.rows("PRAGMA page_count")[0][0]
    outbox._db.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError) as caught:
        outbox.add("report", "reports/", {"text": "x" * 200_000})
    assert caught.value.full
    outbox._db.rows("PRAGMA max_page_count = 100000")
    assert [item.key for item in outbox.items()] == [first.key]
    outbox.add("report", "reports/", {"text": "x" * 200_000})
    assert len(outbox.items()) == 2


FULL_FOR_PHOTOS = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from citizen_mobile.client.errors import StorageError
from citizen_mobile.client.outbox import Outbox
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
photo = folder / "large.jpg"
photo.write_bytes(bytes(3_000_000))
outbox = Outbox(folder / "outbox")
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
try:
    outbox.add("report", "reports/", {"text": "x"}, [photo])
except StorageError as error:
    print("said", error.full, len(outbox.items()), len(list((folder / "outbox" / "photos").iterdir())))
"""


def test_a_photo_that_does_not_fit_leaves_nothing_behind(tmp_path: Path) -> None:
    client = str(Path(__file__).resolve().parents[2] / "mobile_kivy")
    told = subprocess.run(
        [sys.executable, "-c", FULL_FOR_PHOTOS, str(tmp_path), client], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["said", "True", "0", "0"], told.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_an_answer_is_shown_though_its_copy_does_not_fit(stub: Stub) -> None:
    cache = Cache(":memory:")
    cache.put("small", 1)
    cache._db.rows(f"PRAGMA max_page_count = {cache._db.rows('PRAGMA page_count')[0][0]}")
    reader = Reader(Http(stub.url, Tokens(MemoryVault())), cache)
    assert reader.read("news/articles/", page_of(ArticleItem)).value.results
    assert cache.count() == 1


class FullVault(MemoryVault):
    def save(self, secret: str) -> None:
        raise OSError(28, "No space left on device")


def test_a_session_that_cannot_be_kept_lasts_as_long_as_the_app() -> None:
    tokens = Tokens(FullVault())
    tokens.store(Pair("a", "r"), owner="an")
    assert tokens.logged_in and tokens.refresh_token == "r"
    assert tokens.access(lambda _refresh, _key: pytest.fail("the token is good")) == "a"
