"""Fetching a feed from an address that somebody typed, without letting it reach into our own network.

The name is resolved once, each address is checked, and the connection goes to the checked address: a second answer of
the name server cannot lead elsewhere. Redirects start over.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from backend.common.errors import DomainError, Text

MAX_BYTES = 5 * 1024 * 1024
TIMEOUT = 10.0  # of each wait
DEADLINE = 30.0  # of the whole
MAX_REDIRECTS = 4
CHUNK = 64 * 1024
PORTS = {"http": 80, "https": 443}
REDIRECTS = {301, 302, 303, 307, 308}
# Addresses that carry an IPv4 address inside and lead to it.
EMBEDDING = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class FetchError(DomainError):
    """The address cannot be fetched. `is_passing` says whether another try later may work."""

    def __init__(self, code: str, message: Text, *, is_passing: bool = False) -> None:
        super().__init__(code, message)
        self.is_passing = is_passing


@dataclass(frozen=True)
class Target:
    """One address to ask, already checked."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def fetch(url: str, *, allow_private: bool = False, max_bytes: int = MAX_BYTES) -> bytes:
    """The body behind an http(s) address, at most `max_bytes`. Raises FetchError."""
    deadline = time.monotonic() + DEADLINE
    for _hop in range(MAX_REDIRECTS + 1):
        target = _check(url, allow_private)
        try:
            status, location, body = _ask(target, max_bytes, deadline)
        except (OSError, http.client.HTTPException) as error:
            raise FetchError("fetch_failed", _("The server cannot be reached."), is_passing=True) from error
        if status in REDIRECTS and location:
            url = urljoin(url, location)
            continue
        if status != 200:
            passing = status >= 500 or status == 429
            raise FetchError(
                "fetch_status", _("The server answers %(status)s.") % {"status": status}, is_passing=passing
            )
        return body
    raise FetchError("fetch_redirects", _("The address redirects too often."))


def _check(url: str, allow_private: bool) -> Target:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError("fetch_address", _("This is not a web address.")) from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise FetchError("fetch_scheme", _("Only http and https addresses are fetched."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if any(ord(char) <= 32 or ord(char) > 126 for char in path):
        raise FetchError("fetch_address", _("This is not a web address."))
    port = port or PORTS[parts.scheme]
    return Target(parts.scheme, parts.hostname, port, path, _resolve(parts.hostname, port, allow_private))


def _resolve(host: str, port: int, allow_private: bool) -> str:
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise FetchError("fetch_failed", _("The server's name is unknown."), is_passing=True) from error
    if not allow_private and not all(is_public_address(address) for address in found):
        raise FetchError("fetch_private", _("The address leads into a private network."))
    return min(found, key=lambda address: (":" in address, address))


def is_public_address(address: str) -> bool:
    """Whether it is an address of the open internet; one that embeds another is not trusted."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif any(ip in network for network in EMBEDDING):
            return False
    return ip.is_global and not ip.is_multicast


def _ask(target: Target, max_bytes: int, deadline: float) -> tuple[int, str, bytes]:
    raw = socket.create_connection((target.address, target.port), timeout=TIMEOUT)
    try:
        if target.scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
        connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
        connection.sock = raw
        headers = {
            "User-Agent": "DAKNONG-C feed reader",
            "Accept": "application/rss+xml, application/atom+xml, */*;q=0.1",
        }
        connection.request("GET", target.path, headers=headers | {"Connection": "close"})
        reply = connection.getresponse()
        return reply.status, reply.headers.get("Location", ""), _read(reply, max_bytes, deadline)
    finally:
        raw.close()


def _read(reply: http.client.HTTPResponse, max_bytes: int, deadline: float) -> bytes:
    body = bytearray()
    while chunk := reply.read1(CHUNK):
        body += chunk
        if len(body) > max_bytes:
            raise FetchError("fetch_too_large", _("The feed is too large."))
        if time.monotonic() > deadline:
            raise FetchError("fetch_too_slow", _("The server is too slow."), is_passing=True)
    return bytes(body)
