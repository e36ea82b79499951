"""What this app is made of, and whether its server answers."""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kivy.properties import BooleanProperty, StringProperty

from citizen_mobile import __version__
from citizen_mobile.client.decode import decode_list
from citizen_mobile.platform import choose
from citizen_mobile.viewmodels.base import ViewModel
from citizen_mobile.viewmodels.context import Context

LICENCES = Path(__file__).resolve().parent.parent / "licences.json"


@dataclass
class Licensed:
    """Something on board, its version, and under which terms it is there."""

    name: str = ""
    version: str = ""
    licence: str = ""
    text: str = ""


def licences() -> list[Licensed]:
    """Everything on board; the file is made by tools/licences.py."""
    data = json.loads(LICENCES.read_text(encoding="utf-8"))
    return decode_list(Licensed, [{**row, "text": data["texts"][row["text"]]} for row in data["parts"]])


class AboutModel(ViewModel):
    """Asks the server whether it answers."""

    reached = BooleanProperty(False)
    server = StringProperty("")  # its host

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.server = urlsplit(self.store.http.base_url).netloc

    @property
    def api_version(self) -> str:
        """The version of the API, as it stands in its addresses."""
        return self.store.http.base_url.rstrip("/").rpartition("/")[2]

    def ask(self) -> None:
        self.reached = False
        self.run(self.api.directory.reach, lambda _nothing: setattr(self, "reached", True))

    def facts(self) -> str:
        """What whoever mends the app needs to know; nothing about the person."""
        return "\n".join(
            (
                f"DAKNONG-C {__version__}, {choose.get().name}",
                f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
                f"{self.server}, API {self.api_version}",
            )
        )
