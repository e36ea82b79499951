"""Make .venv and install a locked set of packages, only when something changed. Needs Python 3.11+ alone.

python3 tools/bootstrap.py run|dev
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# What each level installs, and which levels contain it (a `dev` .venv serves `run`).
LOCKS = {"run": "requirements-run.lock", "dev": "requirements-dev.lock"}
SATISFIED_BY = {"run": ("run", "dev"), "dev": ("dev",)}
NEWEST_TRIED = (3, 13)  # Kivy 2.3.1 has wheels up to here


def say(text: str) -> None:
    print(f"» {text}", flush=True)


def stop(text: str) -> None:
    print(text, file=sys.stderr)
    sys.exit(1)


def works(*command: str) -> bool:
    """True if the command runs and succeeds, silently."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def ensure_venv() -> None:
    """A .venv whose Python and pip work, made anew when it was moved or its Python is gone."""
    if works(str(PYTHON), "-m", "pip", "--version") and _home_is_here():
        return
    if VENV.exists():
        say("The .venv here does not work any more; making it anew.")
        shutil.rmtree(VENV)
    say(f"Making .venv with Python {sys.version.split()[0]}")
    if works(sys.executable, "-m", "venv", str(VENV)):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    # Debian takes ensurepip out of Python: a pip of the system can still fill a .venv that has none.
    if works(sys.executable, "-m", "pip", "--version") and works(
        sys.executable, "-m", "venv", "--without-pip", str(VENV)
    ):
        if works(sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip"):
            return
        shutil.rmtree(VENV, ignore_errors=True)
    _install_venv_package()
    if not works(sys.executable, "-m", "venv", str(VENV)):
        stop("Making .venv failed. Try: python3 -m venv .venv")


def _home_is_here() -> bool:
    """False for a .venv that was copied or moved: its scripts name the old place."""
    script = VENV / "bin" / "pip"
    return script.exists() and str(VENV) in script.read_text(errors="replace")[:600]


def _install_venv_package() -> None:
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    line = f"apt-get update && apt-get install -y {package}"
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Python has no ensurepip here: {line}")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if subprocess.run(["sh", "-c", f"{line} >/dev/null"], env=environment, check=False).returncode == 0:
            return
    stop(
        "This Python cannot make a .venv (ensurepip is missing). On Debian and Ubuntu run:\n\n"
        f"    sudo sh -c '{line}'\n"
    )


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest() + " " + sys.version.split()[0]


def is_installed(level: str) -> bool:
    return any(
        (VENV / f".installed-{name}").exists()
        and (VENV / f".installed-{name}").read_text() == fingerprint(ROOT / LOCKS[name])
        for name in SATISFIED_BY[level]
    )


def install(level: str) -> None:
    """Install the lock with its hashes; say every few seconds how far it is."""
    lock = ROOT / LOCKS[level]
    total = sum(1 for line in lock.read_text().splitlines() if "==" in line and not line.startswith((" ", "#")))
    say(f"Installing about {total} packages from {lock.name} (some minutes the first time)")
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    command += ["--require-hashes", "-r", str(lock)]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT) as pip:
        seen, spoke = 0, began
        tail: list[str] = []
        for line in pip.stdout or []:
            tail = [*tail[-30:], line]
            seen += line.startswith("Collecting ")
            if line.startswith("Installing collected"):
                say("  all are here; unpacking them")
            elif line.startswith("Collecting ") and time.monotonic() - spoke > 5:
                spoke = time.monotonic()
                say(f"  {seen} of about {total}: {line.strip()[:70]}")
    if pip.returncode:
        stop("".join(tail) + f"\npip could not install {lock.name}; its last words are above.")
    for name in LOCKS:
        (VENV / f".installed-{name}").unlink(missing_ok=True)
    (VENV / f".installed-{level}").write_text(fingerprint(lock))
    say(f"  done in {time.monotonic() - began:.0f} s")


def main(level: str) -> None:
    if sys.version_info < (3, 11):
        stop(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Name another: make PYTHON=python3.12 …"
        )
    if sys.version_info[:2] > NEWEST_TRIED:
        say(f"Python {sys.version.split()[0]} is newer than what was tried ({NEWEST_TRIED[0]}.{NEWEST_TRIED[1]}).")
    if sys.platform == "win32":
        stop("On Windows this runs inside WSL2.")
    if is_installed(level) and _home_is_here() and works(str(PYTHON), "-c", ""):
        return  # the usual start; asking pip would cost it half a second
    ensure_venv()
    if not is_installed(level):
        install(level)


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["dev"]):
        stop(__doc__ or "")
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        stop("\nStopped. The next start goes on from here.")
