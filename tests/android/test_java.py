"""Our Java against Android's names, and the bridge from Python on the desktop's Java.

What this does not prove: stubs made of Python's type stubs know neither exceptions nor int from long in what is
returned; Firebase's are written by hand. README.md of mobile_kivy says what needs a phone.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.android.building import HERE, JAVA, run

STORIES = re.findall(r"^@story\ndef (\w+)", (HERE / "on_jvm.py").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("story", STORIES)
def test_on_the_desktops_java(classpath: str, story: str, tmp_path: Path) -> None:
    assert run([sys.executable, HERE / "on_jvm.py", classpath, story, tmp_path]).splitlines()[-1] == "held"


def test_the_compiler_refuses_what_android_does_not_have(classpath: str, tmp_path: Path) -> None:
    android = classpath.split(":")[-1]
    for line in ("context.getPackageNam();", "context.startActivity(7);"):
        text = f"class Wrong {{ void wrong(android.content.Context context) {{ {line} }} }}"
        (tmp_path / "Wrong.java").write_text(text)
        with pytest.raises(AssertionError, match="error: "):
            run(["javac", "-proc:none", "-cp", android, "-d", tmp_path, tmp_path / "Wrong.java"])


def test_the_window_is_as_python_for_android_has_it() -> None:
    import pythonforandroid

    folder = Path(pythonforandroid.__file__).parent / "bootstraps" / "sdl2" / "build" / "src" / "main" / "java"
    real = (folder / "org" / "kivy" / "android" / "PythonActivity.java").read_text(encoding="utf-8")
    stub = (HERE / "java" / "hand" / "org" / "kivy" / "android" / "PythonActivity.java").read_text(encoding="utf-8")
    for declared in (
        "public static PythonActivity mActivity = null;",
        "public interface NewIntentListener {",
        "void onNewIntent(Intent intent);",
        "public void registerNewIntentListener(NewIntentListener listener) {",
    ):
        assert declared in real
        assert declared in stub


def test_every_java_method_that_python_calls_is_public() -> None:
    """A private one would be found on the phone alone: pyjnius looks names up when they are used."""
    sources = {file.stem: file.read_text(encoding="utf-8") for file in JAVA.rglob("*.java")}
    bridge = Path(JAVA.parents[1] / "citizen_mobile" / "platform" / "android")
    called = {
        (owner, method)
        for file in bridge.glob("*.py")
        for attribute, owner in re.findall(
            r'self\.(_\w+)(?::\s*\w+)? = ours\("(\w+)"\)', file.read_text(encoding="utf-8")
        )
        for method in re.findall(rf"self\.{attribute}\.(\w+)\(", file.read_text(encoding="utf-8"))
    }
    assert len(called) >= 10
    for owner, method in called:
        assert re.search(rf"public [\w ]+ {method}\(", sources[owner]), f"{owner}.{method}"
