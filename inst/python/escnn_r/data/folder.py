"""Pictures in folders, one folder a class, read when they are needed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..errors import BadArgument
from ..keep.regular_files import opened
from .base import Batch, Dataset, Index
from .files import DamagedFile

_ENDINGS = {".png", ".jpg", ".jpeg"}


def has_reader() -> bool:
    """Whether the package that reads pictures is installed."""
    return importlib.util.find_spec("PIL") is not None


class Folder(Dataset):
    """PNG and JPEG files below one folder for each class."""

    def __init__(
        self, folder: str, size: tuple[int, int] | None = None, colour: bool | None = None
    ) -> None:
        """List the files; ``size`` and ``colour`` are those of the first one unless given."""
        root = Path(folder)
        classes = sorted(p.name for p in root.iterdir() if p.is_dir() and p.name[0] != ".")
        found = {label: _pictures(root / label) for label in classes}
        classes = [label for label in classes if found[label]]
        if not classes:
            raise BadArgument(
                "folder",
                "a folder that holds a folder of PNG or JPEG files for each class",
                "one without such",
            )
        self.files = [path for label in classes for path in found[label]]
        counts = [len(found[label]) for label in classes]
        self._targets = torch.from_numpy(np.repeat(np.arange(len(classes)), counts))
        first = _open(self.files[0])
        self._fixed = size is not None
        self._size = (first.height, first.width) if size is None else (int(size[0]), int(size[1]))
        self._colour = _has_colour(first) if colour is None else colour
        super().__init__(
            shape=(3 if self._colour else 1, *self._size),
            classes=classes,
            name=root.name,
            source=str(root),
        )

    def __len__(self) -> int:
        return len(self.files)

    def take(self, index: Index) -> Batch:
        """Read the pictures at positions from 0, as numbers from 0 to 1."""
        index = np.asarray(index, dtype=np.int64)
        values = np.empty((len(index), *self.shape), dtype=np.float32)
        for i, at in enumerate(index):
            values[i] = self._read(self.files[at])
        return torch.from_numpy(values), self._targets[torch.as_tensor(index)]

    def targets(self) -> torch.Tensor:
        """The classes, from the folders' names."""
        return self._targets

    def _read(self, path: Path) -> npt.NDArray[np.float32]:
        picture = _open(path)
        if (picture.height, picture.width) != self._size:
            if not self._fixed:
                raise BadArgument(
                    "size",
                    "given when pictures differ in size",
                    f"left out: {path} is {picture.height} x {picture.width}, "
                    f"the first one {self._size[0]} x {self._size[1]}",
                )
            picture = _sixteen_bit(picture).resize(self._size[::-1], _filter())
        picture = _sixteen_bit(picture)
        if picture.mode == "F" and self._colour:
            return np.repeat(np.asarray(picture, dtype=np.float32)[None], 3, axis=0)
        if picture.mode == "F":
            return np.asarray(picture, dtype=np.float32)[None]
        values = np.asarray(picture.convert("RGB" if self._colour else "L"), dtype=np.float32) / 255
        return np.moveaxis(values, -1, 0) if self._colour else values[None]


def _pictures(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in _ENDINGS and p.is_file())


def _open(path: Path) -> Any:
    from PIL import Image

    try:
        with opened(path) as stream, Image.open(stream) as picture:
            picture.load()
            # palettes would be mixed as if their numbers were colours
            return picture.convert("RGB") if picture.mode in ("P", "PA") else picture
    except Image.DecompressionBombError as problem:
        most = (Image.MAX_IMAGE_PIXELS or 0) * 2
        raise DamagedFile(f"{path} must be of at most {most} pixels: {problem}") from problem
    except Exception as problem:  # each format fails in ways of its own
        raise DamagedFile(f"{path} cannot be read as a picture: {problem}") from problem


def _has_colour(picture: Any) -> bool:
    return picture.mode not in ("1", "L", "LA", "I", "F") and not picture.mode.startswith("I;")


def _sixteen_bit(picture: Any) -> Any:
    """Pictures of 16 bits as numbers from 0 to 1; others as they are, but not as two tones."""
    from PIL import Image

    if picture.mode == "I" or picture.mode.startswith("I;"):
        return Image.fromarray(np.asarray(picture, dtype=np.float32) / 65535)
    return picture.convert("L") if picture.mode == "1" else picture


def _filter() -> Any:
    from PIL import Image

    return Image.Resampling.BICUBIC
