"""The manifest, the gradle file, the resources and the private archive, as they would go to gradle."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.android.building import JAVA, MOBILE, Packed, run

ANDROID = "{http://schemas.android.com/apk/res/android}"
FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")
# What Debian's framework (API 29) does not know yet; aapt2 would take it for misspelt.
NEWER = [r'android:dataExtractionRules="[^"]*"', r"(?s)<queries>.*?</queries>"]
NEWER_FOLDERS = ["values-v35"]


def manifest(packed: Packed) -> ET.Element:
    return ET.fromstring(packed.manifest)


def names(packed: Packed, path: str) -> list[str]:
    return [element.get(ANDROID + "name", "") for element in manifest(packed).findall(path)]


def test_permissions_are_the_few_that_the_app_asks_for(release: Packed) -> None:
    asked = {name.removeprefix("android.permission.") for name in names(release, "uses-permission")}
    always = {"INTERNET", "ACCESS_NETWORK_STATE"}
    when_needed = {"POST_NOTIFICATIONS", "CAMERA", "ACCESS_COARSE_LOCATION", "ACCESS_FINE_LOCATION"}
    assert asked == always | when_needed


def test_no_feature_is_required_but_opengl(release: Packed) -> None:
    features = manifest(release).findall("uses-feature")
    required = [item for item in features if item.get(ANDROID + "required") != "false"]
    assert [item.get(ANDROID + "glEsVersion") for item in required] == ["0x00020000"]
    assert "android.hardware.camera" in names(release, "uses-feature")  # CAMERA would make it required
    assert "android.hardware.location.gps" in names(release, "uses-feature")


def test_nothing_is_backed_up_and_nothing_goes_in_the_clear(release: Packed, debug: Packed) -> None:
    application = manifest(release).find("application")
    assert application is not None
    assert application.get(ANDROID + "allowBackup") == "false"
    assert application.get(ANDROID + "networkSecurityConfig") == "@xml/network_security"
    assert cleartext(release.resources / "xml" / "network_security.xml") == "false"
    assert cleartext(debug.resources / "xml" / "network_security.xml") == "true"
    assert 'debuggable="true"' not in release.manifest
    assert 'debuggable="true"' in debug.manifest


def cleartext(path: Path) -> str | None:
    base = ET.parse(path).find("base-config")
    return None if base is None else base.get("cleartextTrafficPermitted")


def test_the_hook_wrote_the_service_the_provider_and_the_activities(release: Packed) -> None:
    assert names(release, "application/service/intent-filter/action") == ["com.google.firebase.MESSAGING_EVENT"]
    components = {path: names(release, f"application/{path}") for path in ("service", "provider", "activity")}
    assert components["provider"] == ["androidx.core.content.FileProvider"]
    assert 'android:authorities="vn.daknong.daknongc.photos"' in release.manifest  # getPackageName() + ".photos"
    ours = [name for listed in components.values() for name in listed if name.startswith("vn.daknong.")]
    assert len(ours) == 4
    for name in ours:
        assert JAVA.joinpath(*name.split(".")).with_suffix(".java").exists(), name


def test_only_the_window_can_be_opened_from_outside(release: Packed) -> None:
    parts = [
        part
        for kind in ("activity", "service", "provider")
        for part in manifest(release).iterfind(f"application/{kind}")
    ]
    outside = [part.get(ANDROID + "name") for part in parts if part.get(ANDROID + "exported") != "false"]
    assert outside == ["org.kivy.android.PythonActivity"]


def test_links_open_the_app_and_web_links_only_those_of_the_host(release: Packed, debug: Packed) -> None:
    found = [(data.get(ANDROID + "scheme"), data.get(ANDROID + "host")) for data in data_of(release)]
    assert found == [("daknong", None), ("https", "dichvu.example")]
    assert [data.get(ANDROID + "scheme") for data in data_of(debug)] == ["daknong"]


def data_of(packed: Packed) -> list[ET.Element]:
    return manifest(packed).findall("application/activity/intent-filter/data")


def test_resources_compile_and_link(release: Packed, debug: Packed, tmp_path: Path) -> None:
    for packed in (release, debug):
        assert link(packed.resources, packed.manifest, tmp_path / packed.dist.parent.parent.name).exists()


def test_the_link_notices_a_resource_that_is_missing_and_an_attribute_that_is_misspelt(
    release: Packed, tmp_path: Path
) -> None:
    for right, wrong in (("@drawable/ic_notice", "@drawable/ic_notise"), ("android:exported", "android:exportet")):
        assert right in release.manifest
        with pytest.raises(AssertionError, match="error: "):
            link(release.resources, release.manifest.replace(right, wrong), tmp_path / wrong[1:6])


def link(resources: Path, text: str, out: Path) -> Path:
    """aapt2's judgement, with what is newer than Debian's framework left out."""
    out.mkdir()
    for pattern in NEWER:
        text = re.sub(pattern, "", text)
    # The package's name comes from gradle's `namespace`.
    (out / "AndroidManifest.xml").write_text(text.replace("<manifest ", '<manifest package="vn.daknong.daknongc" ', 1))
    for folder in sorted(resources.iterdir()):
        for file in sorted(folder.iterdir()) if folder.name not in NEWER_FOLDERS else []:
            run(["aapt2", "compile", file, "-o", out])
    compiled = sorted(out.glob("*.flat"))
    package = out / "linked.apk"
    run(["aapt2", "link", "-I", FRAMEWORK, "--manifest", out / "AndroidManifest.xml", "-o", package, *compiled])
    return package


def test_gradle_gets_our_java_and_the_libraries(release: Packed) -> None:
    text = (release.dist / "build.gradle").read_text(encoding="utf-8")
    for library in release.told("--depend"):
        assert f"implementation '{library}'" in text
    assert f"srcDir '{release.dist.parent / 'android' / 'src'}'" in text
    assert "minSdkVersion 24" in text
    assert "targetSdkVersion 35" in text
    assert "namespace 'vn.daknong.daknongc'" in text


def test_the_archive_holds_the_app_compiled_and_nothing_else(release: Packed) -> None:
    with tarfile.open(release.dist / "src" / "main" / "assets" / "private.tar") as archive:
        packed = {member.name for member in archive.getmembers() if member.isfile()}
    sources = {file.relative_to(MOBILE) for file in (MOBILE / "citizen_mobile").rglob("*.py")}
    sources.remove(Path("citizen_mobile/gallery.py"))
    assert {str(path.with_suffix(".pyc")) for path in sources} <= packed
    assert {"main.pyc", "server.json", "citizen_mobile/locale/vi/LC_MESSAGES/app.po"} <= packed
    assert any(name.endswith(".kv") for name in packed)
    assert not [name for name in packed if name.startswith(("android/", "art/", "tools/")) or name.endswith(".py")]


def test_what_is_never_opened_stays_out_of_the_bundle(release: Packed) -> None:
    for arch in release.told("--arch"):
        with tarfile.open(release.dist / "libs" / arch / "libpybundle.so") as bundle:
            packed = {member.name for member in bundle.getmembers() if member.isfile()}
        assert packed == {"site-packages/kivy/data/fonts/Roboto-Regular.ttf", "site-packages/requests/__init__.pyc"}


def test_the_built_app_knows_its_server(release: Packed, debug: Packed) -> None:
    for packed, url in ((release, "https://dichvu.example/api/v1/"), (debug, "http://10.0.2.2:8000/api/v1/")):
        (private,) = packed.told("--private")
        assert json.loads((Path(private) / "server.json").read_text()) == {"api_url": url}


def test_channels_are_named_in_both_languages() -> None:
    res = MOBILE / "android" / "res"
    english, vietnamese = (strings(res / folder / "texts.xml") for folder in ("values", "values-vi"))
    assert set(english) == set(vietnamese)
    assert len(english) == 5
    assert not set(english.values()) & set(vietnamese.values())


def strings(path: Path) -> dict[str, str]:
    return {item.get("name", ""): item.text or "" for item in ET.parse(path).findall("string")}
