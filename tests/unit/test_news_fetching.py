"""Fetching from a typed address: what is refused before a packet leaves, and what a hostile server can do."""

import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from backend.news import fetching
from backend.news.fetching import FetchError, fetch, is_public_address


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/feed?x=1":
            self._answer(200, b"<rss/>")
        elif self.path == "/big":
            self._answer(200, b"x" * 2000)
        elif self.path == "/hop":
            self._answer(302, b"", "/feed?x=1")
        elif self.path == "/loop":
            self._answer(302, b"", "/loop")
        elif self.path == "/to-file":
            self._answer(302, b"", "file:///etc/passwd")
        else:
            self._answer(503, b"")

    def _answer(self, status: int, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as tcp:
        thread = threading.Thread(target=tcp.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{tcp.server_address[1]}"
        tcp.shutdown()


def refused(url: str, **options: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::",
    ],
)  # fmt: skip
def test_private_addresses_are_told_from_public_ones(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_the_open_internet_is_public(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]"])
def test_our_own_network_is_refused_however_it_is_written(host: str) -> None:
    assert refused(f"http://{host}:1/").code == "fetch_private"


def test_one_private_answer_of_the_name_server_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *a, **k: answers)
    assert refused("http://news.example/").code == "fetch_private"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/", "gopher://x/", "/etc/passwd", "http://"])
def test_other_schemes_are_refused(url: str) -> None:
    assert refused(url).code == "fetch_scheme"


@pytest.mark.parametrize("url", ["http://127.0.0.1/a b", "http://127.0.0.1:99999/", "http://127.0.0.1/\r\nX: 1"])
def test_addresses_that_smuggle_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetch(url, allow_private=True)


def test_a_feed_is_fetched_through_a_redirect(server: str) -> None:
    assert fetch(f"{server}/hop", allow_private=True) == b"<rss/>"


def test_a_redirect_is_checked_like_the_first_address(server: str) -> None:
    assert refused(f"{server}/to-file", allow_private=True).code == "fetch_scheme"


def test_redirects_end(server: str) -> None:
    assert refused(f"{server}/loop", allow_private=True).code == "fetch_redirects"


def test_a_body_over_the_limit_is_not_read_to_its_end(server: str) -> None:
    assert refused(f"{server}/big", allow_private=True, max_bytes=1000).code == "fetch_too_large"


def test_a_server_in_trouble_may_be_asked_again_later(server: str) -> None:
    error = refused(f"{server}/down", allow_private=True)
    assert (error.code, error.is_passing) == ("fetch_status", True)
