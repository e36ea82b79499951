"""`python -m tests.bench.push.sender_process`: `manage.py send_notices --until-idle` with a meter around it."""

from __future__ import annotations

import io
import json

import django
from django.core.management import call_command

from tests.bench.push.meter import Meter


def main() -> None:
    django.setup()
    said = io.StringIO()
    with Meter() as meter:
        call_command("send_notices", "--until-idle", stdout=said)
    counts = json.loads(said.getvalue().splitlines()[-1])
    print(meter.used(counts["requests"]).as_line(), flush=True)


if __name__ == "__main__":
    main()
