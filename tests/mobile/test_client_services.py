"""A dossier's code in any text, an office's hours at any moment, and what is on board: all without a window."""

from __future__ import annotations

import json
import runpy
from datetime import datetime
from pathlib import Path

import pytest

from citizen_mobile.client import dossier_code as code
from citizen_mobile.client.decode import decode
from citizen_mobile.client.models import Office
from citizen_mobile.client.opening import Opening, opening, week
from citizen_mobile.locale.format import VIETNAM
from tests.mobile.content.directory import OFFICES

APP = Path(__file__).resolve().parents[2] / "mobile_kivy"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("H36.12-261123-0001", "H36.12-261123-0001"),
        ("Hồ sơ h36.12 – 261123 – 0001 của ông/bà đã được tiếp nhận.", "H36.12-261123-0001"),
        ("https://dichvucong.example.vn/tra-cuu?ma=000.00.12.H36-261123-0001&x=1", "000.00.12.H36-261123-0001"),
        ("H36-261123-0001\nH36-261123-0002", "H36-261123-0001"),
        ("H36.12-261323-0001", ""),
        ("H36.12-261123-00011", ""),
        ("0912 345 678", ""),
        ("", ""),
    ],
)
def test_a_code_is_found_inside_what_was_pasted_or_scanned(text: str, found: str) -> None:
    assert code.find(text) == found


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", code.EMPTY),
        ("H36", code.AGENCY_PART),
        ("H36.12-", code.DAY_PART),
        ("H36.12-2611", code.DAY_PART),
        ("H36.12-261332", code.DAY_PART),
        ("H36.12-261123", code.NUMBER_PART),
        ("H36.12-261123-00", code.NUMBER_PART),
        ("h36.12 - 261123 - 0001", code.WHOLE_CODE),
        ("X-261123-0001", code.AGENCY_PART),
    ],
)
def test_the_part_that_is_due_is_told_as_one_types(typed: str, part: str) -> None:
    assert code.part_due(typed) == part
    assert code.is_whole(typed) == (part == code.WHOLE_CODE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """November 2026: the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


ALWAYS, AFTERNOONS, UNKNOWN = (decode(Office, OFFICES[index]) for index in (0, 2, 3))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(23, 9), Opening(True, closes=at(23, 11, 30))),
        (at(23, 12), Opening(False, opens=at(23, 13, 30))),
        (at(23, 17), Opening(False, opens=at(24, 7, 30))),
        (at(28, 12), Opening(False, opens=at(30, 7, 30))),
    ],
)
def test_a_copy_without_network_reckons_from_the_weekly_hours(now: datetime, said: Opening) -> None:
    assert opening(ALWAYS, now, fresh=False) == said


def test_the_server_alone_knows_public_holidays_so_its_fresh_word_stands() -> None:
    closed = decode(Office, {**OFFICES[0], "is_open": False, "opens_at": "2026-11-25T07:30:00+07:00"})
    assert opening(closed, at(23, 9), fresh=True) == Opening(False, opens=at(25, 7, 30))
    assert opening(AFTERNOONS, at(23, 9), fresh=True) == Opening(False, opens=at(23, 13, 30))
    assert opening(ALWAYS, at(23, 9), fresh=True) == Opening(True, closes=at(23, 11, 30))


def test_an_office_whose_hours_nobody_knows_is_not_called_closed() -> None:
    assert opening(UNKNOWN, at(23, 9), fresh=True) is None


def test_days_with_the_same_hours_stand_together() -> None:
    both = (("07:30", "11:30"), ("13:30", "17:00"))
    assert week(ALWAYS.opening_hours) == [(1, 5, both), (6, 6, both[:1]), (7, 7, ())]


def test_the_list_of_licences_is_what_the_tool_makes_of_what_is_installed() -> None:
    made = runpy.run_path(str(APP / "tools" / "licences.py"))["collected"]()
    assert json.loads((APP / "citizen_mobile" / "licences.json").read_text(encoding="utf-8")) == made, (
        "run mobile_kivy/tools/licences.py"
    )


def test_everything_that_goes_on_the_phone_has_its_licence() -> None:
    required = runpy.run_path(str(APP / "tools" / "licences.py"))["requirements"]()
    parts = json.loads((APP / "citizen_mobile" / "licences.json").read_text(encoding="utf-8"))["parts"]
    listed = {row["name"].lower(): row["version"] for row in parts}
    # hostpython3 only builds; `android` is python-for-android's own glue to PyJNIus.
    called = {"python3": "python", "sqlite3": "sqlite", "android": "pyjnius", "hostpython3": "python"}
    assert [name for name in required if called.get(name, name) not in listed] == []
    assert [name for name, version in required.items() if version and listed[called.get(name, name)] != version] == []
