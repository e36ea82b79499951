"""How a worker that is told to end tells its children, so that what is in the air comes back and nothing goes twice."""

from __future__ import annotations

import mmap

# One byte that a worker's children share with it: it is there before they are forked.
_asked = mmap.mmap(-1, 1)


def ask() -> None:
    """Take no more work and put down what is in hand."""
    _asked[0] = 1


def is_asked() -> bool:
    """Has somebody asked?"""
    return _asked[0] == 1
