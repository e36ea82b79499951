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
from citizen_mobile.client.marks import Marks
from citizen_mobile.client.outbox import SENT, Outbox, OutboxItem, Receipts, Sender
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
        platform: str = "desktop",
        push_token: Callable[[], str] = lambda: "",
        on_session_ended: Callable[[str], None] | None = None,
        on_outbox_change: Callable[[OutboxItem], None] = lambda item: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.keepsakes = Keepsakes(folder / "keepsakes.db")
        self.tokens = Tokens(vault or FileVault(folder / "session"), on_session_ended)
        self.device = Device(
            self.keepsakes.device, platform, push_token=push_token, owner=lambda: self.tokens.owner, now=now
        )
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
        self.outbox = Outbox(folder / "outbox", now=now, writer=lambda: self.tokens.owner)
        self.sender = Sender(self.outbox, self.http, on_change=on_outbox_change, accepted=self._accepted)
        self.receipts = Receipts(self.outbox, self.keepsakes.settings, self.sender.ring, now=self.http.now)
        self.marks = Marks(self.outbox, self.api.notices, self.cache, self.sender.ring)
        for item in self.outbox.items(SENT):  # the app may have died before it could remember
            self._remember_secret(item)

    @property
    def damaged(self) -> list[Path]:
        """Files that could not be read any more; what could be was taken over, and they lie where this says."""
        found = (self.outbox.damaged, self.keepsakes.damaged)
        return [file for file in found if file]

    def wake(self) -> None:
        """The network is back, or the app: what waited is tried now, over new connections."""
        self.http.forget_connections()
        self.sender.wake()

    def close(self) -> None:
        """Stop sending and let go of the files."""
        self.sender.stop()
        for part in (self.cache, self.keepsakes, self.kept, self.outbox):
            part.close()

    def _accepted(self, item: OutboxItem) -> None:
        self._remember_secret(item)
        self.receipts.answered(item)

    def _remember_secret(self, item: OutboxItem) -> None:
        """A guest's report is opened by its code and a secret, which is told once."""
        result = item.result or {}
        if item.kind == "report" and result.get("secret") and not self.keepsakes.guest_reports.get(result["code"]):
            self.keepsakes.guest_reports.put(result["code"], result)


def _tile_store(http: Http, folder: Path, tiles: Tiles) -> TileStore | None:
    """None when no tile server is named: the map then draws names on paper."""
    if not tiles.url:
        return None
    return TileStore(
        http, folder / "tiles", tiles.url, limit_bytes=tiles.cache_bytes, fresh_days=float(tiles.fresh_days)
    )
