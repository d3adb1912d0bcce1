"""Keeping freed memory for the next batch.

The GNU C library gives memory back to the system as soon as much is free at the end of a batch,
and asks for it again in the next: nearly a fifth of the time, for small networks on images.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

# of <malloc.h>
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# blocks from this size on are mapped one by one: the most that the library's own rule comes to
_MAPPED = 1 << 25
# how much may be free: within the block, and afterwards, as by the library's rule
_WITHIN, _AFTER = 1 << 30, 2 * _MAPPED

_depth = [0]


@contextmanager
def kept() -> Iterator[None]:
    """Within the block freed memory stays with this process; it goes back at the end."""
    library = _library()
    if library is None:
        yield
        return
    _depth[0] += 1
    if _depth[0] == 1:
        library.mallopt(_MMAP_THRESHOLD, _MAPPED)
        library.mallopt(_TRIM_THRESHOLD, _WITHIN)
    try:
        yield
    finally:
        _depth[0] -= 1
        if _depth[0] == 0:
            library.mallopt(_TRIM_THRESHOLD, _AFTER)
            library.malloc_trim(0)


@cache
def _library() -> Any:
    """The GNU C library, or None where there is another."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL(None)
        library.gnu_get_libc_version  # noqa: B018 (others lack it, and may lack the rest)
        library.mallopt.argtypes = [ctypes.c_int, ctypes.c_int]
        library.malloc_trim.argtypes = [ctypes.c_size_t]
    except (OSError, AttributeError):
        return None
    return library
