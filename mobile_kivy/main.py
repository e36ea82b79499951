"""Start the app: `python mobile_kivy/main.py`, or on a phone by python-for-android.

DAKNONG_API_URL   the server; else what server.json beside this file says, which android/hook.py writes into a build;
                  else http://127.0.0.1:8000/api/v1/
DAKNONG_APP_DIR   where the app keeps its files on a desktop, default ~/.local/share/daknong-c
--link daknong://article/…   open this, as a tapped notice or a link elsewhere would
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("KIVY_NO_ARGS", "1")

SERVER = Path(__file__).resolve().parent / "server.json"
DEFAULT_API = "http://127.0.0.1:8000/api/v1/"


def data_folder() -> Path:
    """Where this installation's files live."""
    if "ANDROID_ARGUMENT" in os.environ:
        from android.storage import app_storage_path

        return Path(app_storage_path())
    return Path(os.environ.get("DAKNONG_APP_DIR") or Path.home() / ".local" / "share" / "daknong-c")


def api_url() -> str:
    """The server's API; an address without a path is that of a server whose API is at the usual place."""
    url = os.environ.get("DAKNONG_API_URL") or built_for() or DEFAULT_API
    return url if urlsplit(url).path.strip("/") else url.rstrip("/") + "/api/v1/"


def built_for() -> str:
    """The server that this package was built for; "" when it was started from the sources."""
    try:
        return str(json.loads(SERVER.read_text(encoding="utf-8"))["api_url"])
    except FileNotFoundError:
        return ""


def main() -> None:
    """Open the window and run until it is closed; with `--screenshots DIR` draw every public screen and end."""
    from kivy.config import Config

    Config.set("graphics", "width", "400")
    Config.set("graphics", "height", "860")
    Config.set("input", "mouse", "mouse,disable_multitouch")

    from citizen_mobile.app import CitizenApp

    app = CitizenApp(data_folder(), api_url())
    if "--screenshots" in sys.argv:
        from citizen_mobile.gallery import take_screenshots

        take_screenshots(app, Path(sys.argv[sys.argv.index("--screenshots") + 1]))
    app.run()


if __name__ == "__main__":
    main()
