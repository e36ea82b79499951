"""How the clients come: connections, and how many streams they keep open on one."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Traffic:
    """Counters that the protocols keep up and `/counts` shows."""

    connections_opened: int = 0
    connections_now: int = 0
    streams_max: int = 0

    def opened(self) -> None:
        """A connection began."""
        self.connections_opened += 1
        self.connections_now += 1

    def closed(self) -> None:
        """A connection ended."""
        self.connections_now -= 1

    def streams(self, number: int) -> None:
        """So many streams are open on one connection."""
        if number > self.streams_max:
            self.streams_max = number

    def counts(self) -> dict[str, int]:
        """As `/counts` shows them."""
        return asdict(self)

    def clear(self) -> None:
        """Count anew; connections that are open stay so."""
        self.connections_opened, self.streams_max = self.connections_now, 0
