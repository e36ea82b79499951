"""A small closed-loop load generator: N keep-alive connections, each asking again when the last reply is there.

Plain sockets, since a full HTTP client would cost more CPU than the server that it measures.
"""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.cpu import cpu_seconds

Request = Callable[[int], bytes]


@dataclass
class Figures:
    """What one scenario gave; times in seconds."""

    name: str
    times: list[float] = field(default_factory=list)
    wall: float = 0.0
    server_cpu: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    bytes_each: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.wall

    @property
    def cpu_each_us(self) -> float:
        return self.server_cpu / len(self.times) * 1e6

    def quantile(self, q: float) -> float:
        """Milliseconds that a share `q` of the requests did not exceed."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(q * len(ordered)))] * 1000


def http(
    method: str,
    path: str,
    *,
    host: str,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {host}",
        *(f"{k}: {v}" for k, v in (headers or {}).items()),
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def _read_reply(sock: socket.socket, rest: bytes) -> tuple[int, int, bytes]:
    """Status, size and what came after, of one reply with a Content-Length."""
    while b"\r\n\r\n" not in rest:
        rest += _receive(sock)
    head, _, rest = rest.partition(b"\r\n\r\n")
    lower = head.lower()
    status = int(head[9:12])
    length = 0
    if b"content-length:" in lower:
        length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
    elif b"transfer-encoding: chunked" in lower:
        raise RuntimeError("chunked replies are not measured here")
    while len(rest) < length:
        rest += _receive(sock)
    return status, length, rest[length:]


def _receive(sock: socket.socket) -> bytes:
    data = sock.recv(262_144)
    if not data:
        raise ConnectionError("the server closed the connection")
    return data


def _connection(host: str, port: int, request: Request, number: int, until: float, out: Figures) -> None:
    with socket.create_connection((host, port)) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        rest, turn = b"", number * 1_000_000
        while time.perf_counter() < until:
            turn += 1
            payload = request(turn)
            started = time.perf_counter()
            sock.sendall(payload)
            status, length, rest = _read_reply(sock, rest)
            out.times.append(time.perf_counter() - started)
            out.statuses[status] = out.statuses.get(status, 0) + 1
            out.bytes_each = length


def run(
    name: str,
    *,
    port: int,
    pids: list[int],
    request: Request,
    connections: int,
    seconds: float,
) -> Figures:
    """Load the server on loopback for `seconds`; `pids` are the processes whose CPU is counted."""
    out = Figures(name)
    before, started = cpu_seconds(pids), time.perf_counter()
    threads = [
        threading.Thread(
            target=_connection,
            args=("127.0.0.1", port, request, n, started + seconds, out),
        )
        for n in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.wall = time.perf_counter() - started
    out.server_cpu = cpu_seconds(pids) - before
    return out
