"""Every screen, drawn off screen with real pixels and compared with the kept picture.

`UPDATE_PICTURES=1` keeps what is drawn now; look at it before committing. What differs is left in `pictures/now/`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.mobile import provincial_content as content
from tests.mobile.driver import Driver, T
from tests.mobile.stub_server import Stub
from tests.mobile.walk import WALK, visit

pytestmark = pytest.mark.mobile

PICTURES = Path(__file__).parent / "pictures"

# Another machine's driver may round an edge differently: this share of pixels may differ by more than this much.
MOST_PIXELS, MOST_SHADE = 0.01, 48


@pytest.fixture(params=["light", "dark", "high", "light-160"])
def look(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def driver(tmp_path: Path, stub: Stub, look: str) -> Iterator[Driver]:
    made = Driver(tmp_path, stub.url, now=content.NOW)
    T.palette, T.scale = look.split("-")[0], 1.6 if look.endswith("160") else 1.0
    made.settle()
    yield made
    made.close()


def test_every_screen_looks_as_it_was_kept(driver: Driver, look: str) -> None:
    different = [name for name in WALK if not _same(driver, name, look)]
    assert different == [], f"look at {PICTURES / 'now'}"


def _same(driver: Driver, name: str, look: str) -> bool:
    visit(driver, name)
    now = driver.picture().quantize(128, dither=Image.Dither.NONE)
    kept = PICTURES / f"{name}-{look}.png"
    if os.environ.get("UPDATE_PICTURES"):
        now.save(kept, optimize=True)
        return True
    if kept.exists() and _differing(Image.open(kept), now) <= MOST_PIXELS:
        return True
    (PICTURES / "now").mkdir(exist_ok=True)
    now.save(PICTURES / "now" / kept.name, optimize=True)
    return False


def _differing(kept: Image.Image, now: Image.Image) -> float:
    """The share of pixels that differ visibly."""
    if kept.size != now.size:
        return 1.0
    shades = ImageChops.difference(kept.convert("RGB"), now.convert("RGB")).convert("L")
    histogram = shades.histogram()
    return sum(histogram[MOST_SHADE:]) / (now.width * now.height)
