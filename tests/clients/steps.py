"""A line for each step with its seconds; what a step's commands said is shown when it fails."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class StepFailed(Exception):
    """The message is for the person at the terminal."""


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Prints the title with the seconds when it is done; gives a function that adds a word about what was found."""
    began = time.monotonic()
    words: list[str] = []
    try:
        yield words.append
    except BaseException:
        print(f"{time.monotonic() - began:6.1f} s  {title}: FAILED", flush=True)
        raise
    print(f"{time.monotonic() - began:6.1f} s  {': '.join([title, *words])}", flush=True)


def run(*command: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """What the command wrote, both streams; StepFailed with all of it when the command fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise StepFailed(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-20_000:]}")
    return done.stdout
