"""Files written whole or not at all: to a temporary file, which is then renamed."""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ..errors import BadArgument


def write_bytes(target: Path, data: bytes) -> None:
    """Write to a temporary file beside ``target``, then rename."""

    def fill(stream: IO[bytes]) -> None:
        stream.write(data)

    write_file(target, fill)


def write_file(target: Path, fill: Callable[[IO[bytes]], None]) -> None:
    """Have a temporary file beside ``target`` filled, then rename it."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as problem:
        raise not_written(target, problem) from problem
    try:
        with os.fdopen(handle, "wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, target)
    except OSError as problem:
        raise not_written(target, problem) from problem
    finally:
        if os.path.exists(name):
            os.unlink(name)


def rehearse(target: Path, size: int) -> None:
    """Write as much as a file will have beside its place, and remove it again.

    What a process that was killed while it wrote has left there goes, too.
    """
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        for left in target.parent.glob(f".{glob.escape(target.name)}.????????"):
            left.unlink()
        with tempfile.NamedTemporaryFile(prefix=f".{target.name}.", dir=target.parent) as stream:
            block = bytes(1 << 20)
            for start in range(0, size, len(block)):
                stream.write(block[: size - start])
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as problem:
        raise not_written(target, problem) from problem


class NotWritten(BadArgument):
    """A file could not be written, and what was there is as it was."""

    kind = "not_written"
    why = ""


def not_written(target: Path, problem: OSError) -> NotWritten:
    """The error for what the system says."""
    why = str(problem.strerror or problem)
    error = NotWritten(
        "path",
        "a file that can be written",
        f'"{target}" ({why})',
        "Nothing was changed. Choose another folder, or make room on the disk.",
    )
    error.why = why
    return error
