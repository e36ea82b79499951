"""Everything that the server holds about me, as a file of mine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kivy.properties import NumericProperty, StringProperty

from citizen_mobile.locale import format as fmt
from citizen_mobile.viewmodels.base import ViewModel


class MyDataModel(ViewModel):
    """Fetches the data and writes it to `path`, readable for people and machines."""

    path = StringProperty("")
    size = NumericProperty(0)

    @property
    def folder(self) -> Path:
        """Inside the app's own folder: nobody else on the phone reads it until it is shared."""
        return self.store.folder / "exports"

    @property
    def file_name(self) -> str:
        return Path(self.path).name

    def fetch(self) -> None:
        self.path, self.size = "", 0
        self.run(lambda: self._write(self.api.account.my_data()), self._written)

    def forget(self) -> None:
        """Delete what was exported before."""
        for file in self.folder.glob("daknong-c-*.json"):
            file.unlink()
        self.path, self.size = "", 0

    def text(self) -> str:
        return Path(self.path).read_text(encoding="utf-8")

    def _write(self, data: Any) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"daknong-c-{fmt.now():%Y-%m-%d}.json"
        file.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        file.chmod(0o600)
        return file

    def _written(self, file: Path) -> None:
        self.size, self.path = file.stat().st_size, str(file)
