"""The client without a window, over a network that a test may break, and started anew as often as it likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from citizen_mobile.client.store import Store
from tests.faults import FaultProxy
from tests.mobile.stub_server import Stub


@pytest.fixture
def weak_network(stub: Stub) -> Iterator[FaultProxy]:
    """The way to the stub, which a test may break."""
    with FaultProxy(stub.url) as proxy:
        yield proxy


@pytest.fixture
def start_client(tmp_path: Path, weak_network: FaultProxy) -> Iterator[Callable[..., Store]]:
    """Start the app's client; started again, it finds what the one before it left on disk."""
    running: list[Store] = []

    def start(**parts: Any) -> Store:
        if running:
            running.pop().close()
        running.append(Store(tmp_path, f"{weak_network.url}/api/v1/", **parts))
        return running[0]

    yield start
    for store in running:
        store.close()
