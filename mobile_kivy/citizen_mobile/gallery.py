"""Walk the public screens of a running app and save what each looks like: `main.py --screenshots DIR`. Needs Pillow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels
from PIL import Image

PAUSE = 0.1  # seconds between looks
MOST_LOOKS = 100  # a screen that loads for longer is drawn as it is

SCREENS: list[tuple[str, dict[str, Any]]] = [
    ("home", {}),
    ("news", {}),
    ("services", {}),
    ("procedures", {"q": "khai sinh"}),
    ("dossier", {}),
    ("report", {}),
    ("emergency", {}),
    ("places", {}),
    ("inbox", {}),
    ("login", {}),
    ("account", {}),
    ("settings", {}),
]


def take_screenshots(app: Any, folder: Path) -> None:
    """Begin the walk once the app has started; it stops the app at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    walk = iter(SCREENS)
    state = {"name": "", "looks": 0, "quiet": 0}

    def following() -> bool:
        if state["name"]:
            _save(folder / f"{state['name']}.png")
        name, params = next(walk, ("", {}))
        state.update(name=name, looks=0, quiet=0)
        if not name:
            app.stop()
            return False
        app.go(name, **params)
        return True

    def look(_dt: float) -> bool:
        state["looks"] += 1
        state["quiet"] = 0 if app.context.under_way else state["quiet"] + 1
        ready = state["quiet"] > 3 or state["looks"] > MOST_LOOKS
        return following() if ready else True

    app.bind(on_start=lambda *_: Clock.schedule_interval(look, PAUSE))


def _save(path: Path) -> None:
    width, height = Window.size
    raw = bytes(glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE))
    Image.frombytes("RGB", (width, height), raw).transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(path)
