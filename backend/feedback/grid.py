"""The grid of the map: squares of degrees, numbered along a z-order curve (Morton).

Level n divides 360 degrees by 2^n in both directions. A square's number begins with that of the square around it, so a
square of any level is one range of the points' numbers, and a box is a few ranges: what a btree is good at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

FINEST = 24  # 2.4 m; what a point is numbered at
# Where reports are counted: squares of 630 km to 150 m, each level a quarter as wide as the one before.
LEVELS = (6, 8, 10, 12, 14, 16, 18)
# So many ranges describe a box well enough; what they hold beside it is left out afterwards.
MAX_SPANS = 16

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees, WGS 84. West is less than east: a province does not lie across the date line."""

    west: float
    south: float
    east: float
    north: float


def number_of(latitude: float, longitude: float, level: int = FINEST) -> int:
    """The number of the square that a point lies in."""
    column, row = _square_of(latitude, longitude, level)
    return _spread(column) | _spread(row) << 1


def number_at(number: int, level: int) -> int:
    """The number of the square of a coarser level around one of the finest."""
    return number >> 2 * (FINEST - level)


def bounds(number: int, level: int) -> Box:
    """Where a square lies."""
    column, row, size = _gathered(number), _gathered(number >> 1), _size(level)
    west, south = column * size - 180, row * size - 180
    return Box(west, south, west + size, south + size)


def span_of(number: int, level: int) -> Span:
    """First and last number, at the finest level, of what lies in a square."""
    shift = 2 * (FINEST - level)
    return number << shift, (number + 1 << shift) - 1


def level_for(zoom: int, box: Box, most: int) -> int:
    """The level whose squares are 64 or 128 pixels wide at this zoom of a web map, coarser where the box is too large.

    At most `most` squares then lie along a side of the box, as far as there are levels.
    """
    fine = max((level for level in LEVELS if level <= zoom + 2), default=LEVELS[0])
    side = max(box.east - box.west, box.north - box.south)
    return max((level for level in LEVELS if level <= fine and side / _size(level) <= most), default=LEVELS[0])


def touches(number: int, level: int, box: Box) -> bool:
    """Whether a square and a box have a point in common."""
    square = bounds(number, level)
    across = square.west <= box.east and box.west < square.east
    return across and square.south <= box.north and box.south < square.north


def spans(box: Box, level: int) -> list[Span]:
    """Ranges of numbers of one level that hold the box, and not much beside it: MAX_SPANS at most, in order."""
    low, high = _square_of(box.south, box.west, level), _square_of(box.north, box.east, level)
    blocks = [(0, 0, level)]  # column, row, and how many halvings are left
    while partial := [block for block in blocks if block[2] and not _is_inside(block, low, high)]:
        halved = [part for block in partial for part in _quarters(block) if _meets(part, low, high)]
        if len(blocks) - len(partial) + len(halved) > MAX_SPANS:
            break
        blocks = [block for block in blocks if block not in partial] + halved
    return list(joined(_block_span(block) for block in blocks))


def joined(ranges: Iterable[Span]) -> Iterator[Span]:
    """The same numbers in fewer ranges, in order."""
    first, last = None, -1
    for start, end in sorted(ranges):
        if first is None:
            first, last = start, end
        elif start <= last + 1:
            last = max(last, end)
        else:
            yield first, last
            first, last = start, end
    if first is not None:
        yield first, last


# --- squares by column and row ---
Block = tuple[int, int, int]


def _size(level: int) -> float:
    return 360 / (1 << level)


def _square_of(latitude: float, longitude: float, level: int) -> tuple[int, int]:
    last = (1 << level) - 1
    return min(int((longitude + 180) / _size(level)), last), min(int((latitude + 180) / _size(level)), last)


def _quarters(block: Block) -> Iterator[Block]:
    column, row, halvings = block
    half = 1 << (halvings - 1)
    return ((column + right * half, row + up * half, halvings - 1) for up in (0, 1) for right in (0, 1))


def _is_inside(block: Block, low: tuple[int, int], high: tuple[int, int]) -> bool:
    column, row, halvings = block
    last = (1 << halvings) - 1
    return low[0] <= column and column + last <= high[0] and low[1] <= row and row + last <= high[1]


def _meets(block: Block, low: tuple[int, int], high: tuple[int, int]) -> bool:
    column, row, halvings = block
    last = (1 << halvings) - 1
    return column <= high[0] and low[0] <= column + last and row <= high[1] and low[1] <= row + last


def _block_span(block: Block) -> Span:
    column, row, halvings = block
    first = _spread(column) | _spread(row) << 1
    return first, first + (1 << 2 * halvings) - 1


# --- bits ---
# Each step moves the upper half of every group of bits away from the lower one, or back (Hacker's Delight, 7-2).
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
_GATHER = (
    (1, 0x3333333333333333),
    (2, 0x0F0F0F0F0F0F0F0F),
    (4, 0x00FF00FF00FF00FF),
    (8, 0x0000FFFF0000FFFF),
    (16, 0x00000000FFFFFFFF),
)


def _spread(value: int) -> int:
    """The 32 lower bits, a free place after each."""
    for shift, mask in _SPREAD:
        value = (value | value << shift) & mask
    return value


def _gathered(value: int) -> int:
    """Every second bit, side by side again."""
    value &= 0x5555555555555555
    for shift, mask in _GATHER:
        value = (value | value >> shift) & mask
    return value
