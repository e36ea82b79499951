"""Our sender and its peers, one after the other, with the same message over the same simulator."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.bench.push.ground import Ground
from tests.bench.push.peers.order import Order
from tests.bench.push.peers.run import LOOPS, peer_run
from tests.bench.push.rows import BODY, TITLE, notice_make
from tests.bench.push.sender import UNPACED, sender_run
from tests.bench.push.table import OURS, Round, Table


def compare(
    ground: Ground, table: Table, names: Sequence[str], *, latency: int, messages: int, of_peers: int, packages: str
) -> None:
    """One round of each at this latency. Peers are so slow that a share of the messages is enough."""
    ground.simulator.behave(latency_ms=latency)
    for name in names:
        ground.simulator.clear()
        if name == OURS:
            measured = ours(ground, messages)
        else:
            count = messages if name in LOOPS else of_peers
            measured = Round(peer_run(name, order_for(ground, count, packages)))
        table.add(name, latency, measured)
        require_accepted(ground, name, measured.used.sent)


def ours(ground: Ground, expected: int) -> Round:
    """A notice to all devices that are loaded."""
    notice = notice_make()
    run = sender_run(ground, UNPACED)
    notice.refresh_from_db()
    if (notice.status, notice.accepted_count) != ("sent", expected):
        raise SystemExit(f"The notice is {notice.status} with {notice.accepted_count} of {expected} accepted.")
    return Round(run.used, run.database_cpu)


def require_accepted(ground: Ground, name: str, count: int) -> None:
    """What a client says of itself is not enough."""
    accepted = ground.simulator.accepted()
    if accepted != count:
        raise SystemExit(f"{name}: the simulator accepted {accepted} messages, not {count}.")


def order_for(ground: Ground, messages: int, packages: str) -> Order:
    engines, ready = ground.engines, ground.simulator.ready
    assert engines.postgres is not None
    return Order(
        url=ready["tls_url"],
        ca=ready["ca"],
        account=ready["service_account"],
        message=encoded_message(),
        messages=messages,
        database_url=engines.postgres.url("peers"),
        packages=packages,
    )


def encoded_message() -> dict[str, Any]:
    """A notice like ours as it goes over the wire, without the token."""
    from notifications.models import Notice
    from notifications.senders.rendering import letters_of

    notice = Notice(kind="warning", title=TITLE, body=BODY)
    message: dict[str, Any] = json.loads(letters_of(notice)["vi"].body("t"))["message"]
    del message["token"]
    return message
