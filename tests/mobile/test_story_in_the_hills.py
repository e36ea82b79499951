"""A report with three photos, written where there is no signal, by an app that is killed twice: it arrives once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults import FaultProxy
from tests.mobile.driver import Driver
from tests.mobile.hills_app import PLACE, TEXT
from tests.mobile.phone_parts import photo
from tests.system import System
from tools.processes import die_with_parent

pytestmark = [pytest.mark.mobile, pytest.mark.slow]

RUNNER = Path(__file__).with_name("hills_app.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "app"


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """In the camera's own folder, which is cleaned when the phone wants room."""
    return [
        photo(tmp_path, f"{name}.jpg", colour)
        for name, colour in (("a", "#553322"), ("b", "#335522"), ("c", "#223355"))
    ]


@pytest.fixture
def online(folder: Path, network: FaultProxy) -> None:
    """Yesterday, at home: the app was opened and has seen the form."""
    driver = Driver(folder, f"{network.url}/api/v1/")
    driver.app.go("report")
    driver.wait(lambda: driver.screen.model.categories, "the categories")
    driver.close()


@pytest.fixture
def last(folder: Path, network: FaultProxy) -> Iterator[list[Driver]]:
    """The app that is started at the end, where there is a signal again."""
    running: list[Driver] = []
    yield running
    for driver in running:
        driver.close()


def live_and_die(folder: Path, network: FaultProxy, until: str, photos: list[Path]) -> None:
    """Start the app in a process of its own, wait until it says that it is so far, and kill it outright."""
    command = [sys.executable, str(RUNNER), str(folder), f"{network.url}/api/v1/", until, *map(str, photos)]
    app = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent(signal.SIGKILL)
    )
    assert app.stdout is not None and app.stderr is not None
    said = app.stdout.readline().strip()
    app.send_signal(signal.SIGKILL)
    _out, errors = app.communicate(timeout=20)
    assert said == {"write": "written", "send": "safe"}[until], errors[-3000:]
    assert app.returncode == -signal.SIGKILL


@pytest.mark.usefixtures("online")
def test_a_report_written_in_the_hills_arrives_once(
    folder: Path, system: System, network: FaultProxy, photos: list[Path], last: list[Driver]
) -> None:
    network.down = True
    live_and_die(folder, network, "write", photos)
    for file in photos:
        file.unlink()
    live_and_die(folder, network, "send", [])
    assert not any("/reports/" in path for path in network.passed if path.startswith("POST")), "it was down"

    network.mend()
    network.drop_reply_to("/api/v1/reports/")  # the first answer is lost on the way
    driver = Driver(folder, f"{network.url}/api/v1/")
    last.append(driver)
    driver.app.open_tab("my_reports")
    driver.wait(lambda: network.dropped, "the answer to be lost")
    driver.app.store.wake()
    [report] = driver.wait(driver.app.store.keepsakes.guest_reports.all, "the report's code").values()
    driver.wait(lambda: driver.says(report["code"]), "the report among mine")
    driver.tap_text(report["code"])
    driver.wait(lambda: driver.screen.name == "report_detail" and driver.says(PLACE), "the report")

    assert _on_the_server(system) == [(report["code"], 3)]


def _on_the_server(system: System) -> list[tuple[str, int]]:
    """Code and number of photos of each report with these words: asked of the database, which nothing can hide from."""
    query = """SELECT report.code, count(photo.id) FROM feedback_report report
               LEFT JOIN feedback_reportphoto photo ON photo.report_id = report.id WHERE report.text = %s GROUP BY 1"""
    with psycopg.connect(system.environment["DATABASE_URL"]) as connection:
        return connection.execute(query, (TEXT,)).fetchall()
