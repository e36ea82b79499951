"""Every command of api_docs/guides/ runs against the demo province, and answers what its guide shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guides import GUIDES, hold, run, steps_of
from tests.system import System

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("no_attempt_counted")]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_pasted_into_a_shell_answers_what_it_shows(guide: Path, system: System, tmp_path: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    for written, here in (("http://127.0.0.1:8000", system.url), ("http://127.0.0.1:8899", system.simulator)):
        text = text.replace(written, here)  # where `make run` serves, and where it shows pushes
    steps = steps_of(text)
    for step, printed in zip(steps, run(steps, tmp_path), strict=True):
        hold(step, printed)
