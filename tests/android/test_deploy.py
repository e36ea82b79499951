"""deploy/android: what the build command asks of buildozer, and with which versions. No container is started here."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.android.building import MOBILE, ROOT

BUILD = ROOT / "deploy" / "android" / "build"
BUILDOZER = """#!/bin/sh
echo "$APP_ANDROID_ACCEPT_SDK_LICENSE ${APP_ANDROID_ARCHS:-both} ${APP_ANDROID_RELEASE_ARTIFACT:-aab} $*" >> asked
mkdir -p bin
case "$2 ${APP_ANDROID_RELEASE_ARTIFACT:-aab}" in
    "release aab") touch bin/it.aab ;;
    *) touch "bin/$APP_ANDROID_ARCHS.apk" ;;
esac
"""
AGREED = {"ACCEPT_SDK_LICENSE": "yes", "DAKNONG_API_URL": "https://dichvu.example/api/v1/"}


def build(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    tools = folder / "tools"
    tools.mkdir()
    (tools / "buildozer").write_text(BUILDOZER)
    (tools / "buildozer").chmod(0o755)
    (folder / "packages").mkdir()
    path = f"{tools}:{os.environ['PATH']}"
    env = {"PATH": path, "PACKAGES": str(folder / "packages")} | environment
    return subprocess.run(["bash", BUILD, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_a_release_is_one_bundle_and_an_apk_for_each_processor(tmp_path: Path) -> None:
    done = build(tmp_path, **AGREED)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text().splitlines() == [
        "True both aab android release",
        "True arm64-v8a apk android release",
        "True armeabi-v7a apk android release",
    ]
    made = {file.name for file in (tmp_path / "packages").iterdir()}
    assert made == {"it.aab", "arm64-v8a.apk", "armeabi-v7a.apk", "SHA256SUMS"}


def test_a_debug_build_needs_no_server_and_is_one_apk(tmp_path: Path) -> None:
    done = build(tmp_path, "debug", ACCEPT_SDK_LICENSE="yes")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "asked").read_text() == "True arm64-v8a aab android debug\n"
    assert {file.name for file in (tmp_path / "packages").iterdir()} == {"arm64-v8a.apk", "SHA256SUMS"}


@pytest.mark.parametrize("missing", [{"ACCEPT_SDK_LICENSE": ""}, {"DAKNONG_API_URL": "http://dichvu.example/"}])
def test_without_consent_or_https_nothing_is_begun(tmp_path: Path, missing: dict[str, str]) -> None:
    done = build(tmp_path, **AGREED | missing)
    assert done.returncode == 2
    assert next(iter(missing)) in done.stderr
    assert not (tmp_path / "asked").exists()


def test_what_the_command_overrides_is_in_the_spec() -> None:
    """buildozer overrides only options that the file has."""
    text = BUILD.read_text() + (BUILD.parent / "Containerfile").read_text()
    overridden = set(re.findall(r"\bAPP_([A-Z0-9_]+)=", text))
    assert overridden == {"ANDROID_ARCHS", "ANDROID_RELEASE_ARTIFACT", "ANDROID_ACCEPT_SDK_LICENSE", "P4A_SOURCE_DIR"}
    options = re.findall(r"^([\w.]+) =", (MOBILE / "buildozer.spec").read_text(), re.MULTILINE)
    assert overridden <= {option.upper().replace(".", "_") for option in options}


def test_the_container_has_the_versions_that_were_checked() -> None:
    pins = [dict(re.findall(r"^([\w-]+)==([\w.]+)", file.read_text(), re.MULTILINE)) for file in locks()]
    assert {"buildozer", "python-for-android"} <= set(pins[0])
    assert pins[0].items() <= pins[1].items()


def locks() -> tuple[Path, Path]:
    return BUILD.parent / "requirements.lock", ROOT / "requirements-dev.lock"


def test_what_the_container_copies_is_not_ignored() -> None:
    lines = (BUILD.parent / "Containerfile").read_text().splitlines()
    copied = {line.split()[-2] for line in lines if line.startswith("COPY ")}
    kept = {
        line[1:] for line in (BUILD.parent / "Containerfile.dockerignore").read_text().splitlines() if line[:1] == "!"
    }
    assert copied == kept
    assert all((ROOT / path).exists() for path in copied)
