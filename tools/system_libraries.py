"""The few system libraries that drawing the client off screen needs. Installs them where it may, else says how.

Runs with the system's Python, before .venv is of use.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

DEBIAN_PACKAGES = ("libgl1-mesa-dri", "libgl1", "libgles2", "libegl1", "libmtdev1")
LIBRARIES = ("libGL.so.1", "libGLESv2.so.2", "libEGL.so.1", "libmtdev.so.1")


def missing_packages() -> list[str]:
    """Debian's answer. Names that got a suffix (libmtdev1t64) count as what they provide."""
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Abbrev} ${Package} ${Provides}\n"]
    listing = subprocess.run(query, capture_output=True, text=True, check=True).stdout
    there = {word.strip(",") for line in listing.splitlines() if line.startswith("ii") for word in line.split()[1:]}
    return [name for name in DEBIAN_PACKAGES if name not in there]


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
    if sys.platform != "linux":
        return 0  # macOS draws with what it has
    if not shutil.which("apt-get") or not shutil.which("dpkg-query"):
        missing = missing_libraries()
        if missing:
            print(
                f"Drawing the client needs {', '.join(missing)} (Mesa's software renderer, mtdev): install them, then"
            )
            print("run this again.")
        return 1 if missing else 0
    missing = missing_packages()
    if not missing:
        return 0
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    prefix = privilege()
    if prefix is None:
        print("Drawing the client off screen needs system libraries that only root may install. Run this once:\n")
        print(f"    sudo apt-get update && sudo {' '.join(install)}\n")
        return 1
    print(f"» Installing system libraries for the client's off-screen pictures: {' '.join(missing)}", flush=True)
    for command in (["apt-get", "update"], install):
        quiet = subprocess.run(
            [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *command], capture_output=True, text=True, check=False
        )
        if quiet.returncode:
            print(quiet.stdout[-1500:] + quiet.stderr[-1500:])
            print(f"`{' '.join(command)}` failed; its last words are above.")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
