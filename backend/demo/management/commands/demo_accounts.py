"""The demo accounts by role, for `make run` and the tests."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from backend.agencies.selectors import agency_get
from backend.demo.people import ACCOUNTS


class Command(BaseCommand):
    help = "Print the demo accounts by role."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "role": account.role,
                "identifier": account.identifier,
                "password": settings.DEMO_PASSWORD,
                "agency": agency_get(account.agency).name if account.agency else "",
            }
            for account in ACCOUNTS
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['role']:14} {row['identifier']:28} {row['password']:20} {row['agency']}")
