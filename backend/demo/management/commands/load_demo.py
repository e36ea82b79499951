"""Load the demo province once: `make run` calls this at each start, and it works only the first time."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backend.common.audit import audit_record
from backend.common.models import AuditEntry

MARKER = "load_demo"


def steps() -> list[tuple[str, Callable[[], Any]]]:
    """What is loaded, in order: each step needs those before it."""
    from backend.accounts.demo import load_accounts
    from backend.agencies.services import agencies_load
    from backend.areas.services import areas_load
    from backend.demo import notices, people
    from backend.feedback.demo import load_categories, load_reports
    from backend.machines.demo import load_machine_accounts
    from backend.news.demo import load_news
    from backend.places.demo import load_places
    from backend.public_services.demo import load_dossiers, load_procedures

    def load_notices() -> int:
        author, approver = (people.person("bien.tap@demo.daknong.vn"), people.person("phe.duyet@demo.daknong.vn"))
        return notices.load_notices(author=author, approver=approver)

    def load_templates() -> int:
        return notices.load_templates(author=people.person("bien.tap@demo.daknong.vn"))

    return [
        ("administrative units", areas_load),
        ("agencies and offices", agencies_load),
        ("people", load_accounts),
        ("who works where", people.load_memberships),
        ("machine accounts", load_machine_accounts),
        ("news", load_news),
        ("places", load_places),
        ("procedures", load_procedures),
        ("dossiers", load_dossiers),
        ("report categories", load_categories),
        ("reports", load_reports),
        ("topics", notices.load_topics),
        ("templates of notices", load_templates),
        ("notices", load_notices),
    ]


class Command(BaseCommand):
    help = (
        "Load the demo province: real units and procedures, made-up people. Works once; --again loads what is missing."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--again", action="store_true", help="run the loaders although they ran before")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("The demo province has well-known passwords and is not for production.")
        if AuditEntry.objects.filter(action=MARKER).exists() and not options["again"]:
            self.stdout.write("The demo province is there already.")
            return
        for name, load in steps():
            started = time.monotonic()
            load()
            self.stdout.write(f"  {name}: {time.monotonic() - started:.1f} s")
        audit_record(actor=None, action=MARKER, target="demo")
