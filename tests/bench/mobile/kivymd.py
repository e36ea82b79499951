"""A venv with KivyMD 2.0 beside the project, made once, to compare our list with theirs in the same run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.mobile.content.news import ARTICLES

HERE = Path(__file__).resolve().parent
VENV = HERE.parents[2] / ".data" / "kivymd-venv"
# KivyMD asks for materialshapes, that for pycairo, and that for the headers of a C library. KivyMD's list uses none of
# it: an empty module stands in, and that is said where the figures are printed.
EXACT = ["kivy==2.3.1", "pillow", "requests", "asyncgui<0.7"]
WITHOUT_THEIR_NEEDS = ["kivymd==2.0.0", "materialyoucolor>=3.0.3", "materialshapes>=0.3", "asynckivy<0.7,>=0.6"]


def measured(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """The figures of KivyMD's list, or why there are none."""
    try:
        python = _venv()
    except subprocess.CalledProcessError as error:
        return {"absent": f"KivyMD could not be installed: {str(error.stderr)[-200:]}"}
    script = shutil.copy(HERE / "kivymd_list.py", folder)  # beside this file its `import kivymd` would find us
    titles = folder / "titles.json"
    titles.write_text(json.dumps(_rows(), ensure_ascii=False), encoding="utf-8")
    done = subprocess.run(
        [python, script, str(titles)],
        env={**os.environ, **environment, "KIVY_HOME": str(folder / "kivy-home")},
        capture_output=True,
        text=True,
        timeout=180,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {"absent": f"KivyMD's list did not run: {done.stderr[-300:]}"}


def _venv() -> str:
    python = VENV / "bin" / "python"
    ready = VENV / "ready"
    if not ready.exists():
        _run(sys.executable, "-m", "venv", str(VENV))
        _run(str(python), "-m", "pip", "install", "-q", *EXACT)
        _run(str(python), "-m", "pip", "install", "-q", "--no-deps", *WITHOUT_THEIR_NEEDS)
        packages = next((VENV / "lib").glob("python*")) / "site-packages"
        (packages / "cairo.py").write_text("class Format: pass\nclass Context: pass\nclass ImageSurface: pass\n")
        ready.touch()
    return str(python)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)


def _rows() -> list[dict[str, str]]:
    picture = str(next((HERE.parents[2] / "backend" / "demo" / "images").glob("*.jpg")))
    articles = ARTICLES
    return [
        {
            "title": f"{number}. {articles[number % len(articles)]['title']}",
            "summary": articles[number % len(articles)]["summary"],
            "age": "3 giờ trước",
            "picture": picture,
        }
        for number in range(1000)
    ]
