"""Pictures in files of one size, or of many, which are read when they are needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import check_images
from . import pictures
from .base import Batch, Dataset, Index


class PictureFiles(Dataset):
    """Pictures, of which a subclass knows the targets."""

    files: list[Path]
    sizes: list[tuple[int, int]]

    def _look_at(
        self,
        heads: list[tuple[int, int, bool]],
        size: tuple[int, int] | None,
        colour: bool | None,
        varied: bool,
    ) -> None:
        """Take size and channels from the heads of the files, unless they are given."""
        self.sizes = [head[:2] for head in heads]
        self._fixed = size is not None
        self._size = self.sizes[0] if size is None else (int(size[0]), int(size[1]))
        if size is None and not varied:
            for path, own in zip(self.files, self.sizes, strict=False):
                if own != self._size:
                    raise pictures.differing(path, own, self._size)
        self._colour = any(head[2] for head in heads) if colour is None else colour
        self.shape = (3 if self._colour else 1, *self._size)
        check_images(1, self.shape[0], self._size)

    def __len__(self) -> int:
        return len(self.files)

    def paths(self) -> list[str]:
        """The pictures' files."""
        return [str(path) for path in self.files]

    def take(self, index: Index) -> Batch:
        """Read the pictures at positions from 0, as numbers from 0 to 1, and their targets."""
        index = np.asarray(index, dtype=np.int64)
        values = np.empty((len(index), *self.shape), dtype=np.float32)
        for i, at in enumerate(index):
            values[i] = pictures.read(self.files[at], self._size, self._fixed, self._colour)
        return torch.from_numpy(values), self._targets_at(torch.as_tensor(index))

    def _targets_at(self, index: torch.Tensor) -> torch.Tensor:
        """Classes from 0, of pictures or of their pixels."""
        raise NotImplementedError

    def image(self, i: int) -> npt.NDArray[np.float32]:
        """One picture at its own size."""
        return pictures.read(self.files[i], self.sizes[i], False, self._colour)
