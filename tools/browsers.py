"""Where this machine keeps a Chromium or Chrome: the tests of the console's pages drive what is installed.

Nothing is downloaded. CHROMIUM names another than the one that would be found.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
HOW = (
    "The tests of the officers' pages drive a real browser, and none was found. Install Chromium or Chrome:\n"
    "    Debian: apt-get install chromium        Ubuntu: snap install chromium, or Google's .deb of Chrome\n"
    "    Fedora: dnf install chromium            macOS: brew install --cask google-chrome\n"
    "or say where it is: export CHROMIUM=/path/to/chrome"
)
# What a browser would do of its own accord (updates, syncing, GPU) has no place in a test; root may have no sandbox.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """The path of the browser to drive, or None."""
    wanted = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else [*NAMES, *MAC_APPLICATIONS]
    found = (shutil.which(name) or (name if Path(name).is_file() else None) for name in wanted)
    return next((path for path in found if path), None)
