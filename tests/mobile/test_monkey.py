"""A short random walk, always the same; `make app-monkey` walks for an hour with new dice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import FaultProxy
from tests.mobile.driver import Driver
from tests.mobile.monkey.ears import Ears
from tests.mobile.monkey.ledger import Ledger
from tests.mobile.monkey.run import _growth, walk
from tests.mobile.stub_server import Stub

pytestmark = [pytest.mark.mobile, pytest.mark.slow]


def test_a_random_walk_on_a_bad_network_breaks_and_loses_nothing() -> None:
    verdict = walk(20261127, minutes=0.5)
    assert verdict.faults == [], str(verdict)
    assert verdict.steps > 30, str(verdict)


# --- the judges find what is planted


@pytest.fixture
def written(tmp_path: Path, stub: Stub):
    """A report on its way, and the ledger that has seen it being written."""
    with FaultProxy(stub.url) as proxy:
        driver, ledger = Driver(tmp_path, f"{proxy.url}/api/v1/"), Ledger()
        ledger.watch(driver.app.store.outbox)
        driver.app.store.outbox.add("report", "reports/", {"text": "Ổ gà lớn", "category": "duong-sa"})
        driver.app.store.sender.wake()
        driver.wait(lambda: stub.reports, "the report to arrive")
        driver.wait(lambda: not ledger.wrongs(driver, stub), "the outbox to hear of it")
        yield driver, ledger
        driver.close()


def test_a_doubled_report_is_found(written: tuple[Driver, Ledger], stub: Stub) -> None:
    stub.reports.append(stub.reports[0])
    assert [line for line in written[1].wrongs(written[0], stub) if "arrived 2×" in line]


def test_a_lost_report_is_found(written: tuple[Driver, Ledger], stub: Stub) -> None:
    stub.reports.clear()
    assert [line for line in written[1].wrongs(written[0], stub) if "arrived 0×" in line]


def test_a_report_that_nobody_wrote_is_found(written: tuple[Driver, Ledger], stub: Stub) -> None:
    stub.reports.append({**stub.reports[0], "text": "Ai viết?"})
    assert [line for line in written[1].wrongs(written[0], stub) if "nobody wrote" in line]


def test_an_exception_in_another_thread_and_an_error_in_the_log_are_heard() -> None:
    import logging
    import threading

    with Ears() as ears:
        worker = threading.Thread(target=lambda: 1 / 0)
        worker.start()
        worker.join()
        logging.getLogger("citizen_mobile").error("broken")
    assert len([heard for heard in ears.heard if "ZeroDivisionError" in heard]) == 1
    assert [heard for heard in ears.heard if "broken" in heard]


def test_growing_memory_is_found_and_a_flat_one_passes() -> None:
    assert _growth([100.0 + step for step in range(60)])
    assert not _growth([100, 180, 190, *[200.0, 203.0, 199.0] * 10])
    assert not _growth([200.0, 310.0, 260.0, 420.0] * 10 + [200.0, 390.0, 440.0, 480.0] * 5), (
        "more is open, not more left"
    )
