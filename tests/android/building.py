"""What the tests of the Android package share: a packed copy, compiled Java."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.android.java_stubs import Stubs

ROOT = Path(__file__).resolve().parents[2]
MOBILE = ROOT / "mobile_kivy"
JAVA = MOBILE / "android" / "src"
HERE = Path(__file__).resolve().parent
# Classes whose members the app uses without naming them in an import.
ALSO_USED = {"android.app.Service", "android.os.IBinder", "android.content.ContentResolver"}
ENVIRONMENT = {
    "DAKNONG_API_URL": "https://dichvu.example/api/v1/",
    "DAKNONG_LINK_HOST": "dichvu.example",
    "P4A_RELEASE_KEYSTORE": "/nowhere/release.jks",
    "P4A_RELEASE_KEYALIAS": "daknong",
    "P4A_RELEASE_KEYSTORE_PASSWD": "not-a-secret",
    "P4A_RELEASE_KEYALIAS_PASSWD": "not-a-secret",
}


@dataclass
class Packed:
    """A copy of mobile_kivy/ after all steps before gradle."""

    create: list[str]
    package: list[str]
    extra: list[str]
    dist: Path

    @property
    def manifest(self) -> str:
        return (self.dist / "src" / "main" / "AndroidManifest.xml").read_text(encoding="utf-8")

    @property
    def resources(self) -> Path:
        return self.dist / "src" / "main" / "res"

    def told(self, option: str, command: list[str] | None = None) -> list[str]:
        """Every value that the command gives to an option."""
        words = self.package if command is None else command
        apart = [words[place + 1] for place, word in enumerate(words[:-1]) if word == option]
        return apart + [word.partition("=")[2] for word in words if word.startswith(option + "=")]


def pack(folder: Path, mode: str, **environment: str) -> Packed:
    """Run pack.py on a copy in `folder`, in a process of its own: python-for-android keeps state in its environment."""
    shutil.copytree(MOBILE, folder, ignore=shutil.ignore_patterns("__pycache__", ".buildozer", "bin"))
    done = run([sys.executable, HERE / "pack.py", folder, mode], env=os.environ | ENVIRONMENT | environment)
    answer: dict[str, Any] = json.loads(done.splitlines()[-1])
    return Packed(answer["create"], answer["package"], answer["extra"], Path(answer["dist"]))


def compile_java(folder: Path, resources: Iterable[Path]) -> str:
    """The class path of the app's Java, Android's names, and the fakes; javac refuses what Android does not have."""
    stubs, sources = folder / "stubs", sorted(JAVA.rglob("*.java"))
    Stubs(stubs, ALSO_USED | imported(sources))
    generated = folder / "R.java"
    generated.write_text(ids(resources), encoding="utf-8")
    android = javac(folder / "android", [*stubs.rglob("*.java"), *(HERE / "java" / "hand").rglob("*.java")])
    app = javac(
        folder / "app", [generated, *sources], "--release", "8", "-Xlint:all,-options", "-Werror", "-cp", android
    )
    fakes = [*(HERE / "java" / "fake").rglob("*.java")]
    return ":".join([javac(folder / "fake", fakes, "-cp", f"{android}:{app}"), app, android])


def javac(out: Path, sources: list[Path], *options: str) -> str:
    run(["javac", "-proc:none", *(options or ["-nowarn"]), "-d", out, *sources])
    return str(out)


def imported(sources: Iterable[Path]) -> set[str]:
    text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    return set(re.findall(r"^import (android\.[\w.]+);", text, re.MULTILINE))


def ids(resources: Iterable[Path]) -> str:
    """R.java, of what the resource folders really hold."""
    found: dict[str, set[str]] = {}
    for file in (file for folder in resources for file in folder.rglob("*.*")):
        if file.parent.name.startswith("values"):
            for kind, name in re.findall(r'<(string|color|style) name="(\w+)"', file.read_text(encoding="utf-8")):
                found.setdefault(kind, set()).add(name)
        else:
            found.setdefault(file.parent.name.partition("-")[0], set()).add(file.stem)
    lines = ["package vn.daknong.daknongc;", "public final class R {"]
    for kind, names in sorted(found.items()):
        fields = ", ".join(f"{name} = {place}" for place, name in enumerate(sorted(names), start=1))
        lines.append(f"  public static final class {kind} {{ public static final int {fields}; }}")
    return "\n".join([*lines, "}", ""])


def run(command: list[str | Path], env: dict[str, str] | None = None) -> str:
    """What the command printed; its failure is the test's, with its last words."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, f"{command[0]} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout
