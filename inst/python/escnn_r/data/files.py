"""Reading the files that data sets come in, and checking that they are whole."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
from typing import Any

import numpy as np
import numpy.typing as npt

_BLOCK = 1 << 20


class DamagedFile(ValueError):
    """A file is not of the format that it should be of."""


def digest(path: str, algorithm: str = "sha256") -> str:
    """The checksum of a file, in lower-case hexadecimal."""
    found = hashlib.new(algorithm, usedforsecurity=False)
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def read_idx(path: str) -> npt.NDArray[np.uint8]:
    """The bytes of an idx file, which may be gzipped: the format of MNIST."""
    try:
        with gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb") as file:
            content = file.read()
    except (OSError, EOFError) as problem:
        raise DamagedFile(f"{path} cannot be unpacked: {problem}") from problem
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] != 8:
        raise DamagedFile(f"{path} is no idx file of bytes")
    first = 4 + 4 * content[3]
    shape = np.frombuffer(content[4:first], dtype=">u4").astype(int)
    values = np.frombuffer(content, dtype=np.uint8, offset=first)
    if values.size != shape.prod():
        raise DamagedFile(f"{path} holds {values.size} bytes, not {shape.prod()}")
    return values.reshape(shape).copy()


def read_npz(path: str, names: list[str]) -> list[npt.NDArray[Any]]:
    """Arrays of a numpy archive; nothing in it is executed."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            missing = [name for name in names if name not in archive.files]
            if missing:
                raise DamagedFile(f"{path} holds no {', '.join(missing)}")
            return [archive[name] for name in names]
    except (OSError, EOFError, zipfile.BadZipFile) as problem:
        raise DamagedFile(f"{path} cannot be read: {problem}") from problem


def read_amat(path: str, part: str, columns: int) -> npt.NDArray[np.float32]:
    """Rows of numbers as text, from the member of a zip archive whose name ends in ``part``."""
    rows: list[npt.NDArray[np.float32]] = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [name for name in archive.namelist() if name.endswith(part)]
            if not members:
                raise DamagedFile(f"{path} holds no {part}")
            with archive.open(members[0]) as file:
                # lines whole, some megabytes at a time
                while lines := file.readlines(8 * _BLOCK):
                    rows.append(np.fromstring(b" ".join(lines), dtype=np.float32, sep=" "))
    except (OSError, zipfile.BadZipFile) as problem:
        raise DamagedFile(f"{path} cannot be read: {problem}") from problem
    numbers = np.concatenate(rows)
    if numbers.size % columns:
        raise DamagedFile(f"{part} in {path} has rows of other than {columns} numbers")
    return numbers.reshape(-1, columns)
