"""What an inbox shows: one query, and no row a person and notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.utils import timezone

from notifications.models import InboxRead, Notice, Origin
from notifications.readers import Reader
from notifications.workflow import VISIBLE

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class ReadMarks(TypedDict):
        is_read: bool
        is_archived: bool

    InboxNotice = WithAnnotations[Notice, ReadMarks]


def inbox(reader: Reader) -> QuerySet[InboxNotice]:
    """Notices for this reader, also those from before the app was installed, each with `is_read` and `is_archived`."""
    still_valid = Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    # The index finds by topics; the formula then decides.
    addressed = Notice.objects.filter(topics__overlap=list(reader.topics)).filter(_meets(reader.address))
    shown = addressed.filter(still_valid, _theirs(reader), status__in=VISIBLE, sent_at__isnull=False)
    marks = InboxRead.objects.filter(reader.owns(), notice=OuterRef("pk"))
    return shown.exclude(_replaced()).annotate(
        is_read=Exists(marks), is_archived=Exists(marks.filter(archived_at__isnull=False))
    )


def _theirs(reader: Reader) -> Q:
    """Trials are for their author alone; recalls and digests only knock at phones."""
    shown = Q(origin__in=[Origin.OFFICER, Origin.PERSONAL])
    return shown | Q(origin=Origin.TEST, author_id=reader.user_id) if reader.user_id else shown


def _replaced() -> Exists:
    """Something that went out stands for it. It stays so when that is recalled: old words do not come back."""
    newer = Notice.objects.filter(replaces=OuterRef("pk"), origin=Origin.OFFICER, sent_at__isnull=False)
    return Exists(newer)


def _meets(address: list[str]) -> Func:
    """Does this address meet the notice's formula?"""
    array = Value(address, output_field=ArrayField(TextField()))
    vector = Func(array, function="array_to_tsvector", output_field=SearchVectorField())
    return Func(vector, F("query"), template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())
