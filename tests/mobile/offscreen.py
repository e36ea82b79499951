"""Real pixels without a screen. Imported before Kivy is, by whatever draws the app: tests, gallery, bench, walk."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.update(
    SDL_VIDEODRIVER="offscreen",
    KIVY_NO_ARGS="1",
    KIVY_NO_CONFIG="1",
    KIVY_NO_FILELOG="1",
    KIVY_NO_CONSOLELOG="1",
    KIVY_LOG_MODE="PYTHON",  # else Kivy swallows stderr, tracebacks and all
    KIVY_HOME=tempfile.mkdtemp(prefix="kivy-home-"),
    KIVY_METRICS_DENSITY="1",
    KIVY_METRICS_FONTSCALE="1",
    KIVY_DPI="160",
    KCFG_GRAPHICS_WIDTH="360",
    KCFG_GRAPHICS_HEIGHT="780",
    KCFG_GRAPHICS_MULTISAMPLES="0",
    KCFG_KIVY_LOG_LEVEL="error",
)
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mobile_kivy"))
