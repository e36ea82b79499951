"""When the network returns, the outbox is rung at once instead of at its next try."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Protocol


class Network(Protocol):
    """Tells when there is a network again."""

    def watch(self, returned: Callable[[], None]) -> None:
        """Call `returned` each time the network comes back, from now on."""

    def stop(self) -> None:
        """Tell nothing more."""


def has_route() -> bool:
    """Whether the system knows a way out. Nothing is sent: connecting a UDP socket only asks the routing table."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of RFC 5737, nobody's
        except OSError:
            return False
    return True


class DesktopNetwork:
    """Looks at the routing table every few seconds."""

    def __init__(self, probe: Callable[[], bool] = has_route, every: float = 5.0) -> None:
        self._probe, self._every = probe, every
        self._ended = threading.Event()

    def watch(self, returned: Callable[[], None]) -> None:
        self._ended = threading.Event()  # after a stop one may watch again
        threading.Thread(target=self._look, args=(returned, self._ended), name="network", daemon=True).start()

    def stop(self) -> None:
        self._ended.set()

    def _look(self, returned: Callable[[], None], ended: threading.Event) -> None:
        was = self._probe()
        while not ended.wait(self._every):
            now = self._probe()
            if now and not was:
                returned()
            was = now
