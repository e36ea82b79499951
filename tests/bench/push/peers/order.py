"""What a peer is told, on its standard input: where to send, what, and how much."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Order:
    """`message` is the encoded message without its token; `packages` a folder with packages for this run alone."""

    url: str
    ca: str
    account: str
    message: dict[str, Any]
    messages: int
    database_url: str = ""
    packages: str = ""

    @property
    def project(self) -> str:
        with open(self.account) as file:  # noqa: PTH123
            return str(json.load(file)["project_id"])

    @property
    def send_url(self) -> str:
        return f"{self.url}/v1/projects/{self.project}/messages:send"

    def as_json(self) -> str:
        return json.dumps(asdict(self))


def order_read() -> Order:
    return Order(**json.load(sys.stdin))
