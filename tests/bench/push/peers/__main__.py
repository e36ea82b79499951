"""`python -m tests.bench.push.peers NAME < order.json`: one peer in a process of its own; prints what it used."""

from __future__ import annotations

import sys

from tests.bench.push.peers.order import order_read


def main() -> None:
    order, name = order_read(), sys.argv[1]
    # Each imports what it needs and nothing else: memory is measured.
    match name:
        case "bare" | "constant":
            from tests.bench.push.peers import loops as module
        case "send_each" | "send_each_async":
            from tests.bench.push.peers import firebase as module  # type: ignore[no-redef]
        case "fcm_django":
            from tests.bench.push.peers import django_bulk as module  # type: ignore[no-redef]
        case _:
            raise SystemExit(f"There is no peer {name}.")
    print(getattr(module, name)(order).as_line(), flush=True)


if __name__ == "__main__":
    main()
