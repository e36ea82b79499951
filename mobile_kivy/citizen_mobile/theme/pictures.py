"""Pictures from the server as textures: decoded beside the UI, uploaded on it, the last seen ones kept."""

from __future__ import annotations

import io
import logging
from collections import OrderedDict

from kivy.core.image import Image as CoreImage
from kivy.graphics.texture import Texture

MOST_PIXELS = 6_000_000  # about 24 MB

log = logging.getLogger(__name__)


def decoded(content: bytes) -> CoreImage | None:
    """The picture, not yet a texture: for a worker. None when the bytes are no picture."""
    ending = "png" if content[:4] == b"\x89PNG" else "webp" if content[8:12] == b"WEBP" else "jpg"
    try:
        return CoreImage(io.BytesIO(content), ext=ending, mipmap=False)
    except Exception as error:  # noqa: BLE001 - Kivy's image providers raise bare Exception for a bad file
        log.warning("no picture: %s", error)
        return None


class Textures:
    """The textures seen last, up to so many pixels. Only the UI thread asks it."""

    def __init__(self, most: int = MOST_PIXELS) -> None:
        self._most, self._used = most, 0
        self._kept: OrderedDict[str, Texture] = OrderedDict()

    def get(self, url: str) -> Texture | None:
        if url in self._kept:
            self._kept.move_to_end(url)
        return self._kept.get(url)

    def put(self, url: str, texture: Texture) -> None:
        """Keep it, and forget those that were not seen for longest."""
        self.drop(url)
        self._kept[url] = texture
        self._used += texture.width * texture.height
        while self._used > self._most and len(self._kept) > 1:
            self.drop(next(iter(self._kept)))

    def drop(self, url: str) -> None:
        gone = self._kept.pop(url, None)
        self._used -= gone.width * gone.height if gone is not None else 0

    def clear(self) -> None:
        self._kept.clear()
        self._used = 0


textures = Textures()
