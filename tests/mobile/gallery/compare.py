"""When two pictures of a screen are the same: in every small square nearly all points have nearly the same colour.

Pictures are kept at half their size and in 16 steps a channel. A whole picture's share of changed points would hide a
changed word; a square of 24 dp does not. Another machine's driver may round the edge of a letter differently: some
points in a square may be off, a moved edge or another letter changes more of them.
"""

from __future__ import annotations

from PIL import Image, ImageChops

SHRINK = 2
SQUARE = 12  # points of a shrunken picture
FAR = 48  # shades that a point may be off
MOST = 0.015  # the share of points in a square that may be further off
STEP = 17
_STEPS = [min(255, (shade + STEP // 2) // STEP * STEP) for shade in range(256)] * 3


def reduced(picture: Image.Image) -> Image.Image:
    """As it is kept: small, and in few shades."""
    size = (picture.width // SHRINK, picture.height // SHRINK)
    return picture.convert("RGB").resize(size, Image.Resampling.BOX).point(_STEPS)


def changed_squares(kept: Image.Image, now: Image.Image) -> list[tuple[int, int, int, int]]:
    """Where two reduced pictures differ, as boxes; the whole when they differ in size."""
    if kept.size != now.size:
        return [(0, 0, *now.size)]
    off = _off(kept, now)
    across, down = -(-now.width // SQUARE), -(-now.height // SQUARE)
    share = off.crop((0, 0, across * SQUARE, down * SQUARE)).reduce(SQUARE)
    limit = int(255 * MOST)
    return [
        (x * SQUARE, y * SQUARE, (x + 1) * SQUARE, (y + 1) * SQUARE)
        for y in range(down)
        for x in range(across)
        if share.getpixel((x, y)) > limit  # type: ignore[operator]
    ]


def _off(kept: Image.Image, now: Image.Image) -> Image.Image:
    """White where a point is too far off in any channel."""
    red, green, blue = ImageChops.difference(kept.convert("RGB"), now.convert("RGB")).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return strongest.point([255 if shade > FAR else 0 for shade in range(256)])
