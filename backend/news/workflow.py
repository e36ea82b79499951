"""The states of an article. When it shows is no state: `published_at` may lie ahead, `expires_at` behind."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.errors import Conflict


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


TRANSITIONS: dict[str, list[str]] = {
    Status.DRAFT: [
        Status.PUBLISHED,  # someone who may publish has read it
        Status.ARCHIVED,  # it never went out, and is kept as a record
    ],
    Status.PUBLISHED: [
        Status.DRAFT,  # withdrawn for correction; phones lose it at the next refresh
        Status.ARCHIVED,  # its time is over; the address answers 404
    ],
    Status.ARCHIVED: [
        Status.PUBLISHED,  # the season comes round again
    ],
}


def check_transition(current: str, wanted: str) -> None:
    """Pass, or Conflict `article_transition_not_allowed`."""
    if wanted not in TRANSITIONS[current]:
        raise Conflict(
            "article_transition_not_allowed",
            _("An article that is “%(current)s” cannot become “%(wanted)s”.")
            % {"current": Status(current).label, "wanted": Status(wanted).label},
        )
