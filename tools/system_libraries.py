"""What the tests need of the system: libraries to draw the client off screen, a browser for the console, and for the
checks of the Android package a Java compiler and Android's resource compiler.

Installs them where it may, else says how. Runs with the system's Python, before .venv is of use.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

from tools.browsers import HOW, find_browser

DRAWING_PACKAGES = ("libgl1-mesa-dri", "libgl1", "libgles2", "libegl1", "libmtdev1")
ANDROID_PACKAGES = ("aapt", "android-framework-res")
DEBIAN_PACKAGES = (*DRAWING_PACKAGES, *ANDROID_PACKAGES)
BROWSER_PACKAGE = "chromium"
JAVA_PACKAGE = "default-jdk-headless"
LIBRARIES = ("libGL.so.1", "libGLESv2.so.2", "libEGL.so.1", "libmtdev.so.1")


def missing_packages() -> list[str]:
    """Debian's answer. Names that got a suffix (libmtdev1t64) count as what they provide; any browser will do."""
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Abbrev} ${Package} ${Provides}\n"]
    listing = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    there = {word.strip(",") for line in listing.splitlines() if line.startswith("ii") for word in line.split()[1:]}
    wanted = [*DEBIAN_PACKAGES]
    wanted += [] if find_browser() else [BROWSER_PACKAGE]
    wanted += [] if shutil.which("javac") else [JAVA_PACKAGE]
    return [name for name in wanted if name not in there]


def missing_libraries() -> list[str]:
    missing = []
    for name in LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def privilege() -> list[str] | None:
    """What to put before a command that needs root; None if we may not."""
    if os.geteuid() == 0:
        return []
    may_sudo = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if may_sudo and may_sudo.returncode == 0 else None


def main() -> int:
    if sys.platform == "linux" and shutil.which("apt-get") and shutil.which("dpkg-query"):
        return install(missing_packages())
    missing = missing_libraries() if sys.platform == "linux" else []  # macOS draws with what it has
    if missing:
        print(f"Drawing the client needs {', '.join(missing)} (Mesa's software renderer, mtdev): install them, then")
        print("run this again.")
    if not find_browser():
        print(HOW)
        return 1
    tools = [name for name in ("javac", "aapt2") if not shutil.which(name)]
    if tools:
        print(f"The checks of the Android package need {' and '.join(tools)}: install them, then run this again.")
    return 1 if missing or tools else 0


def install(missing: list[str]) -> int:
    """Let Debian install these packages, or say which command does."""
    if not missing:
        return 0
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    prefix = privilege()
    if prefix is None:
        print("Drawing the client off screen, seeing the console in a browser and checking the Android package needs")
        print("packages that only root may install. Run this once:")
        print(f"\n    sudo apt-get update && sudo {' '.join(command)}\n")
        return 1
    print(f"» Installing what the tests need of the system: {' '.join(missing)}", flush=True)
    for step in (["apt-get", "update"], command):
        if not _runs([*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *step]):
            print(f"`{' '.join(step)}` failed; its last words are above.")
            if BROWSER_PACKAGE in missing:
                print(HOW)
            return 1
    return 0


def _runs(command: list[str]) -> bool:
    """Silent when it succeeds; else its last words."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-1500:] + done.stderr[-1500:])
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
