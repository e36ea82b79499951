"""What whoever ships the app chooses without touching code: `config.json` beside this file, and DAKNONG_TILES."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

FILE = Path(__file__).resolve().parent / "config.json"


@dataclass(frozen=True)
class Tiles:
    """A server of map pictures in the way of OpenStreetMap; an empty `url` means a map without pictures."""

    url: str = ""
    attribution: str = ""
    attribution_url: str = ""
    largest_zoom: int = 18
    cache_bytes: int = 60_000_000
    fresh_days: int = 14


@dataclass(frozen=True)
class Config:
    tiles: Tiles = Tiles()


def load(file: Path = FILE) -> Config:
    """The shipped choices; DAKNONG_TILES names another tile server, or none when it is empty."""
    tiles = Tiles(**json.loads(file.read_text(encoding="utf-8"))["tiles"])
    return Config(replace(tiles, url=os.environ.get("DAKNONG_TILES", tiles.url)))
