"""`python -m tests.bench.push.storms`: Firebase in trouble, and what our sender makes of it.

Each storm is a scene of its own with one sender process; exits with 1 if one of them is not weathered.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from itertools import pairwise

from tests.bench.push.ground import Ground, ground
from tests.bench.push.scene import Scene, scene_play
from tests.bench.push.verdict import Verdicts

OUTAGE = 10.0


def total_outage(here: Ground, say: Verdicts, devices: int) -> None:
    """Ten seconds of nothing but 503, from the second second on."""
    calm = scene_play(here, devices)

    def outage() -> None:
        time.sleep(2)
        here.simulator.behave(token="*", behaviour="unavailable", seconds=OUTAGE, retry_after=None)

    stormy = scene_play(here, devices, during=outage)
    say.note(f"unimpeded {calm.seconds:.1f} s, with the outage {stormy.seconds:.1f} s, {stormy.requests:,} requests")
    _all_reached(say, stormy, devices)
    each = stormy.requests / devices
    say.check(each <= 1.3, f"{each:.3f} requests a token (≤ 1.3)")
    later = stormy.seconds - calm.seconds
    say.check(later <= 10, f"it ends {later:.1f} s after the unimpeded time (≤ 10), strictly")
    say.check(later - OUTAGE <= 10, f"net of the outage {later - OUTAGE:.1f} s (≤ 10)")


def lasting_trouble(here: Ground, say: Verdicts, devices: int) -> None:
    """30 % of 503 for as long as it takes."""

    def trouble() -> None:
        here.simulator.behave(token="*", behaviour="unavailable", probability=0.3, retry_after=None)

    scene = scene_play(here, devices, during=trouble)
    say.note(
        f"{scene.seconds:.1f} s, {scene.requests / devices:.3f} requests a token (1 / 0.7 = 1.43 if none is wasted)"
    )
    _all_reached(say, scene, devices)


def one_connection(here: Ground, say: Verdicts, devices: int) -> None:
    """1,000 times 503 on a single connection: firebase-admin's async client hangs for good after a hundred."""
    calm = scene_play(here, devices, NOTICES_CONNECTIONS="1")

    def trouble() -> None:
        here.simulator.behave(token="*", behaviour="unavailable", probability=0.5, times=1000, retry_after=None)

    scene = scene_play(here, devices, during=trouble, NOTICES_CONNECTIONS="1")
    refused = scene.counts["by_status"].get("503", 0)
    longest = _seconds_until(here, devices - refused)
    say.note(
        f"{refused:,} of 503; those that met none were through after {longest:.1f} s, unimpeded {calm.seconds:.1f} s"
    )
    say.check(refused >= min(1000, devices // 4), "as many 503 as were wanted")
    say.check(longest <= calm.seconds * 1.5 + 2, "they held up nobody else")
    _all_reached(say, scene, devices)


def quota(here: Ground, say: Verdicts, devices: int, retry_after: int | None) -> None:
    """429 in the midst of it: everybody stops, and goes on."""

    def trouble() -> None:
        time.sleep(0.5)
        here.simulator.behave(token="*", behaviour="quota", times=200, retry_after=retry_after)

    scene = scene_play(here, devices, during=trouble, NOTICES_QUOTA_PAUSE_SECONDS="5")
    pause = 5 if retry_after is None else retry_after
    quiet = _longest_silence(scene)
    say.note(f"{scene.seconds:.1f} s, {scene.requests / devices:.3f} requests a token")
    say.check(quiet >= pause - 2, f"silent for {quiet} whole seconds where {pause} were asked for")
    _all_reached(say, scene, devices)


def bad_replies(here: Ground, say: Verdicts, devices: int, behaviour: str, probability: float, times: int) -> None:
    """Slow, senseless or no replies to some. A phone may then get it twice, but nobody is left out or held up."""

    def trouble() -> None:
        here.simulator.behave(slow_ms=15_000)
        here.simulator.behave(token="*", behaviour=behaviour, probability=probability, times=times)

    scene = scene_play(here, devices, during=trouble)
    met = scene.counts["by_outcome"].get(behaviour, 0)
    say.note(f"{scene.seconds:.1f} s, {met} times {behaviour}, {scene.doubled} messages twice")
    say.check(met > 0, "it happened")
    _all_reached(say, scene, devices)


def bad_payload(here: Ground, say: Verdicts, devices: int) -> None:
    """Firebase refuses the message itself: the notice stops within a chunk, and it is no phone's fault."""
    from notifications.conf import BATCH_SIZE

    scene = scene_play(here, devices, before=lambda: here.simulator.behave(token="*", behaviour="invalid-payload"))
    say.check(scene.status == "failed", f"the notice is {scene.status}")
    say.check(
        scene.requests <= BATCH_SIZE, f"{scene.requests} requests to {devices:,} devices (≤ {BATCH_SIZE}, a chunk)"
    )
    say.check(scene.disabled == 0, f"{scene.disabled} devices disabled")


def _all_reached(say: Verdicts, scene: Scene, devices: int) -> None:
    say.check(scene.devices_reached == devices, f"{scene.devices_reached:,} of {devices:,} devices reached")
    adds_up = scene.accepted + scene.failed == scene.planned == devices
    say.check(adds_up, f"the ledger adds up: {scene.accepted:,} accepted, {scene.failed:,} failed, {scene.status}")
    say.check(scene.disabled == 0, f"{scene.disabled} devices disabled")


def _seconds_until(here: Ground, count: int) -> float:
    """From the first message until so many had been accepted."""
    times = sorted(delivery["at"] for line in here.simulator.deliveries() for delivery in line["accepted"])
    return float(times[min(count, len(times)) - 1] - times[0])


def _longest_silence(scene: Scene) -> int:
    """Whole seconds of the clock in a row in which nothing came."""
    seconds = [second for second, _number in scene.counts["per_second"]]
    return max((later - earlier - 1 for earlier, later in pairwise(seconds)), default=0)


Storm = Callable[[Ground, Verdicts, int], None]
# Name → devices, what happens, how it is played.
STORMS: dict[str, tuple[int, str, Storm]] = {
    "outage": (100_000, "10 s of total 503", total_outage),
    "trouble": (20_000, "a lasting 30 % of 503", lasting_trouble),
    "connection": (6_000, "1,000 times 503 on one connection", one_connection),
    "quota": (20_000, "429 with Retry-After: 4", lambda here, say, n: quota(here, say, n, 4)),
    "quota-silent": (20_000, "429 without Retry-After", lambda here, say, n: quota(here, say, n, None)),
    "slow": (20_000, "answers that take 15 s", lambda here, say, n: bad_replies(here, say, n, "slow", 0.02, 200)),
    "garbage": (
        20_000,
        "200 with senseless bytes",
        lambda here, say, n: bad_replies(here, say, n, "garbage", 0.05, 500),
    ),
    "reset": (20_000, "connections reset", lambda here, say, n: bad_replies(here, say, n, "reset", 0.002, 20)),
    "payload": (10_000, "one bad payload", bad_payload),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.push.storms", description=__doc__)
    parser.add_argument("storms", nargs="*", default=list(STORMS), help=", ".join(STORMS))
    parser.add_argument("--quick", action="store_true", help="a tenth of the devices")
    options = parser.parse_args()
    unknown = set(options.storms) - set(STORMS)
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(STORMS)}")
    say = Verdicts()
    with ground() as here:
        for name in options.storms:
            devices, text, play = STORMS[name]
            devices = devices // 10 if options.quick and name not in ("payload", "connection") else devices
            say.title(f"{text}, {devices:,} devices ({name}); load {os.getloadavg()[0]:.1f}")
            play(here, say, devices)
    print(f"\n{'all weathered' if not say.failed else f'{say.failed} things that must hold did not'}")
    return 1 if say.failed else 0


if __name__ == "__main__":
    sys.exit(main())
