"""`manage.py import_procedures FILE`: procedures in the national shape, JSON or CSV."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.public_services.imports.procedures import procedures_import
from backend.public_services.imports.reading import read_rows


class Command(BaseCommand):
    help = "Import procedures from a file in the national shape. Wrong rows are listed, the rest go in; twice is once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON array or a .csv, UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        report = procedures_import(read_rows(options["file"]), is_dry_run=options["dry_run"])
        for line in report.lines():
            self.stdout.write(line)
        if report.stopped:
            raise CommandError("the file could not be read to its end")
