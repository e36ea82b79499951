from typing import Any

from django.core.management.base import BaseCommand

from backend.agencies.services import agencies_load


class Command(BaseCommand):
    help = "Load agencies, their duties and offices, and emergency numbers from the seed. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        result = agencies_load()
        self.stdout.write(
            f"{result.agencies} agencies, {result.duties} duties, {result.offices} offices, {result.numbers} numbers"
        )
