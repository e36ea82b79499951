"""`manage.py send_notices`: publish and send what is due, in this process and without Celery."""

from __future__ import annotations

import json
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from notifications import shutdown
from notifications.engine import Engine
from notifications.models import Notice
from notifications.pace import Pace
from notifications.planner import notice_plan, notice_start
from notifications.priorities import EMERGENCY, ORDINARY
from notifications.senders.credentials import project_id
from notifications.senders.http2 import Http2Transport
from notifications.workflow import WAITING, Status

LOOK_SECONDS = 0.2
FIRST_PART_SECONDS = 0.3


class Command(BaseCommand):
    # They import every page and endpoint, which a sender has no use for.
    requires_system_checks = ()
    help = (
        "Send what is due in this process, the most urgent first: a sender more on any machine that reaches the "
        "database. Prints what it did as JSON. SIGTERM lets it finish what is in the air."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until-idle", action="store_true", help="end when no notice is being sent, instead of waiting for more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: shutdown.ask())
        engine = Engine(
            Http2Transport(), Pace(project_id()), first=EMERGENCY, last=ORDINARY, should_stop=shutdown.is_asked
        )
        began = time.monotonic()
        while not shutdown.is_asked():
            # Beside the sending: that begins as soon as the first part of a ledger stands.
            planning = threading.Thread(target=_publish, daemon=True)
            planning.start()
            planning.join(FIRST_PART_SECONDS)
            engine.run(seconds=5.0)
            planning.join()
            if options["until_idle"] and not _open_notices().exists():
                break
            time.sleep(LOOK_SECONDS)
        seconds = time.monotonic() - began
        self.stdout.write(json.dumps({"requests": engine.sent, "seconds": round(seconds, 3)}))


def _publish() -> None:
    """Start what is to start, and write what is missing in ledgers."""
    try:
        for notice_id in _open_notices().values_list("pk", flat=True)[:100]:
            notice_start(notice_id=notice_id)
            while notice_plan(notice_id=notice_id):
                pass
    finally:
        connection.close()


def _open_notices() -> Any:
    now = timezone.now()
    its_time = (Q(scheduled_at=None) | Q(scheduled_at__lte=now)) & (Q(held_until=None) | Q(held_until__lte=now))
    return Notice.objects.filter(Q(its_time, status__in=WAITING) | Q(status=Status.SENDING)).order_by("pk")
