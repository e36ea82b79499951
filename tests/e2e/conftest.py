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


@pytest.fixture
def no_attempt_counted(system: System) -> Iterator[None]:
    """For tests that ask much in a short time: of one province and one address, as the stories are."""
    system.forget_throttles()
    yield
    system.forget_throttles()
