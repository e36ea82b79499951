"""What the protocols are given: where requests go, and what a connection may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from notifications.fcm_simulator.messages import Reply, RequestHead
from notifications.fcm_simulator.traffic import Traffic


class Connection(Protocol):
    """A client's connection, whatever it speaks."""

    def leave(self) -> None:
        """Answer what was asked, take nothing more, close."""


@dataclass(slots=True)
class Service:
    """The application as the protocols see it, and the connections that it has."""

    receive: Callable[[RequestHead, bytes, Reply], None]
    traffic: Traffic
    max_streams: int
    connections: set[Connection] = field(default_factory=set)

    def opened(self, connection: Connection) -> None:
        """A connection began."""
        self.connections.add(connection)
        self.traffic.opened()

    def closed(self, connection: Connection) -> None:
        """A connection ended."""
        self.connections.discard(connection)
        self.traffic.closed()
