"""A real browser for tests of the console's pages: the Chromium or Chrome of this machine, driven by Playwright.

What goes wrong in the browser (a script's error, a refused resource) is a fault of the page and fails the test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.browsers import ARGUMENTS, HOW, find_browser

PASSWORD = "Daknong-Demo-2026"
SECONDS = 30
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# What failed is looked at afterwards.
PICTURES = os.environ.get("BROWSER_PICTURES", "")


class Desk:
    """Officers at their browsers, each logged in in a window of their own."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.faults: list[str] = []

    def officer(self, identifier: str, **window: Any) -> Page:
        """The console's home page, logged in. `window` are Playwright's options: viewport, locale, color_scheme."""
        options = {"viewport": DESK, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"} | window
        page = self.browser.new_context(**options).new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        page.goto(f"{self.address}/console/login/")
        page.fill("[name=username]", identifier)
        page.fill("[name=password]", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url(f"{self.address}/console/")
        return page

    def _hear(self, page: Page, kind: str, text: str) -> None:
        if kind == "error":
            self.faults.append(f"{page.url}: {text}")

    def close(self, name: str) -> None:
        for number, context in enumerate(self.browser.contexts):
            for page in context.pages if PICTURES else []:
                page.screenshot(path=str(Path(PICTURES) / f"{name}-{number}.png"), full_page=True)
            context.close()


def is_accessible(page: Page) -> bool:
    """Nothing that axe knows of keeps anybody from using the page; the frame that unfold draws around it is its own."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": rules, "rules": {"target-size": {"enabled": False}}}  # unfold's search button is 18 px high
    found = Axe().run(page, context="#main", options=options).response["violations"]
    said = [f"{fault['id']}: {fault['help']}: {node['html'][:300]}" for fault in found for node in fault["nodes"]]
    assert not said, "\n".join(said)
    return True


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Each in a fresh profile; nothing but the page asks for anything."""
    path = find_browser()
    if path is None:
        pytest.fail(HOW)
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
