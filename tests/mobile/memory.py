"""How much memory this process holds."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from pathlib import Path


def resident_mb() -> float:
    """MB in use once what nobody holds is collected and given back."""
    gc.collect()
    if sys.platform == "linux":
        # glibc keeps what was freed for later, more than 100 MB of it; Android's allocator gives it back by itself.
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
