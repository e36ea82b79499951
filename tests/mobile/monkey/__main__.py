"""`make app-monkey`: an hour's random walk; ARGS="--minutes 60 --seed 7". The same seed throws the same dice."""

from __future__ import annotations

import argparse
import sys
import time

from tests.mobile import offscreen  # noqa: F401  (before Kivy)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make app-monkey", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked = parser.parse_args()
    from tests.mobile.monkey.run import walk

    print(f"seed {asked.seed}, {asked.minutes:g} minutes", flush=True)
    verdict = walk(asked.seed, asked.minutes, lambda line: print(line, flush=True))
    print(verdict)
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
