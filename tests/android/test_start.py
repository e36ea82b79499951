"""main.py finds its server where a build left it, and runs on the phone's Python."""

from __future__ import annotations

import ast
import json
import sys
import warnings
from pathlib import Path
from types import ModuleType

import pytest

from tests.android.building import MOBILE, Packed, run
from tests.android.pack import load

# Imported inside what only a desktop's twin calls: Pillow scales what a file dialog chose.
ON_DESKTOPS_ALONE = {"PIL"}
VERMIN = Path(sys.executable).with_name("vermin")


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delenv("DAKNONG_API_URL", raising=False)
    return load("main_of_the_app", MOBILE / "main.py")


def test_the_server_is_the_environments_or_the_builds_or_this_machines(
    main: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main, "SERVER", tmp_path / "server.json")
    assert main.api_url() == "http://127.0.0.1:8000/api/v1/"
    (tmp_path / "server.json").write_text(json.dumps({"api_url": "https://dichvu.example"}))
    assert main.api_url() == "https://dichvu.example/api/v1/"
    monkeypatch.setenv("DAKNONG_API_URL", "https://thu.example/api/v2/")
    assert main.api_url() == "https://thu.example/api/v2/"


def test_every_file_runs_on_python_3_11() -> None:
    """By what it uses of syntax and of the standard library."""
    run([VERMIN, "--no-tips", "--violations", "-t=3.11-", MOBILE / "main.py", MOBILE / "citizen_mobile"])


def test_every_file_compiles_without_a_warning(release: Packed) -> None:
    """Newer Pythons turn today's warnings into errors; B012 is what 3.14 warns of (PEP 765)."""
    (private,) = release.told("--private")
    files = sorted(Path(private).rglob("*.py"))
    assert len(files) > 50
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for file in files:
            compile(file.read_bytes(), str(file), "exec", dont_inherit=True)
    run([Path(sys.executable).with_name("ruff"), "check", "--isolated", "--select", "B012", private])


def test_vermin_notices_what_is_newer(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text("import itertools\nprint(list(itertools.batched('abc', 2)))\n")
    with pytest.raises(AssertionError):
        run([VERMIN, "--no-tips", "--violations", "-t=3.11-", tmp_path / "new.py"])


def test_nothing_is_imported_that_the_phones_python_has_no_more(release: Packed) -> None:
    gone = {  # PEP 594 (3.13), and what 3.12 and 3.14 took out
        *("aifc", "audioop", "cgi", "cgitb", "chunk", "crypt", "imghdr", "mailcap", "msilib", "nis", "nntplib"),
        *("ossaudiodev", "pipes", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib", "lib2to3"),
        *("asynchat", "asyncore", "distutils", "imp", "smtpd"),
    }
    used = imports(release)
    assert {"json", "sqlite3", "requests", "kivy"} <= used
    assert not used & gone


def test_every_package_that_is_imported_is_on_the_phone(release: Packed) -> None:
    (words,) = release.told("--requirements", release.create)
    there = {word.partition("==")[0] for word in words.split(",")} | {"citizen_mobile", "jnius"}
    others = {name for name in imports(release) if name not in sys.stdlib_module_names}
    assert others - there <= ON_DESKTOPS_ALONE
    assert not ON_DESKTOPS_ALONE & imports(release, everywhere=False), "a phone would stop at the start"


def imports(packed: Packed, *, everywhere: bool = True) -> set[str]:
    """What the files that go on the phone import: at the top, and `everywhere` else where it is needed."""
    found: set[str] = set()
    (private,) = packed.told("--private")
    for file in Path(private).rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree) if everywhere else tree.body:
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found
