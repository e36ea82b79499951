"""Which tests pytest-xdist keeps together on one worker.

Its own way, `--dist loadgroup`, does nothing under pytest 9.2: it writes the group into an attribute of the test's that
pytest does not read any more. So the folder, or the file, decides here.
"""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Kivy has one window a process, and the gallery walks through all screens once for its tests; systems of real
# processes, two at a time, would fight for two cores; what is checked of the Android package is put together once.
TOGETHER = ("tests/e2e/", "tests/mobile/test_gallery.py", "tests/mobile/", "tests/android/")


class ByFolder(LoadScopeScheduling):
    """Each folder and file of TOGETHER to one worker, begun first; every other test to whichever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolder | None:
    """In place of the plain `load`, which `-n` alone means."""
    return ByFolder(config, log) if config.getvalue("dist") == "load" else None
