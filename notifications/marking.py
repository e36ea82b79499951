"""What is not meant in earnest says so, wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.common.i18n import pick

if TYPE_CHECKING:
    from notifications.models import Notice

TEST = {"vi": "[THỬ]", "en": "[TEST]"}
EXERCISE = {"vi": "[DIỄN TẬP]", "en": "[EXERCISE]"}


def marked_title(notice: Notice, language: str) -> str:
    """The title in this language, behind the mark of a trial or an exercise."""
    marks = [TEST] if notice.origin == "test" else []
    marks += [EXERCISE] if notice.is_exercise else []
    return " ".join([*(mark.get(language, mark["vi"]) for mark in marks), str(pick(notice, "title", language))])
