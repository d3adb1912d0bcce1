"""Files of other people, opened with care: regular ones only, and never more than is wanted.

A pipe, a device or a folder in place of a file is refused before it is opened:
reading it could wait for ever, or never end.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


class NotRegular(OSError):
    """What lies at a path is no file that holds data."""


class TooLong(OSError):
    """A file is longer than anything that it could be."""


def check(path: str | Path) -> int:
    """The size of a regular file; anything else is refused, and never opened."""
    state = os.stat(path)
    if not stat.S_ISREG(state.st_mode):
        kind = _KINDS.get(stat.S_IFMT(state.st_mode), "something else")
        raise NotRegular(f"it is {kind}, not a file")
    return state.st_size


def opened(path: str | Path) -> IO[bytes]:
    """A regular file, opened for reading."""
    check(path)
    # whoever puts a pipe there in between makes nobody wait
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise NotRegular("it is no longer a file")
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def read(path: str | Path, most: int) -> bytes:
    """The content of a regular file of at most so many bytes."""
    with opened(path) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise TooLong(f"it is longer than {most} bytes")
    return content


def memory_share() -> int:
    """Half of the machine's memory in bytes, which nothing in a file may ask for at once."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, OSError, ValueError):  # Windows has no such thing
        return 1 << 32
