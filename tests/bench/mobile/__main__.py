"""`make bench-app`: the app's start, memory, frames, stalls and bytes on this machine, with the goals judged.

    make bench-app                        # all; the morning's bytes against the real system
    make bench-app ARGS="--only frames"   # start, memory, frames, stalls, morning
    make bench-app ARGS=--stub            # the morning against the stub server too (no engines are started)

Off screen, with one software-rendering thread (LP_NUM_THREADS=1). Look at the load before you believe anything.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.mobile import kivymd
from tests.bench.mobile.relay import Relay
from tests.mobile import offscreen  # noqa: F401  (the app is found through it)
from tests.mobile.stub_server import Stub

ENVIRONMENT = {
    "LP_NUM_THREADS": "1",
    "SDL_VIDEODRIVER": "offscreen",
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONSOLELOG": "1",
    "KIVY_NO_FILELOG": "1",
    "KCFG_GRAPHICS_WIDTH": "360",
    "KCFG_GRAPHICS_HEIGHT": "780",
    "KCFG_GRAPHICS_MULTISAMPLES": "0",
    "KIVY_METRICS_DENSITY": "1",
    "KIVY_METRICS_FONTSCALE": "1",
    "KIVY_DPI": "160",
}
FRAME_GOAL, STALL_GOAL, GROWTH_GOAL = 16.0, 32.0, 3.0  # ms, ms, MB
LATENCY = 0.15  # seconds there and back
PARTS = ["start", "memory", "frames", "stalls", "morning"]


def main() -> int:
    asked = _arguments()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    results: dict[str, Any] = {}
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-app-") as folder:
        for part in asked.only.split(",") if asked.only else PARTS:
            results[part] = JUDGES[part](Path(folder), asked, missed)
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")
    print(f"load {os.getloadavg()[0]:.1f};", f"MISSED: {'; '.join(missed)}" if missed else "every goal is met")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-app", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--stub", action="store_true", help="no real system for the morning's bytes")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    return parser.parse_args()


# --- the parts: each prints its line, tells what it missed, returns its figures


def _start(folder: Path, _asked: argparse.Namespace, _missed: list[str]) -> dict[str, Any]:
    with _server(LATENCY) as url:
        cold = [_probe("start", folder / f"start-{number}", url) for number in range(3)]
        warm = [_probe("start", folder / f"start-{number}", url) for number in range(3)]
    found = {"cold": _middle(cold), "warm": _middle(warm)}
    for name, times in found.items():
        print(
            f"start, {name} cache: first frame {times['first_frame']:.2f} s, usable home {times['usable_home']:.2f} s"
        )
    print(f"  from the process's start; server {LATENCY * 1000:.0f} ms away; the middle of 3")
    return found


def _memory(folder: Path, _asked: argparse.Namespace, missed: list[str]) -> dict[str, Any]:
    with _server(0) as url:
        found = _probe("memory", folder / "memory", url)
    used = found["after_walks"]
    print(f"memory after walks through {found['screens']} screens: {', '.join(f'{mb:.1f}' for mb in used)} MB")
    if used[-1] - used[-2] > GROWTH_GOAL:
        missed.append(f"the last walk took {used[-1] - used[-2]:.1f} MB more ({GROWTH_GOAL:g} allowed)")
    return found


def _frames(folder: Path, _asked: argparse.Namespace, missed: list[str]) -> dict[str, Any]:
    with _server(0) as url:
        ours = _probe("frames", folder / "frames", url)
    theirs = kivymd.measured(folder, ENVIRONMENT)
    print(
        f"scrolling {ours['cards']} news cards: {ours['mean_ms']:.1f} ms CPU a frame (median {ours['median_ms']:.1f}, "
        f"p95 {ours['p95_ms']:.1f}, worst {ours['worst_ms']:.1f}), {ours['widgets']} widgets"
    )
    if "absent" in theirs:
        print(f"  {theirs['absent']}")
    else:
        print(
            f"  KivyMD {theirs['version']}, three-line items of one height: {theirs['mean_ms']:.1f} ms (median "
            f"{theirs['median_ms']:.1f}, p95 {theirs['p95_ms']:.1f}); without pycairo, which its list does not use"
        )
    if ours["mean_ms"] > FRAME_GOAL:
        missed.append(f"a frame takes {ours['mean_ms']:.1f} ms ({FRAME_GOAL:g} allowed)")
    return {"ours": ours, "kivymd": theirs}


def _stalls(folder: Path, _asked: argparse.Namespace, missed: list[str]) -> dict[str, Any]:
    with _server(0) as url:
        found = _probe("stalls", folder / "stalls", url)
    print(
        f"longest stall of the UI thread during ten parallel requests: {found['longest_ms']:.1f} ms "
        f"(median of rounds {found['median_round_ms']:.1f}; with none under way {found['quiet_ms']:.1f})"
    )
    if found["longest_ms"] > STALL_GOAL:
        missed.append(f"the UI stood still for {found['longest_ms']:.1f} ms ({STALL_GOAL:g} allowed)")
    return found


def _morning(folder: Path, asked: argparse.Namespace, _missed: list[str]) -> dict[str, Any]:
    with _upstream(asked, folder) as (kind, upstream):
        relay = Relay(upstream)
        found = {}
        for cache in ("cold", "warm"):
            relay.take()
            _probe("morning", folder / "morning", f"{relay.url}/api/v1/")
            found[cache] = relay.take()
        relay.close()
    for cache, bytes_ in found.items():
        print(
            f"a morning (open, home, three articles, inbox), {cache} cache, {kind}: {bytes_['received'] / 1000:.1f} kB "
            f"received, {bytes_['sent'] / 1000:.1f} kB sent, {bytes_['connections']} connections"
        )
    return found


JUDGES = {"start": _start, "memory": _memory, "frames": _frames, "stalls": _stalls, "morning": _morning}


# --- processes


def _probe(figure: str, folder: Path, url: str) -> dict[str, Any]:
    environment = {**os.environ, **ENVIRONMENT, "BENCH_BEGAN": str(time.time())}
    command = [sys.executable, "-m", "tests.bench.mobile.probe", figure, str(folder), url]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"figure"')]
    if not lines:
        raise SystemExit(f"{figure}: no figure\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}")
    return json.loads(lines[-1])


def _middle(found: list[dict[str, Any]]) -> dict[str, Any]:
    return sorted(found, key=lambda times: times["usable_home"])[len(found) // 2]


@contextmanager
def _server(latency: float) -> Iterator[str]:
    """The stub, in this process, behind a relay that adds half of the latency each way."""
    stub = Stub()
    relay = Relay(stub.url, latency / 2)
    yield f"{relay.url}/api/v1/"
    relay.close()
    stub.close()


@contextmanager
def _upstream(asked: argparse.Namespace, folder: Path) -> Iterator[tuple[str, str]]:
    if asked.stub:
        stub = Stub()
        yield "stub server", stub.url
        stub.close()
        return
    from tests.system import System
    from tools.engines import Engines, temporary_folder

    engines = Engines(temporary_folder("daknong-bench-app-"))
    os.environ.update(engines.start())
    system = System(folder)
    try:
        system.start()
        yield "demo province", system.url
    finally:
        system.stop()
        engines.stop()
        engines.forget()


if __name__ == "__main__":
    sys.exit(main())
