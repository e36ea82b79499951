"""Start the app: `python mobile_kivy/main.py`, or on a phone by python-for-android.

DAKNONG_API_URL   the server, default http://127.0.0.1:8000/api/v1/
DAKNONG_APP_DIR   where the app keeps its files on a desktop, default ~/.local/share/daknong-c
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("KIVY_NO_ARGS", "1")

DEFAULT_API = "http://127.0.0.1:8000/api/v1/"


def data_folder() -> Path:
    """Where this installation's files live."""
    if "ANDROID_ARGUMENT" in os.environ:
        from android.storage import app_storage_path

        return Path(app_storage_path())
    return Path(os.environ.get("DAKNONG_APP_DIR") or Path.home() / ".local" / "share" / "daknong-c")


def main() -> None:
    """Open the window and run until it is closed."""
    from kivy.config import Config

    Config.set("graphics", "width", "400")
    Config.set("graphics", "height", "860")
    Config.set("input", "mouse", "mouse,disable_multitouch")

    from citizen_mobile.app import CitizenApp

    CitizenApp(data_folder(), os.environ.get("DAKNONG_API_URL", DEFAULT_API)).run()


if __name__ == "__main__":
    main()
