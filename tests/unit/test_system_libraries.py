"""`make test` on a fresh machine: what it lets Debian install, and what it says where it may not."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tools import browsers, system_libraries
from tools.system_libraries import DEBIAN_PACKAGES

LIBRARIES = "".join(f"ii  {name} \n" for name in DEBIAN_PACKAGES)


class Machine:
    """Answers in dpkg's and apt's place, and keeps what it was asked to run."""

    def __init__(self, listing: str, *, fails: str = "") -> None:
        self.listing, self.fails, self.commands = listing, fails, list[str]()

    def run(self, command: list[str], **_how: Any) -> subprocess.CompletedProcess[str]:
        line = " ".join(command)
        if command[0] == "dpkg-query":
            return subprocess.CompletedProcess(command, 0, self.listing, "")
        self.commands.append(line)
        failed = bool(self.fails) and self.fails in line
        return subprocess.CompletedProcess(command, 100 if failed else 0, "", "E: no installation candidate")


@pytest.fixture
def on_debian(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A Debian with this list of packages, where we are root, and no browser unless it is named."""

    def start(
        listing: str, *, browser: str | None = None, root: bool = True, fails: str = "", lacks: str = ""
    ) -> Machine:
        machine = Machine(listing, fails=fails)
        monkeypatch.setattr(system_libraries.sys, "platform", "linux")
        monkeypatch.setattr(
            system_libraries.shutil, "which", lambda name: None if name == lacks else f"/usr/bin/{name}"
        )
        monkeypatch.setattr(system_libraries.subprocess, "run", machine.run)
        monkeypatch.setattr(system_libraries, "find_browser", lambda: browser)
        monkeypatch.setattr(system_libraries, "privilege", lambda: [] if root else None)
        return machine

    return start


def test_a_fresh_debian_gets_the_libraries_and_chromium(on_debian: Any) -> None:
    machine = on_debian("ii  libc6 \n")
    assert system_libraries.main() == 0
    update, install = machine.commands
    assert update.endswith("apt-get update")
    assert install.endswith(f"--no-install-recommends {' '.join(DEBIAN_PACKAGES)} chromium")


def test_chromium_alone_is_installed_where_the_libraries_are_there(on_debian: Any) -> None:
    machine = on_debian(LIBRARIES)
    assert system_libraries.main() == 0
    assert machine.commands[-1].endswith("--no-install-recommends chromium")


def test_a_java_compiler_is_installed_where_there_is_none(on_debian: Any) -> None:
    machine = on_debian(LIBRARIES, browser="/opt/google/chrome", lacks="javac")
    assert system_libraries.main() == 0
    assert machine.commands[-1].endswith("--no-install-recommends default-jdk-headless")


def test_a_package_that_was_removed_counts_as_missing(on_debian: Any) -> None:
    on_debian(LIBRARIES + "rc  chromium \n")
    assert system_libraries.missing_packages() == ["chromium"]


def test_a_chrome_of_another_source_will_do(on_debian: Any) -> None:
    machine = on_debian(LIBRARIES, browser="/opt/google/chrome")
    assert (system_libraries.main(), machine.commands) == (0, [])


def test_who_may_not_install_is_told_the_whole_command(on_debian: Any, capsys: pytest.CaptureFixture[str]) -> None:
    machine = on_debian(LIBRARIES, root=False)
    assert (system_libraries.main(), machine.commands) == (1, [])
    assert "sudo apt-get install -y --no-install-recommends chromium" in capsys.readouterr().out


def test_where_debian_has_no_chromium_the_other_ways_are_named(
    on_debian: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    on_debian(LIBRARIES, fails="install")
    assert system_libraries.main() == 1
    said = capsys.readouterr().out
    assert "no installation candidate" in said and "snap install chromium" in said


def test_elsewhere_an_installed_browser_is_found_or_its_absence_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = {"javac", "aapt2"}
    monkeypatch.setattr(system_libraries.sys, "platform", "darwin")
    monkeypatch.setattr(system_libraries.shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(system_libraries, "find_browser", lambda: "/Applications/Chromium")
    assert (system_libraries.main(), capsys.readouterr().out) == (0, "")
    monkeypatch.setattr(system_libraries, "find_browser", lambda: None)
    assert system_libraries.main() == 1
    assert "brew install" in capsys.readouterr().out
    monkeypatch.setattr(system_libraries, "find_browser", lambda: "/Applications/Chromium")
    there.remove("aapt2")
    assert system_libraries.main() == 1
    assert "need aapt2:" in capsys.readouterr().out


def test_the_environment_names_another_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    browser = tmp_path / "chrome"
    browser.write_text("")
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert browsers.find_browser() == str(browser)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "gone"))
    assert browsers.find_browser() is None
