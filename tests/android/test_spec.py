"""buildozer.spec as buildozer reads it, and what it then asks of python-for-android."""

from __future__ import annotations

import re
from pathlib import Path

from tests.android.building import MOBILE, ROOT, Packed


def requirements(packed: Packed) -> dict[str, str]:
    (words,) = packed.told("--requirements", packed.create)
    return {name: version for name, _, version in (word.partition("==") for word in words.split(","))}


def test_the_package_is_for_both_processors_and_from_android_7_on(release: Packed) -> None:
    assert release.told("--arch") == ["arm64-v8a", "armeabi-v7a"]
    assert release.told("--minsdk") == release.told("--ndk-api") == ["24"]
    assert release.told("--package") == ["vn.daknong.daknongc"]
    assert 'targetSdkVersion="35"' in release.manifest.replace("android:", "")


def test_a_release_is_a_signed_bundle_and_a_debug_build_an_apk(release: Packed, debug: Packed) -> None:
    assert release.package[0] == "aab"
    assert {"--release", "--sign"} <= set(release.package)
    assert debug.package[0] == "apk"
    assert not {"--release", "--sign"} & set(debug.package)


def test_our_java_resources_and_hook_are_handed_over(release: Packed) -> None:
    copy = release.dist.parent
    assert release.told("--add-source") == [str(copy / "android" / "src")]
    assert release.told("--add-resource") == [f"{copy / 'android' / 'res'}:"]
    assert release.told("--hook", release.extra) == [str(copy / "android" / "hook.py")]
    assert any(word.startswith("com.google.firebase:firebase-messaging:") for word in release.told("--depend"))


def test_pure_python_on_the_phone_is_what_the_tests_run_with(release: Packed) -> None:
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE))
    asked = requirements(release)
    assert set(asked) >= {"requests", "urllib3", "idna", "certifi", "charset-normalizer", "filetype", "kivy", "pyjnius"}
    differ = {
        name: (version, locked[name]) for name, version in asked.items() if name in locked and version != locked[name]
    }
    assert differ == {}


def test_each_library_of_java_has_one_version(release: Packed) -> None:
    for library in release.told("--depend"):
        assert re.fullmatch(r"[\w.]+:[\w.-]+:\d[\w.]*", library), library


def test_the_version_is_the_apps(release: Packed) -> None:
    text = (MOBILE / "citizen_mobile" / "__init__.py").read_text(encoding="utf-8")
    assert release.told("--version") == re.findall(r'__version__ = "(.*)"', text)


def test_pictures_that_the_spec_names_are_there(release: Packed) -> None:
    for option in ("--icon", "--presplash"):
        (path,) = release.told(option)
        assert Path(path).read_bytes().startswith(b"\x89PNG")
