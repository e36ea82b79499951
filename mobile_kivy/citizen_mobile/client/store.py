"""The client put together: one folder on disk, one server."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from citizen_mobile import __version__
from citizen_mobile.client.api import Api
from citizen_mobile.client.cache import Cache
from citizen_mobile.client.device import Device
from citizen_mobile.client.drafts import DraftPhotos
from citizen_mobile.client.http import Http
from citizen_mobile.client.images import ImageStore
from citizen_mobile.client.keepsakes import Keepsakes
from citizen_mobile.client.kept import Kept
from citizen_mobile.client.outbox import Outbox, OutboxItem, Sender
from citizen_mobile.client.tiles import TileStore
from citizen_mobile.client.tokens import FileVault, Tokens, Vault
from citizen_mobile.config import Tiles


class Store:
    """Everything that the screens need from below, made in one place."""

    def __init__(
        self,
        folder: Path,
        base_url: str,
        *,
        language: Callable[[], str] = lambda: "vi",
        vault: Vault | None = None,
        tiles: Tiles | None = None,
        on_session_ended: Callable[[str], None] | None = None,
        on_outbox_change: Callable[[OutboxItem], None] = lambda item: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.keepsakes = Keepsakes(folder / "keepsakes.db")
        self.device = Device(self.keepsakes.device)
        self.tokens = Tokens(vault or FileVault(folder / "session"), on_session_ended)
        self.http = Http(
            base_url,
            self.tokens,
            language=language,
            device_headers=self.device.headers,
            user_agent=f"daknong-c-app/{__version__}",
        )
        self.cache = Cache(folder / "cache.db")
        self.kept = Kept(self.http, folder / "kept", language=language, now=now)
        self.api = Api(self.http, self.cache, self.kept)
        self.images = ImageStore(self.http, folder / "images", kept=self.kept.picture)
        self.tiles = _tile_store(self.http, folder, tiles or Tiles())
        self.draft_photos = DraftPhotos(folder / "draft")
        self.outbox = Outbox(folder / "outbox")
        self.sender = Sender(self.outbox, self.http, on_change=on_outbox_change)

    def close(self) -> None:
        """Stop sending and let go of the files."""
        self.sender.stop()
        for part in (self.cache, self.keepsakes, self.kept, self.outbox):
            part.close()


def _tile_store(http: Http, folder: Path, tiles: Tiles) -> TileStore | None:
    """None when no tile server is named: the map then draws names on paper."""
    if not tiles.url:
        return None
    return TileStore(
        http, folder / "tiles", tiles.url, limit_bytes=tiles.cache_bytes, fresh_days=float(tiles.fresh_days)
    )
