"""What the probe measures, inside of the process whose figures they are."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import Window

from citizen_mobile.client.models import ArticleItem
from tests.mobile.driver import Driver
from tests.mobile.memory import resident_mb

PATIENCE = 60.0
CARDS, FRAMES, SPEED = 1000, 600, 34.0  # dp a frame: a fast fling
WALKS, ROUNDS, PARALLEL = 3, 12, 10
REST = 2.0  # seconds


def paint_one() -> None:
    EventLoop.idle()


def usable(app: Any) -> None:
    """Until the home page shows its news."""
    end = time.monotonic() + PATIENCE
    home = app.screens.get_screen("home")
    while home.model.value is None or not home.ids.news.children:
        if time.monotonic() > end:
            raise SystemExit("the home page never came")
        paint_one()
    paint_one()


# --- memory


def memory_over_walks(folder: Path, url: str) -> dict[str, Any]:
    """MB in use after each walk through all screens."""
    from tests.mobile.walk import WALK, visit

    driver = Driver(folder, url)
    driver.settle()
    used = []
    for _ in range(WALKS):
        for name in WALK:
            visit(driver, name)
        _rest(driver)
        used.append(resident_mb())
    return {"after_walks": used, "screens": len(WALK)}


def _rest(driver: Driver) -> None:
    """Until scroll bars have faded: while they fade they hold the screens that were given up, up to 50 MB of them."""
    end = time.monotonic() + REST
    while time.monotonic() < end:
        driver.frames(2)
        time.sleep(0.02)


# --- frames


def scrolling(folder: Path, url: str) -> dict[str, Any]:
    """CPU of a frame while a thousand news cards with pictures fly by; software rendering's thread counts too."""
    driver = Driver(folder, url)
    driver.app.open_tab("news")
    driver.settle()
    driver.screen.model.value = _thousand(driver.screen.model.value)
    driver.settle()
    pane = driver.screen.ids.body
    spent = [_frame(pane) for _ in range(FRAMES)]
    built = sum(1 for _ in driver.screen.walk())
    return {**spread(spent), "cards": CARDS, "widgets": built, "scrolled_dp": SPEED * FRAMES}


def _thousand(items: list[ArticleItem]) -> list[ArticleItem]:
    """Each with a title and a picture of its own: none is decoded for two cards."""
    return [_numbered(items[number % len(items)], number) for number in range(CARDS)]


def _numbered(item: ArticleItem, number: int) -> ArticleItem:
    cover = item.cover and replace(item.cover, thumb_url=f"{item.cover.thumb_url}&number={number}")
    return replace(item, slug=f"bai-{number}", title=f"{number}. {item.title}", cover=cover)


def _frame(pane: Any) -> float:
    began = time.process_time()
    pane.scroll_y -= SPEED / max(1.0, pane.viewport_size[1] - pane.height)
    EventLoop.idle()
    return 1000 * (time.process_time() - began)


def spread(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {
        "mean_ms": sum(ordered) / len(ordered),
        "median_ms": ordered[len(ordered) // 2],
        "p95_ms": ordered[int(len(ordered) * 0.95)],
        "worst_ms": ordered[-1],
    }


# --- stalls


def longest_stall(folder: Path, url: str) -> dict[str, Any]:
    """The longest time between two frames while ten requests are answered, decoded and kept at once."""
    driver = Driver(folder, url)
    driver.settle()
    Clock._max_fps = 0  # no sleeping: what lies between two frames is work, or waiting for the interpreter
    quiet = max(_gaps(lambda: False, least=200))
    longest = [max(_gaps(_requests(driver.app.store.api), least=3)) for _ in range(ROUNDS)]
    return {"longest_ms": max(longest), "median_round_ms": sorted(longest)[ROUNDS // 2], "quiet_ms": quiet}


def _requests(api: Any) -> Any:
    """Ten readings in threads of their own; the callable says whether one is still under way."""
    calls = [
        api.news.articles,
        api.news.categories,
        api.services.fields,
        api.services.procedures,
        api.services.life_events,
    ]
    pool = ThreadPoolExecutor(PARALLEL)
    waiting = [pool.submit(calls[number % len(calls)]) for number in range(PARALLEL)]
    pool.shutdown(wait=False)
    return lambda: not all(done.done() for done in waiting)


def _gaps(busy: Any, *, least: int) -> list[float]:
    gaps = []
    while len(gaps) < least or busy():
        began = time.perf_counter()
        EventLoop.idle()
        gaps.append(1000 * (time.perf_counter() - began))
    return gaps


# --- a morning


def morning_use(folder: Path, url: str) -> dict[str, Any]:
    """Open, home, three articles, inbox: the bytes are counted outside."""
    driver = Driver(folder, url)
    usable(driver.app)
    driver.settle()
    slugs = [item.slug for item in driver.app.screens.get_screen("home").model.value[:3]]
    for slug in slugs:
        driver.app.go("article", slug=slug)
        driver.wait(lambda: driver.screen.model.value is not None, "the article")
        driver.settle()
        driver.app.back()
        driver.settle()
    driver.app.open_tab("inbox")
    driver.settle()
    return {"articles": len(slugs), "window": list(Window.size)}
