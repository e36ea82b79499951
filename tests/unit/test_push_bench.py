"""The push bench measures what happened, and says so when it did not: with tiny numbers, over the real simulator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.push.goals import Goal, goals_of
from tests.bench.push.kill_campaign.twice import twice
from tests.bench.push.message import require_same
from tests.bench.push.meter import Used
from tests.bench.push.peers.order import Order
from tests.bench.push.peers.run import PeerFailed, peer_run
from tests.bench.push.simulator import Simulator, simulator_start
from tests.bench.push.table import OURS, Round, Table
from tests.bench.push.verdict import Verdicts

MESSAGE = {
    "notification": {"title": "Mưa lớn", "body": "Tránh xa bờ suối."},
    "data": {"kind": "warning"},
    "android": {
        "collapse_key": "k",
        "priority": "high",
        "ttl": "60s",
        "notification": {"tag": "t", "channel_id": "warning"},
    },
}


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    folder: Path = tmp_path_factory.mktemp("push-bench")
    running = simulator_start(folder)
    yield running
    running.stop()


@pytest.fixture
def order(simulator: Simulator) -> Order:
    simulator.behave(reset=True)
    simulator.clear()
    ready = simulator.ready
    return Order(ready["tls_url"], ready["ca"], ready["service_account"], MESSAGE, 120)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bare", "constant", "send_each", "send_each_async"])
def test_each_peer_sends_every_message_and_says_what_it_used(name: str, order: Order, simulator: Simulator) -> None:
    used = peer_run(name, order)
    assert used.sent == simulator.accepted() == 120
    assert used.cpu > 0
    assert used.seconds > 0
    assert 10 < used.peak_mb < 1000
    expected = {120: 1} if name == "constant" else {1: 120}
    assert simulator.reached() == expected


@pytest.mark.slow
def test_a_peer_whose_messages_are_refused_is_not_measured(order: Order, simulator: Simulator) -> None:
    simulator.behave(token="*", behaviour="unregistered", times=1)
    with pytest.raises(PeerFailed, match="119 of 120"):
        peer_run("bare", order)


def test_a_message_that_firebase_admin_would_encode_otherwise_is_not_measured() -> None:
    require_same(MESSAGE)
    with pytest.raises(SystemExit, match="not ours"):
        require_same(MESSAGE | {"android": MESSAGE["android"] | {"direct_boot_ok": True}})


def table(**cpu_us: float) -> Table:
    """One round of 1,000 messages in a second each."""
    made = Table()
    for name, each in cpu_us.items():
        made.add(name, 0, Round(Used(1000, 1.0, each / 1000, 50.0)))
    return made


def test_goals_are_ratios_to_the_peers_of_the_same_run() -> None:
    met, bare = goals_of(table(ours=50, send_each=800, bare=30))
    assert met.value == pytest.approx(16)
    assert met.is_met(met.wanted)
    assert bare.value == pytest.approx(50 / 30)
    assert bare.is_met(bare.wanted)
    missed = goals_of(table(ours=60, send_each=800))[0]
    assert not missed.is_met(missed.wanted)
    assert str(missed).startswith("FAIL")


def test_the_database_counts_as_ours() -> None:
    made = Table()
    made.add(OURS, 0, Round(Used(1000, 1.0, 0.05, 50.0), database_cpu=0.01))
    assert made.cpu(OURS, 0) == pytest.approx(60)


def test_without_the_peer_there_is_no_goal() -> None:
    assert goals_of(table(ours=50)) == []


def test_what_must_not_be_exceeded_fails_above_it() -> None:
    assert Goal("memory", 171, 170, at_most=True).is_met(170) is False


class Doubled:
    """A simulator that has accepted messages for a phone at these times."""

    def __init__(self, *phones: list[float]) -> None:
        self._phones = phones

    def doubled(self) -> list[dict[str, object]]:
        return [{"accepted": [{"at": at, "tag": "t"} for at in times]} for times in self._phones]


def test_what_goes_twice_is_held_against_what_was_in_the_air() -> None:
    # Killed at 10.0: the first two were on their way, the third had been answered and was not written down.
    seen = Doubled([10.05, 12.0], [10.15, 12.0], [9.9, 12.0])
    found = twice(seen, [10.0], latency=0.15)  # type: ignore[arg-type]
    assert (found.doubled, found.in_flight, found.ratio) == (3, 2, 1.5)


def test_twice_without_a_kill_is_never_explained() -> None:
    assert twice(Doubled([1.0, 2.0]), [], latency=0.15).ratio == 1.0  # type: ignore[arg-type]


def test_a_verdict_counts_what_did_not_hold(capsys: pytest.CaptureFixture[str]) -> None:
    say = Verdicts()
    say.check(True, "one")
    say.check(False, "two")
    assert say.failed == 1
    assert "FAIL  two" in capsys.readouterr().out
