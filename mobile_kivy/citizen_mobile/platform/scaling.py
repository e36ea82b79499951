"""Photos made small on a desktop, as Android's camera part does on a phone: JPEG of 1600 px, no EXIF."""

from __future__ import annotations

import tempfile
from pathlib import Path

MOST_PIXELS = 1600
QUALITY = 85


def made_small(photo: Path) -> Path | None:
    """A copy for the app; None for what is no picture. Needs Pillow, which desktops have and phones do not."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    target = Path(tempfile.mkdtemp(prefix="daknong-photo-")) / f"{photo.stem}.jpg"
    try:
        with Image.open(photo) as opened:
            # Turned as its EXIF says, since the EXIF itself (place, camera, time) is left behind.
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return None
    upright.thumbnail((MOST_PIXELS, MOST_PIXELS))
    clean = Image.frombytes("RGB", upright.size, upright.tobytes())
    clean.save(target, "JPEG", quality=QUALITY)
    return target
