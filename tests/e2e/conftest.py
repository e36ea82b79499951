from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import System


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The demo province as real processes, once for all stories of the run."""
    folder: Path = tmp_path_factory.mktemp("system")
    running = System(folder)
    try:
        yield running.start()
    finally:
        running.stop()
