"""How Celery's worker waits for a broker that is gone."""

from __future__ import annotations

from typing import Any

from celery.app.amqp import AMQP
from kombu import Connection

# kombu waits two seconds longer each time, up to half a minute: a warning would wait with it after the broker is back.
LONGEST_PAUSE = 2


class EagerConnection(Connection):
    def _ensure_connection(  # type: ignore[override]  # the rest is kombu's, whatever it is
        self,
        errback: Any = None,
        max_retries: int | None = None,
        interval_start: int = LONGEST_PAUSE,
        interval_step: int = 0,
        interval_max: int = LONGEST_PAUSE,
        **options: Any,
    ) -> Any:
        longest = min(interval_max, LONGEST_PAUSE)
        return super()._ensure_connection(errback, max_retries, interval_start, interval_step, longest, **options)


class Amqp(AMQP):
    Connection = EagerConnection
