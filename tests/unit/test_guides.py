"""The rule by which guides are held to the server, and what guides promise that no command shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.guides import GUIDES, ROOT, Differs, Step, hold, run, steps_of

FOLDER = ROOT / "api_docs" / "guides"
PAGES = sorted(FOLDER.glob("*.md"))
NAME = re.compile(r"`([a-z]+(?:_[a-z]+)+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
HTTP = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: W/"abc"\r\n\r\n'


def pages() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


class TestTheRule:
    @pytest.mark.parametrize(
        ("kind", "shown", "printed"),
        [
            ("", "", "\n"),
            ("text", "204\n", "204\n"),
            ("text", "a\n…\nd\n", "a\nb\nc\nd\n"),
            ("text", "a\n…\n", "a\n"),
            ("text", "id …!", "id 12!"),
            ("json", '{"a": 1, "…": "…"}', '{"a": 1, "b": 2}'),
            ("json", '{"a": "PA-…"}', '{"a": "PA-1"}'),
            ("json", '[{"a": null}, "…"]', '[{"a": null}, 2, 3]'),
            ("json", '["…"]', "[]"),
            ("http", 'HTTP/1.1 200 OK\netag: W/"…"\n…\n\n{"a": 1}', HTTP + '{"a": 1}'),
            ("http", "HTTP/1.1 200 OK\n…\n\n…", HTTP + '{"a": 1}'),
        ],
    )
    def test_an_answer_like_the_one_shown_is_taken(self, kind: str, shown: str, printed: str) -> None:
        hold(Step(1, "true", kind, shown), printed)

    @pytest.mark.parametrize(
        ("kind", "shown", "printed"),
        [
            ("", "", "something\n"),
            ("text", "204\n", "404\n"),
            ("text", "a\nd\n", "a\nb\nd\n"),
            ("text", "a\n…\nd\n", "a\nb\n"),
            ("text", "a.c", "abc"),
            ("json", '{"a": 1}', "curl: nobody there"),
            ("json", '{"a": 1}', '{"a": 1, "b": 2}'),
            ("json", '{"a": 1, "…": "…"}', '{"b": 1}'),
            ("json", '{"a": 1}', '{"a": 2}'),
            ("json", '{"a": 1}', '{"a": true}'),
            ("json", '{"a": 1}', '{"a": 1.0}'),
            ("json", '{"a": "…"}', '{"a": null}'),
            ("json", '{"a": "…"}', '{"a": 1}'),
            ("json", '{"a": {"b": "x"}}', '{"a": {"b": "y"}}'),
            ("json", "[1]", "[1, 2]"),
            ("json", '[1, 2, "…"]', "[1]"),
            ("json", '[1, "…"]', "[2, 1]"),
            ("http", "HTTP/1.1 201 Created\n…\n\n…", HTTP + '{"a": 1}'),
            ("http", "HTTP/1.1 200 OK\n\n…", HTTP + '{"a": 1}'),
            ("http", "HTTP/1.1 200 OK\nretry-after: …\n…\n\n…", HTTP + '{"a": 1}'),
            ("http", "HTTP/1.1 200 OK\netag: abc\n…\n\n…", HTTP + '{"a": 1}'),
            ("http", 'HTTP/1.1 200 OK\n…\n\n{"a": 2}', HTTP + '{"a": 1}'),
            ("http", "HTTP/1.1 200 OK\n…", HTTP + '{"a": 1}'),
        ],
    )
    def test_any_other_answer_is_refused(self, kind: str, shown: str, printed: str) -> None:
        with pytest.raises(Differs, match="line 7"):
            hold(Step(7, "true", kind, shown), printed)

    def test_what_one_block_sets_the_next_has(self, tmp_path: Path) -> None:
        steps = steps_of("```sh\nA=1\n```\n\n```sh\necho $A\n```\n\n```text\n1\n```\n")
        assert [step.line for step in steps] == [1, 5]
        assert run(steps, tmp_path) == ["", "1\n"]

    @pytest.mark.parametrize("command", ["false", "false | cat", 'echo "$NOBODY_SET_THIS"', "exit 0"])
    def test_a_block_that_fails_or_ends_the_session_is_named_by_its_line(self, command: str, tmp_path: Path) -> None:
        steps = steps_of(f"```sh\ntrue\n```\n\n```sh\n{command}\n```\n\n```sh\ntrue\n```\n")
        with pytest.raises(Differs, match="line 5"):
            run(steps, tmp_path)

    @pytest.mark.parametrize(
        "text",
        [
            "```python\nprint()\n```\n",
            "```\ncurl\n```\n",
            "    curl\n",
            "```json\n{}\n```\n",
            "```sh\ntrue\n```\n\n```json\n{}\n```\n\n```json\n{}\n```\n",
        ],
        ids=["another language", "none", "indented", "an answer to nothing", "two answers"],
    )
    def test_a_block_that_nothing_would_run_or_hold_is_refused(self, text: str) -> None:
        with pytest.raises(Differs):
            steps_of(text)


def test_the_index_leads_to_every_guide_and_is_none() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in GUIDES} == {link for link in LINK.findall(index) if "/" not in link}
    assert not steps_of(index)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_has_commands_and_answers(guide: Path) -> None:
    steps = steps_of(guide.read_text(encoding="utf-8"))
    assert any(step.kind for step in steps)


@pages()
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target), link


@pages()
def test_each_name_is_one_of_the_contract(page: Path) -> None:
    document = (ROOT / "api_docs" / "openapi.yaml").read_text(encoding="utf-8")
    known = {*re.findall(r"\w+", document), *settings.THROTTLES}
    assert set(NAME.findall(page.read_text(encoding="utf-8"))) <= known


def test_the_limits_shown_are_those_of_the_server() -> None:
    shown = dict(ROW.findall((FOLDER / "rate-limits.md").read_text(encoding="utf-8")))
    real = {name: ", ".join(f"{rate} by {who}" for rate, who in rates) for name, rates in settings.THROTTLES.items()}
    assert shown == real


def _anchors(page: Path) -> set[str]:
    """What a heading is called in an address, as GitHub does it."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
