"""Guessing of passwords: slowed down where it comes from, without locking the owner out elsewhere.

Three counters (settings.THROTTLES["login"]): identifier and address together, the address alone, and, for addresses
from which nobody has yet logged in as this person, the identifier alone. So an attacker closes only his own door; a
thousand attackers together close the door for strangers, while an address that the owner has used stays open. Who is
away from home in such an hour resets the password by phone: that makes the new address a known one.
"""

import hashlib
import ipaddress

import redis

from backend.accounts.identifiers import InvalidIdentifier, identifier_normalize
from backend.common.api.throttling import throttle_check
from backend.common.logging import get_logger
from backend.common.redis import prefixed, redis_client

log = get_logger(__name__)

KNOWN_SECONDS = 90 * 24 * 3600


def login_attempt_count(*, identifier: str, address: str) -> None:
    """Count one attempt, before the password is looked at; 429 `throttled` when there were too many."""
    who = identifier_key(identifier)
    values = {"identifier": who, "address": _counted_as(address)}
    if not _is_known(who, address):
        values["stranger"] = "yes"
    throttle_check("login", values)


def address_remember(*, identifier: str, address: str) -> None:
    """From now on this address is one from which the owner of `identifier` logs in."""
    try:
        redis_client().set(_known_key(identifier_key(identifier), address), 1, ex=KNOWN_SECONDS)
    except redis.RedisError as error:
        log.error("known_address_not_kept", error=type(error).__name__)


def identifier_key(identifier: str) -> str:
    """One spelling for one person's identifier, and something bounded for what is none."""
    try:
        return identifier_normalize(identifier)[1]
    except InvalidIdentifier:
        return identifier.strip().lower()[:254]


def _is_known(who: str, address: str) -> bool:
    try:
        return bool(redis_client().exists(_known_key(who, address)))
    except redis.RedisError as error:
        log.error("known_address_unavailable", error=type(error).__name__)
        return False


def _known_key(who: str, address: str) -> str:
    # A phone's address changes within its carrier's block: the neighbourhood is what is known.
    digest = hashlib.blake2b(f"{who}|{_network(address, 24, 56)}".encode(), digest_size=16).hexdigest()
    return prefixed(f"login:known:{digest}")


def _counted_as(address: str) -> str:
    # Whoever has one IPv6 address has the 2^64 beside it.
    return _network(address, 32, 64)


def _network(address: str, v4: int, v6: int) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, v4 if ip.version == 4 else v6), strict=False))
