"""What all the content of the stub server shares."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

# All ages are counted from this moment; the app's clock is stopped at it for kept pictures.
NOW = "2026-11-23T09:30:00+07:00"


def cover(name: str, alt: str) -> Json:
    address = f"/media/{name}.jpg"
    return {"url": address, "thumb_url": f"{address}?edge=480", "alt": alt, "width": 1200, "height": 675}
