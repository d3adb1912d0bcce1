"""Arrays in numpy's format: the header is read and checked before it is believed."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..bridge.files import check, memory_share, opened

_LONGEST_HEADER = 10_000


class DamagedArray(ValueError):
    """A file is no array of plain numbers."""


class Header(NamedTuple):
    """The type, extents and order of an array, and where its numbers start."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    fortran: bool
    offset: int

    @property
    def bytes(self) -> int:
        """The length of its numbers."""
        return math.prod(self.shape) * self.dtype.itemsize


def header(stream: IO[bytes], what: str, size: int) -> Header:
    """The header of a stream of so many bytes."""
    try:
        start = stream.read(8)
        version = (start[6], start[7])
        width = {1: 2, 2: 4}[version[0]]
        prefix = stream.read(width)
        length = int.from_bytes(prefix, "little")
        if start[:6] != b"\x93NUMPY" or length > _LONGEST_HEADER:
            raise ValueError
        numpy_format: Any = np.lib.format
        read = {1: numpy_format.read_array_header_1_0, 2: numpy_format.read_array_header_2_0}
        shape, fortran, dtype = read[version[0]](io.BytesIO(prefix + stream.read(length)))
    except Exception as problem:
        raise DamagedArray(f"{what} is no array in numpy's format") from problem
    if dtype.kind not in "uif" or dtype.names is not None or dtype.shape != ():
        raise DamagedArray(f"{what} must hold numbers, not values of type {_kind(dtype)}")
    if not shape or any(each < 1 for each in shape):
        raise DamagedArray(f"{what} must have examples, not the extents {shape}")
    described = Header(dtype, tuple(map(int, shape)), bool(fortran), 8 + width + length)
    expected = described.offset + described.bytes
    if expected != size:
        raise DamagedArray(f"{what} must be {expected} bytes long for {shape}, not {size}")
    return described


def _kind(dtype: np.dtype[Any]) -> str:
    return f'"{dtype.name[:40]}"'


def mapped(path: Path) -> npt.NDArray[Any]:
    """The array of a file, read where it is needed."""
    size = check(path)
    with opened(path) as stream:
        about = header(stream, path.name, size)
    return np.memmap(
        path, about.dtype, "r", about.offset, about.shape, "F" if about.fortran else "C"
    )


def whole(path: Path) -> npt.NDArray[Any]:
    """The array of a file, in memory."""
    values = mapped(path)
    if values.nbytes > memory_share():
        raise DamagedArray(f"{path.name} has {values.nbytes} bytes, more than half of the memory")
    return np.array(values, dtype=values.dtype.newbyteorder("="), order="C")


def finite(values: npt.NDArray[Any]) -> bool:
    """Whether all numbers are finite, looked at some at a time."""
    if values.dtype.kind != "f":
        return True
    step = max(1, 2**22 // max(1, math.prod(values.shape[1:])))
    return all(np.isfinite(values[i : i + step]).all() for i in range(0, len(values), step))
