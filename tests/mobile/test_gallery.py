"""Every screen × look × language: as it was kept, nothing cut, every target large enough, everything to be seen.

`make app-gallery ARGS=--keep` keeps what is drawn now; look at it before committing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mobile.gallery.looks import LOOKS
from tests.mobile.gallery.sheets import Sheet
from tests.mobile.gallery.survey import Sight, checks_in_the_suite, survey

pytestmark = pytest.mark.mobile


@pytest.fixture(scope="module", params=["vi", "en"])
def sights(request: pytest.FixtureRequest) -> list[Sight]:
    # What is left out here (large text in other colours, English in them) `make app-gallery` draws and judges too.
    vietnamese = request.param == "vi"
    looks = [look for look in LOOKS if look.palette == "light" or (vietnamese and look.scale == 1)]
    return list(survey(request.param, looks=looks, checks=checks_in_the_suite))


def faults(sights: list[Sight], check: str) -> list[str]:
    return [f"{s.screen} {s.look} {s.language}: {line}" for s in sights for line in s.faults.get(check, [])]


def test_every_screen_looks_as_it_was_kept(sights: list[Sight], tmp_path: Path) -> None:
    different = []
    for sight in sights:
        kept, now = Sheet.kept(sight.screen), Sheet()
        now.put(sight.language, sight.look, sight.window)
        if kept is None or now.differs(kept, sight.language, sight.look):
            different.append(f"{sight.screen} {sight.look} {sight.language}")
            sight.window.save(tmp_path / f"{different[-1]}.png")
    assert different == [], f"make app-gallery shows where, if it is so again; as it was this time: {tmp_path}"


def test_no_text_is_cut_along_the_whole_scroll(sights: list[Sight]) -> None:
    assert faults(sights, "cut texts") == []


def test_all_targets_are_large_enough_for_a_thumb(sights: list[Sight]) -> None:
    assert faults(sights, "small targets") == []


def test_no_two_targets_share_a_place(sights: list[Sight]) -> None:
    assert faults(sights, "overlapping targets") == []


def test_every_button_has_a_word_or_a_sign_that_all_know(sights: list[Sight]) -> None:
    assert faults(sights, "buttons without a word") == []


def test_texts_and_icons_can_be_seen_on_what_is_behind_them(sights: list[Sight]) -> None:
    assert faults(sights, "weak contrasts") == []
