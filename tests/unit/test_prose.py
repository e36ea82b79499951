"""Markdown as we write it becomes Markdown as every viewer shows it alike."""

import pytest

from backend.common.api.prose import prose


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("- one\n  goes on\n- two", "- one goes on\n- two"),
        ("1. one\n   goes on\n2. two", "1. one goes on\n2. two"),
        ("# Title\ntext\ngoes on", "# Title\ntext goes on"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        (
            "text\n\n```\ncode\n  kept\n\nas it is\n```\n\nmore\ntext",
            "text\n\n```\ncode\n  kept\n\nas it is\n```\n\nmore text",
        ),
        ("\n    one\n    two\n", "one two"),
        ("", ""),
    ],
)
def test_lines_of_a_paragraph_are_joined_and_nothing_else(written: str, shown: str) -> None:
    assert prose(written) == shown
