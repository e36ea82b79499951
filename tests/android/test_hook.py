"""The hook of python-for-android by itself: what it refuses, what it writes."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType, SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from tests.android.building import MOBILE
from tests.android.pack import load

SERVICES = {
    "project_info": {"project_number": "123456789012", "project_id": "daknong-c"},
    "client": [
        {
            "client_info": {
                "mobilesdk_app_id": "1:123456789012:android:abc",
                "android_client_info": {"package_name": "vn.daknong.daknongc"},
            },
            "api_key": [{"current_key": "a&b"}],
        }
    ],
}


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    return load("hook", MOBILE / "android" / "hook.py")


def toolchain(mode: str, private: Path) -> SimpleNamespace:
    return SimpleNamespace(args=SimpleNamespace(build_mode=mode, unknown_args=["--private", str(private)]))


@pytest.mark.parametrize("url", ["", "http://dichvu.example/api/v1/"])
def test_a_release_without_a_server_over_https_is_refused(
    hook: ModuleType, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAKNONG_API_URL", url)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="https"):
        hook.before_apk_build(toolchain("release", tmp_path))
    assert not (tmp_path / "server.json").exists()
    hook.before_apk_build(toolchain("debug", tmp_path))
    assert json.loads((tmp_path / "server.json").read_text())["api_url"] == (url or hook.DEBUG_API)


def test_what_is_left_out_is_listed_once_however_often_one_builds(hook: ModuleType, tmp_path: Path) -> None:
    listed = tmp_path / "blacklist.txt"
    listed.write_text("*.apk\n")
    hook.leave_out(listed)
    once = listed.read_text()
    hook.leave_out(listed)
    assert listed.read_text() == once
    assert once.startswith("*.apk\n^*/kivy/data/fonts/DejaVuSans.ttf\n")


def test_firebases_options_become_resources(hook: ModuleType) -> None:
    values = {item.get("name"): item.text for item in ET.fromstring(hook.firebase_values(SERVICES).encode())}
    assert values == {
        "google_app_id": "1:123456789012:android:abc",
        "gcm_defaultSenderId": "123456789012",
        "google_api_key": "a&b",
        "project_id": "daknong-c",
    }


def test_a_firebase_project_of_another_app_is_refused(hook: ModuleType) -> None:
    other = json.loads(json.dumps(SERVICES).replace("vn.daknong.daknongc", "org.example"))
    with pytest.raises(SystemExit, match=r"vn\.daknong\.daknongc"):
        hook.firebase_values(other)


def test_a_template_that_has_changed_is_said(hook: ModuleType) -> None:
    with pytest.raises(SystemExit, match="hook"):
        hook.complete("<manifest></manifest>")
