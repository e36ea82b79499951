"""How much memory this process holds."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from pathlib import Path


class _Mallinfo2(ctypes.Structure):
    """mallinfo(3) of glibc 2.33: bytes in use are `uordblks` of its arenas and `hblkhd` of single large pieces."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


def in_use_mb() -> float:
    """MB that are allocated and not freed, whatever pages they lie on; of Python's objects too if PYTHONMALLOC=malloc.

    Without glibc what is resident stands for it.
    """
    gc.collect()
    if sys.platform != "linux":
        return resident_mb()
    mallinfo2 = ctypes.CDLL("libc.so.6").mallinfo2
    mallinfo2.restype = _Mallinfo2
    told = mallinfo2()
    return (told.uordblks + told.hblkhd) / 1e6


def resident_mb() -> float:
    """MB in use once what nobody holds is collected and given back."""
    gc.collect()
    if sys.platform == "linux":
        # glibc keeps what was freed for later, more than 100 MB of it; Android's allocator gives it back by itself.
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
