"""What stands before a title: a trial and an exercise say so wherever somebody reads them."""

from __future__ import annotations

from backend.common.i18n import pick
from notifications.models import Notice, Origin

TRIAL = {"vi": "[THỬ]", "en": "[TEST]"}
EXERCISE = {"vi": "[DIỄN TẬP]", "en": "[EXERCISE]"}


def marked_title(notice: Notice, language: str) -> str:
    """The title in this language (Vietnamese where it has no English), with its marks. The marks follow the reader."""
    marks = [
        mark[language]
        for mark, is_so in ((TRIAL, notice.origin == Origin.TEST), (EXERCISE, notice.is_exercise))
        if is_so
    ]
    return " ".join([*marks, str(pick(notice, "title", language))])
