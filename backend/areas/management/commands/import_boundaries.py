from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.areas.boundaries import BoundaryError
from backend.areas.services import boundaries_import


class Command(BaseCommand):
    help = "Import official boundaries from a GeoJSON FeatureCollection (WGS 84, a property with the unit's code)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--code-property", default="code", help="the property that holds the code (default: code)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_bytes()
            result = boundaries_import(text=text, code_property=options["code_property"])
        except (OSError, BoundaryError) as error:
            raise CommandError(str(error)) from error
        for feature in result.left_out:
            self.stderr.write(f"feature {feature.index} ({feature.code or '?'}): {feature.reason}")
        self.stdout.write(f"{result.imported} imported, {result.unchanged} unchanged, {len(result.left_out)} left out")
