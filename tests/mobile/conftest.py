"""The app's tests: real pixels without a screen, one window a process, a stub server on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mobile import offscreen  # noqa: F401  (the environment has to be set before Kivy is imported anywhere)
from tests.mobile.real import network, system
from tests.mobile.stub_server import Stub
from tests.mobile.weak import start_client, weak_network

__all__ = ["network", "start_client", "stub", "system", "weak_network"]


@pytest.fixture
def stub() -> Iterator[Stub]:
    made = Stub()
    yield made
    made.close()
