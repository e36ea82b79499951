"""Releases of the API in a repository of their own: the check, the changelog, the number, the tag."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.factories.api_document import DOCUMENT, GONE, OPERATION, TEXT, changed
from tools.api_changes import __main__ as api_changes
from tools.api_changes import release as api_release
from tools.api_changes.baseline import COPY
from tools.api_changes.baseline import DOCUMENT as PLACE
from tools.api_changes.document import read
from tools.api_changes.report import CHANGELOG, NOTHING

TODAY = dt.date(2026, 11, 24)
NEW = {"paths /api/v1/new/": {"get": OPERATION}}
LIST, MAKE = "paths /api/v1/things/ get", "paths /api/v1/things/ post"
AGE = "components schemas NewThing properties age"
# As ours: `make schema` writes the document from the settings, `make examples` from what the API says.
MAKEFILE = f"""\
schema examples:
\t@{sys.executable} write.py $@
"""
WRITE = r"""
import re, sys
from pathlib import Path

version = re.search(r'"VERSION": "(.*)"', Path("backend/settings.py").read_text())[1]
if sys.argv[1] == "examples":
    Path("api_docs/examples/root.yaml").write_text(f"version: {version}\n")
else:
    document = Path("api_docs/openapi.yaml")
    document.write_text(re.sub(r"(?m)^  version: .*", f"  version: {version}", document.read_text()))
"""


class Repository:
    """A repository with a document, settings and a Makefile, and the two commands over it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("api_docs/examples", "backend"):
            (root / folder).mkdir(parents=True)
        self.put("Makefile", MAKEFILE)
        self.put("write.py", WRITE)
        self.put("pyproject.toml", '[project]\nname = "things"\nversion = "0.1.0"\n')
        self.put("backend/settings.py", 'SPECTACULAR_SETTINGS = {\n    "VERSION": "1.0.0",\n}\n')
        self.put("api_docs/examples/root.yaml", "version: 1.0.0\n")
        self.write(DOCUMENT)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("config", "commit.gpgsign", "false")
        self.git("config", "tag.gpgsign", "false")
        self.git("config", "user.name", "A maintainer")
        self.git("config", "user.email", "maintainer@localhost")
        self.commit()

    def put(self, path: str, text: str) -> None:
        (self.root / path).write_text(text)

    def write(self, document: Any) -> None:
        self.put(PLACE, yaml.safe_dump(document, sort_keys=False))

    def change(self, changes: dict[str, Any]) -> None:
        """Plant changes in the document, and commit them with the changelog that they make."""
        self.write(changed(self.document, changes))
        self.check()
        self.commit()

    @property
    def document(self) -> Any:
        return read(self.root / PLACE)

    @property
    def changelog(self) -> str:
        return (self.root / CHANGELOG).read_text()

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "A change")

    def check(self, *options: str, today: dt.date = TODAY) -> int:
        return api_changes.main([*options], self.root, today)

    def release(self, version: str, today: dt.date = TODAY) -> int:
        return api_release.main([version], self.root, today)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):  # set while a hook runs the suite
        monkeypatch.delenv(name, raising=False)
    return Repository(tmp_path / "things")


@pytest.fixture
def released(repository: Repository) -> Repository:
    assert repository.release("1.0.0") == 0
    return repository


