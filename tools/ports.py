"""Ports on loopback that are ours for as long as we live."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import tempfile
from pathlib import Path

from tools.engines import EngineError, Lock

TRIES = 100


class PortClaim:
    """The first free port from `wanted` on, kept by a lock.

    Trying to bind is not enough: granian shares its port (SO_REUSEPORT), so of two runs that find the same port free at
    the same moment each would get half of the requests.
    """

    def __init__(self, wanted: int) -> None:
        for port in range(wanted, wanted + TRIES):
            lock = _lock_for(port)
            if lock is None:
                continue
            if _is_free(port):
                self.port = port
                self._lock = lock
                return
            lock.drop()
        raise EngineError(f"No free port between {wanted} and {wanted + TRIES - 1}.")

    def drop(self) -> None:
        self._lock.drop()


def _lock_for(port: int) -> Lock | None:
    lock = Lock(Path(tempfile.gettempdir()) / f"daknong-port-{port}.{os.geteuid()}.lock")
    with contextlib.suppress(OSError):
        return lock if lock.take() else None
    return None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections linger and do no harm
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True
