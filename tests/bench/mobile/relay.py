"""A relay in front of a server that counts every byte and adds the delay of a weak network."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from urllib.parse import urlsplit


class Relay:
    """Forwards TCP as it is. `sent` and `received` are the app's, with all headers; `delay` is each way, in seconds."""

    def __init__(self, upstream: str, delay: float = 0.0) -> None:
        place = urlsplit(upstream)
        self._upstream = (place.hostname or "127.0.0.1", place.port or 80)
        self._delay = delay
        self._lock = threading.Lock()
        self.sent = self.received = self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def take(self) -> dict[str, int]:
        """What was counted since the last time."""
        with self._lock:
            counted = {"sent": self.sent, "received": self.received, "connections": self.connections}
            self.sent = self.received = self.connections = 0
        return counted

    def close(self) -> None:
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._server.accept()
                far = socket.create_connection(self._upstream)
            except OSError:
                return
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._pump, args=(near, far, "sent"), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, "received"), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, counted: str) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(65536):
                with self._lock:
                    setattr(self, counted, getattr(self, counted) + len(part))
                time.sleep(self._delay)
                target.sendall(part)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
