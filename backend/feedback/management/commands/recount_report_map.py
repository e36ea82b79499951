"""manage.py recount_report_map: count what the map of public reports shows anew, from the reports as they are."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.feedback.services import map_recount


class Command(BaseCommand):
    help = "Count the map of public reports anew. May run beside the system: changes wait for it, and none is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        squares = map_recount()
        self.stdout.write(f"{squares} squares counted")
