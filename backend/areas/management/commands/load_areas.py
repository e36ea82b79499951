from typing import Any

from django.core.management.base import BaseCommand

from backend.areas.services import areas_load


class Command(BaseCommand):
    help = "Load the administrative units and their merges from the seed. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        result = areas_load()
        self.stdout.write(f"{result.created} created, {result.updated} updated, {result.unchanged} unchanged")
