"""What the walk put into the outbox, held against what the server has: each report once, none lost."""

from __future__ import annotations

from collections import Counter
from typing import Any

from citizen_mobile.client.outbox.item import PENDING, REJECTED, SENDING
from tests.mobile.driver import Driver
from tests.mobile.stub_server import Stub


class Ledger:
    """Texts of reports by the key of their item, followed through edits and withdrawals."""

    def __init__(self) -> None:
        self.written: dict[str, str] = {}
        self.withdrawn: dict[str, str] = {}

    def watch(self, outbox: Any) -> None:
        """Note what is done to this outbox from now on; a restarted app has a new one."""
        add, edit, withdraw = outbox.add, outbox.edit, outbox.withdraw

        def noted_add(kind: str, path: str, body: dict[str, Any], *rest: Any, **more: Any) -> Any:
            item = add(kind, path, body, *rest, **more)
            if kind == "report":
                self.written[item.key] = body["text"]
            return item

        def noted_edit(key: str, body: dict[str, Any], *rest: Any, **more: Any) -> Any:
            item = edit(key, body, *rest, **more)
            if key in self.written:
                self.withdrawn[key] = self.written.pop(key)
                self.written[item.key] = body["text"]
            return item

        def noted_withdraw(key: str, **more: Any) -> bool:
            gone = bool(withdraw(key, **more))
            if gone and key in self.written:
                self.withdrawn[key] = self.written.pop(key)
            return gone

        outbox.add, outbox.edit, outbox.withdraw = noted_add, noted_edit, noted_withdraw

    def wrongs(self, driver: Driver, stub: Stub) -> list[str]:
        """What was lost or doubled; once the network is good, the writer logged in and the outbox has had its time."""
        arrived = Counter(row["text"] for row in stub.reports)
        refused = {item.body.get("text") for item in driver.app.store.outbox.items(REJECTED)}
        wrong = []
        for text, times in Counter(self.written.values()).items():
            if arrived[text] != times and text not in refused:
                wrong.append(f"written {times}×, arrived {arrived[text]}×: {text[:50]!r}")
        known = {*self.written.values(), *self.withdrawn.values()}
        wrong += [f"nobody wrote {text[:50]!r}" for text in arrived if text not in known]
        return wrong + [f"still waits: {item.kind} {item.reason_code}" for item in waiting(driver)]


def waiting(driver: Driver) -> list[Any]:
    """What should have been sent by now."""
    return driver.app.store.outbox.items(PENDING, SENDING)
