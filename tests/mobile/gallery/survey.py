"""One walk through all screens in one language, in every look: what is drawn, and what is wrong with it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from tests.mobile.content.basics import NOW
from tests.mobile.driver import Driver, L
from tests.mobile.gallery.clipping import cut_texts
from tests.mobile.gallery.contrast import weak_contrasts
from tests.mobile.gallery.looks import LOOKS, SCALES, Look, shrink, stretch, wear, without_bars
from tests.mobile.gallery.targets import overlapping_targets, small_targets, wordless
from tests.mobile.stub_server import Stub
from tests.mobile.walk import WALK, visit

Check = Callable[[Driver], list[str]]
Choice = Callable[[str, Look], set[str]]  # which checks to make in a language and look

CHECKS: dict[str, Check] = {
    "cut texts": cut_texts,
    "small targets": small_targets,
    "overlapping targets": overlapping_targets,
    "buttons without a word": wordless,
    "weak contrasts": weak_contrasts,
}


@dataclass
class Sight:
    """A screen in one look: a phone's window of it, all that scrolls, and its faults by check."""

    screen: str
    language: str
    look: Look
    window: Image.Image
    whole: Image.Image | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)


def checks_in_the_suite(language: str, look: Look) -> set[str]:
    """The least that shows every fault: places do not depend on colours, nor contrasts on words or their size."""
    wanted = set(CHECKS) - {"weak contrasts"} if look.palette == "light" else set()
    return wanted | ({"weak contrasts"} if look.scale == 1 and language == "vi" else set())


def all_checks(_language: str, _look: Look) -> set[str]:
    return set(CHECKS)


@contextmanager
def app_in(language: str) -> Iterator[Driver]:
    """The app, new, over a stub of its own."""
    stub = Stub()
    with tempfile.TemporaryDirectory() as folder:
        driver = Driver(Path(folder), stub.url, now=NOW, language=language)
        driver.app.most_screens = 1  # each that is kept would be repainted in every look
        driver.settle()
        yield driver
        L.language = "vi"
        driver.close()
    stub.close()


def survey(
    language: str,
    screens: Iterable[str] = WALK,
    *,
    looks: Sequence[Look] = LOOKS,
    checks: Choice = all_checks,
    whole: bool = False,
    wanted: Collection[str] = WALK,
) -> Iterator[Sight]:
    """Each screen is visited once and then changes its look under way, as in the settings; if `wanted`."""
    with app_in(language) as driver:
        for screen in screens:
            if screen in wanted:
                wear(driver, LOOKS[-1])  # from another size each time: what is measured again may move half a dot
                wear(driver, LOOKS[0])
            visit(driver, screen)
            for scale in SCALES if screen in wanted else ():
                sights = [_window(driver, screen, language, look) for look in looks if look.scale == scale]
                _along_the_scroll(driver, sights, checks, whole)
                yield from sights


def _window(driver: Driver, screen: str, language: str, look: Look) -> Sight:
    wear(driver, look)
    without_bars(driver)
    return Sight(screen, language, look, driver.picture())


def _along_the_scroll(
    driver: Driver, sights: list[Sight], checks: Callable[[str, Look], set[str]], whole: bool
) -> None:
    """The window is stretched once for looks of one text size: their colours do not change what is where."""
    wear(driver, sights[0].look)
    stretch(driver)
    for sight in sights:
        wear(driver, sight.look)
        wanted = checks(sight.language, sight.look)
        sight.faults = {name: found for name in CHECKS if name in wanted and (found := CHECKS[name](driver))}
        sight.whole = driver.picture() if whole else None
    shrink(driver)
