"""`make app`: the Kivy client on the desktop, against the running system of this checkout."""

from __future__ import annotations

import os
import sys

from tools.layout import DATA, ROOT, read_run_env


def main() -> int:
    url = os.environ.get("DAKNONG_API_URL") or read_run_env().get("DAKNONG_API_URL")
    if not url:
        print(
            "Nothing runs here: start `make run` in another terminal first (or set DAKNONG_API_URL).", file=sys.stderr
        )
        return 1
    os.environ["DAKNONG_API_URL"] = url
    os.environ.setdefault("DAKNONG_APP_DIR", str(DATA / "app"))  # a session belongs to the system that gave it
    os.chdir(ROOT / "mobile_kivy")
    return os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "main.py", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