def test_without_a_release_the_check_fails_aloud(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert repository.check() == 1
    assert "release the first version" in capsys.readouterr().err


def test_the_first_release_names_the_whole_api_by_subject(released: Repository) -> None:
    assert released.git("describe", "--tags") == "v1.0.0"
    assert released.git("status", "--porcelain") == ""
    assert f"## Unreleased\n\n{NOTHING}\n\n## 1.0.0 - 2026-11-24\n\n### Added" in released.changelog
    assert "**things**: Things.\n\n- `GET /api/v1/things/`: Things\n" in released.changelog
    assert (released.root / COPY).read_bytes() == (released.root / PLACE).read_bytes()
    assert released.check("--check") == 0


def test_the_first_release_forgets_no_operation(repository: Repository) -> None:
    repository.write(changed(DOCUMENT, {f"{LIST} tags": ["of no list"], f"{MAKE} tags": GONE}))
    repository.commit()
    assert repository.release("1.0.0") == 0
    assert (
        "What has no subject.\n\n- `GET /api/v1/things/`: Things\n- `POST /api/v1/things/`: A" in repository.changelog
    )
    assert repository.changelog.count("- `") == 3


def test_an_addition_passes_and_stands_in_the_changelog(
    released: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    released.write(changed(DOCUMENT, NEW))
    assert released.check() == 0
    assert "## Unreleased\n\n### Added\n\n- New: New (`GET /api/v1/new/`)\n" in released.changelog
    assert "Since 1.0.0, by the tag v1.0.0" in capsys.readouterr().out
    assert released.check("--check") == 0


def test_a_changelog_that_does_not_say_so_fails_the_check_and_is_left_alone(released: Repository) -> None:
    before = released.changelog
    released.write(changed(DOCUMENT, NEW))
    assert released.check("--check") == 1
    assert released.changelog == before


def test_a_break_fails_and_is_named_with_its_operation_and_place(
    released: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    released.write(changed(DOCUMENT, {AGE: GONE}))
    assert released.check() == 1
    said = capsys.readouterr().out
    assert "Breaking (1)\n  - `NewThing.age` is no longer read\n      POST /api/v1/things/\n" in said
    assert "at #/components/schemas/NewThing/properties/age" in said
    released.commit()
    assert released.release("2.0.0") == 1
    assert released.git("tag") == "v1.0.0"


def test_deprecated_released_and_past_its_sunset_it_may_go(
    released: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    released.change({f"{AGE} deprecated": True, f"{AGE} x-sunset": "2027-06-01"})
    assert "### Deprecated\n\n- `NewThing.age` is deprecated and ends on 2027-06-01" in released.changelog
    assert released.release("1.1.0") == 0
    released.write(changed(released.document, {AGE: GONE}))
    assert released.check(today=dt.date(2027, 5, 31)) == 1
    assert released.check(today=dt.date(2027, 6, 1)) == 0
    assert "### Removed\n\n- `NewThing.age` is no longer read: announced, over since 2027-06-01" in released.changelog
    released.commit()
    assert released.release("1.2.0", today=dt.date(2027, 6, 2)) == 0
    assert released.check("--check", today=dt.date(2027, 6, 2)) == 0
    assert "Breaking" not in released.changelog
    assert "would break" in capsys.readouterr().out  # on the day before


def test_a_release_sets_the_number_everywhere_and_keeps_the_sections_before(released: Repository) -> None:
    released.change(NEW)
    assert released.release("1.1.0", today=dt.date(2026, 12, 1)) == 0
    assert released.document["info"]["version"] == "1.1.0"
    assert '"VERSION": "1.1.0"' in (released.root / "backend/settings.py").read_text()
    assert (released.root / "api_docs/examples/root.yaml").read_text() == "version: 1.1.0\n"
    assert 'version = "0.1.0"' in (released.root / "pyproject.toml").read_text()  # the product's, another number
    titles = [line for line in released.changelog.splitlines() if line.startswith("## ")]
    assert titles == ["## Unreleased", "## 1.1.0 - 2026-12-01", "## 1.0.0 - 2026-11-24"]
    assert released.git("status", "--porcelain") == ""
    assert released.git("tag") == "v1.0.0\nv1.1.0"
    assert released.check("--check") == 0


def test_where_product_and_api_have_one_number_both_are_set(repository: Repository) -> None:
    repository.put("pyproject.toml", '[project]\nversion = "1.0.0"\n')
    repository.commit()
    assert repository.release("1.0.0") == 0
    repository.change(NEW)
    assert repository.release("1.1.0") == 0
    assert 'version = "1.1.0"' in (repository.root / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    ("changes", "number", "fits"),
    [
        ({}, "1.0.1", True),
        ({}, "1.1.0", True),
        ({}, "1.0.2", False),
        ({}, "1.0.0", False),
        ({}, "0.9.0", False),
        ({}, "2.0.0", False),
        ({}, "1.1", False),
        (NEW, "1.0.1", False),
        (NEW, "1.1.0", True),
        (NEW, "1.2.0", False),
        (NEW, "2.0.0", False),
    ],
)
def test_a_number_that_does_not_fit_is_refused_and_nothing_is_changed(
    released: Repository, changes: dict[str, Any], number: str, fits: bool
) -> None:
    released.change(changes)
    before = released.git("rev-parse", "HEAD")
    assert (released.release(number) == 0) is fits
    assert released.git("status", "--porcelain") == ""
    assert (released.git("rev-parse", "HEAD") == before) is not fits
    assert (released.git("tag") == "v1.0.0") is not fits


def test_a_new_version_is_released_as_one(released: Repository) -> None:
    paths = {path.replace("/v1/", "/v2/"): item for path, item in DOCUMENT["paths"].items()}
    released.put("backend/settings.py", 'SPECTACULAR_SETTINGS = {\n    "VERSION": "2.0.0",\n}\n')
    released.change({"paths": paths, "info version": "2.0.0"})
    assert released.check("--check") == 0
    assert released.release("1.1.0") == 1
    assert released.release("2.0.0") == 0
    assert "version 2 of the API takes its place" in released.changelog


def test_a_number_that_is_not_that_of_the_addresses_fails(
    released: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    released.write(changed(DOCUMENT, {"info version": "2.0.0"}))
    assert released.check() == 1
    assert "its newest addresses are /api/v1/" in capsys.readouterr().err


def test_a_tree_that_is_not_clean_is_not_released(released: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    released.put("forgotten.txt", "x")
    assert released.release("1.0.1") == 1
    assert "not clean" in capsys.readouterr().err


def test_a_document_that_is_not_that_of_the_code_is_not_released(
    released: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    released.put(
        "write.py", WRITE.replace("document.read_text()", "document.read_text().replace('get_thing', 'thing')")
    )
    released.commit()
    assert released.release("1.0.1") == 1
    assert "was not that of the code" in capsys.readouterr().err
    assert released.git("status", "--porcelain") == ""


def test_a_clone_without_tags_compares_with_the_copy(released: Repository, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    released.git("clone", "--quiet", "--depth", "1", "--no-tags", f"file://{released.root}", str(clone))
    document = read(clone / PLACE)
    assert api_changes.main(["--check"], clone, TODAY) == 0
    (clone / PLACE).write_text(yaml.safe_dump(changed(document, {AGE: GONE})))
    assert api_changes.main(["--check"], clone, TODAY) == 1


def test_a_copy_that_is_not_that_of_the_tag_fails(released: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    released.put(COPY, yaml.safe_dump(changed(DOCUMENT, {AGE: GONE})))
    assert released.check() == 1
    assert "is not the document of the tag v1.0.0" in capsys.readouterr().err
    (released.root / COPY).unlink()
    assert released.check() == 1


def test_tags_of_other_branches_and_of_other_kinds_do_not_count(released: Repository) -> None:
    released.git("checkout", "--quiet", "-b", "elsewhere")
    released.change({"components schemas Thing properties age": TEXT})
    assert released.release("1.1.0") == 0
    released.git("checkout", "--quiet", "main")
    released.git("tag", "app-9.9.9")
    assert released.check("--check") == 0
