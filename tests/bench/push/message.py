"""The one message that all peers send: our notice as it goes over the wire, made by firebase-admin again."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from firebase_admin import messaging

from tests.bench.push.tokens import token_of


def message_for(encoded: dict[str, Any], token: str) -> messaging.Message:
    """The message that firebase-admin encodes to `encoded` with this token."""
    android = encoded["android"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # `token` rather than `fid`, as phones of today
        return messaging.Message(
            token=token,
            data=encoded["data"],
            notification=messaging.Notification(**encoded["notification"]),
            android=messaging.AndroidConfig(
                collapse_key=android["collapse_key"],
                priority=android["priority"],
                ttl=int(android["ttl"].removesuffix("s")),
                notification=messaging.AndroidNotification(**android["notification"]),
            ),
        )


def messages(encoded: dict[str, Any], count: int) -> Iterator[list[messaging.Message]]:
    """Lists of 500, the most that firebase-admin takes, made as they are asked for."""
    require_same(encoded)
    for first in range(0, count, 500):
        yield [message_for(encoded, token_of(n)) for n in range(first, min(first + 500, count))]


def require_same(encoded: dict[str, Any]) -> None:
    """Refuse to measure if the peers would send another message than we do."""
    made = messaging._MessagingService.encode_message(message_for(encoded, "t"))
    if made != encoded | {"token": "t"}:
        raise SystemExit(f"The peers' message is not ours:\n{made}\n{encoded}")
