"""Reading the files that data sets come in, and checking that they are whole."""

from __future__ import annotations

import gzip
import hashlib
import math
import os
import warnings
import zipfile
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge.files import memory_share, opened
from . import npy

_BLOCK = 1 << 20
# how many times larger data are than what they are packed into
_DENSEST = 200


class DamagedFile(ValueError):
    """A file is not of the format that it should be of."""


def file_digest(path: str, algorithm: str = "sha256") -> str:
    """The checksum of a file, in lower-case hexadecimal."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with opened(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read_idx(path: str) -> npt.NDArray[np.uint8]:
    """The bytes of an idx file, which may be gzipped: the format of MNIST."""
    try:
        with opened(path) as raw:
            file: Any = gzip.GzipFile(fileobj=raw) if path.endswith(".gz") else raw
            start = file.read(4)
            if len(start) < 4 or start[:2] != b"\0\0" or start[2] != 8 or not start[3]:
                raise DamagedFile(f"{path} is not an idx file of bytes")
            shape = np.frombuffer(file.read(4 * start[3]), dtype=">u4").astype(int).tolist()
            size = math.prod(shape)
            if len(shape) != start[3] or size > min(memory_share(), _unpacked(path)):
                raise DamagedFile(f"{path} says that it has {size} bytes, which is impossible")
            content = file.read(size + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise DamagedFile(f"{path} cannot be unpacked: {problem}") from problem
    if len(content) != size:
        held = "more than" if len(content) > size else f"{len(content)} bytes, not"
        raise DamagedFile(f"{path} holds {held} {size}")
    return np.frombuffer(content, dtype=np.uint8).reshape(shape).copy()


def _unpacked(path: str) -> int:
    """The most bytes that a packed file of data has in it; blanks alone pack better."""
    return _DENSEST * os.path.getsize(path) + 64 * _BLOCK


def read_npz(path: str, names: list[str]) -> list[npt.NDArray[Any]]:
    """Arrays of a numpy archive; nothing in it is executed."""
    try:
        with opened(path) as raw, zipfile.ZipFile(raw) as archive:
            held = {each.filename.removesuffix(".npy"): each for each in archive.infolist()}
            missing = [name for name in names if name not in held]
            if missing:
                raise DamagedFile(f"{path} holds no {', '.join(missing)}")
            _check_room(path, [held[name] for name in names])
            return [_member(archive, held[name]) for name in names]
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, npy.DamagedArray) as problem:
        raise DamagedFile(f"{path} cannot be read: {problem}") from problem


def _check_room(path: str, members: list[zipfile.ZipInfo]) -> None:
    total = sum(each.file_size for each in members)
    if total > min(memory_share(), _unpacked(path)):
        raise DamagedFile(f"{path} unpacks to {total} bytes, more than such a file has")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> npt.NDArray[Any]:
    with archive.open(entry) as stream:
        header = npy.header(stream, entry.filename, entry.file_size)
        content = stream.read(header.bytes)
    if len(content) != header.bytes:
        raise DamagedFile(f"{entry.filename} is cut short")
    values = np.frombuffer(content, dtype=header.dtype)
    return values.reshape(header.shape, order="F" if header.fortran else "C").copy()


def read_amat(path: str, part: str, columns: int) -> npt.NDArray[np.float32]:
    """Rows of numbers as text, from the member of a zip archive whose name ends in ``part``."""
    rows: list[npt.NDArray[np.float32]] = []
    try:
        with opened(path) as raw, zipfile.ZipFile(raw) as archive:
            members = [each for each in archive.infolist() if each.filename.endswith(part)]
            if not members:
                raise DamagedFile(f"{path} holds no {part}")
            _check_room(path, members[:1])
            with archive.open(members[0]) as file:
                # lines whole, some megabytes at a time
                while lines := file.readlines(8 * _BLOCK):
                    rows.append(_numbers(b" ".join(lines), part, path))
    except (OSError, zipfile.BadZipFile, zlib.error) as problem:
        raise DamagedFile(f"{path} cannot be read: {problem}") from problem
    numbers = np.concatenate(rows) if rows else np.empty(0, np.float32)
    if not numbers.size or numbers.size % columns:
        raise DamagedFile(f"{part} in {path} has rows of other than {columns} numbers")
    return numbers.reshape(-1, columns)


def _numbers(text: bytes, part: str, path: str) -> npt.NDArray[np.float32]:
    try:
        with warnings.catch_warnings():
            # numpy only warns, and keeps what came before
            warnings.simplefilter("error", DeprecationWarning)
            values = np.fromstring(text, dtype=np.float32, sep=" ")
    except (ValueError, DeprecationWarning) as problem:
        raise DamagedFile(f"{part} in {path} has entries that are not numbers") from problem
    if not np.isfinite(values).all():
        raise DamagedFile(f"{part} in {path} holds numbers that are not finite")
    return values
