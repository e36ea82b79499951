"""An app that is killed: writes reports into its outbox and sends them, until it dies. Forks, so that a death is cheap.

`python killed_app.py FOLDER URL`: for each line on stdin (a name) a child is born, whose number is printed. The child
says `written NAME-N` when a report is safe, as the app would show it.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mobile_kivy"))

from citizen_mobile.client.http import Http
from citizen_mobile.client.outbox import Outbox, Sender
from citizen_mobile.client.tokens import MemoryVault, Tokens

MOST_WAITING = 12  # a person does not write faster than this


def say(line: str) -> None:
    """One whole line, by one write: the parent reads it or it does not exist."""
    os.write(1, f"{line}\n".encode())


def live(folder: Path, url: str, name: str) -> None:
    """Write and send for as long as it lasts."""
    outbox = Outbox(folder / "outbox")
    sender = Sender(outbox, Http(url, Tokens(MemoryVault()), pause=lambda _seconds: None), jitter=lambda: 0.0)
    outbox.retry_now()
    sender.start()
    dice = random.Random(name)
    for number in itertools.count():
        while len(outbox.items("pending")) > MOST_WAITING:
            sender.wake()
            os.sched_yield()
        photos = [folder / "photo.jpg"] * dice.randint(0, 2)
        report = outbox.add("report", "reports/", {"category": "duong-sa", "text": f"{name}-{number}"}, photos)
        say(f"written {name}-{number} {len(photos)}")
        if dice.random() < 0.3:
            outbox.add("comment", "me/reports/{code}/comments/", {"text": f"về {name}-{number}"}, about=report.key)
        sender.wake()


def main() -> None:
    folder, url = Path(sys.argv[1]), sys.argv[2]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(folder, url, line.strip())
        say(f"born {child}")


if __name__ == "__main__":
    main()
