"""`manage.py import_feed URL_OR_FILE --category SLUG`: take in an RSS or Atom feed; twice is once."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.common.errors import DomainError
from backend.news.fetching import fetch
from backend.news.importing import import_feed
from backend.news.models import Category


class Command(BaseCommand):
    help = "Import an RSS or Atom feed from an address or a file. Entries that are wrong are listed; the rest go in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="http(s) address or path of a file")
        parser.add_argument("--category", required=True, help="slug of the category the articles go to")
        parser.add_argument("--agency", default="", help="code of the agency they belong to")
        parser.add_argument("--publish", action="store_true", help="publish at once (otherwise they are drafts)")
        parser.add_argument("--allow-private", action="store_true", help="allow addresses of private networks")

    def handle(self, *args: Any, **options: Any) -> None:
        category = Category.objects.filter(slug=options["category"]).first()
        if category is None:
            known = ", ".join(Category.objects.values_list("slug", flat=True))
            raise CommandError(f"No category {options['category']!r}. There are: {known}")
        try:
            data = self._read(options["source"], options["allow_private"])
            result = import_feed(
                data=data, category=category, agency_code=options["agency"], publish=options["publish"]
            )
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        for wrong in result.wrong:
            self.stderr.write(f"entry {wrong.number} ({wrong.title or 'no title'}): {wrong.reason}")
        self.stdout.write(
            f"{result.created} new, {result.updated} changed, {result.unchanged} unchanged, {len(result.wrong)} wrong"
        )

    def _read(self, source: str, allow_private: bool) -> bytes:
        if source.startswith(("http://", "https://")):
            return fetch(source, allow_private=allow_private)
        return Path(source).read_bytes()
