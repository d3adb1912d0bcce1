"""Pictures in folders, one folder a class, read when they are needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import check_images
from . import listing, pictures
from .base import Batch, Dataset, Index
from .pictures import has_reader

__all__ = ["Folder", "folder_notes", "has_reader"]

# of so many files the heads are read at once; of more when they are needed
_LOOKED_AT = 10_000


class Folder(Dataset):
    """Pictures below one folder for each class."""

    def __init__(
        self,
        folder: str,
        size: tuple[int, int] | None = None,
        colour: bool | None = None,
        varied: bool = False,
    ) -> None:
        """List the files; their size is that of the first one unless given.

        Without ``colour``, there are three channels where any picture has colour. ``varied``
        sizes are for parts of pictures.
        """
        root = Path(folder)
        self.listing = listing.of_folder(root)
        by_class = self.listing.files
        self.files = [path for files in by_class.values() for path in files]
        counts = [len(files) for files in by_class.values()]
        self._targets = torch.from_numpy(np.repeat(np.arange(len(counts)), counts))
        looked_at = self.files if varied else self.files[:_LOOKED_AT]
        heads = [pictures.head(path) for path in looked_at]
        self.sizes = [head[:2] for head in heads]
        self._fixed = size is not None
        self._size = heads[0][:2] if size is None else (int(size[0]), int(size[1]))
        if size is None and not varied:
            for path, head in zip(self.files, heads, strict=False):
                if head[:2] != self._size:
                    raise pictures.differing(path, head[:2], self._size)
        self._colour = any(head[2] for head in heads) if colour is None else colour
        check_images(1, 3 if self._colour else 1, self._size)
        super().__init__(
            shape=(3 if self._colour else 1, *self._size),
            classes=list(by_class),
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
            values[i] = pictures.read(self.files[at], self._size, self._fixed, self._colour)
        return torch.from_numpy(values), self._targets[torch.as_tensor(index)]

    def paths(self) -> list[str]:
        """The pictures' files."""
        return [str(path) for path in self.files]

    def targets(self) -> torch.Tensor:
        """The classes, from the folders' names."""
        return self._targets

    def image(self, i: int) -> npt.NDArray[np.float32]:
        """One picture at its own size."""
        return pictures.read(self.files[i], self.sizes[i], False, self._colour)

    def target(self, i: int) -> torch.Tensor:
        """The class of one picture."""
        return self._targets[i]


def folder_notes(data: Folder) -> dict[str, list[str]]:
    """What people should know of the folder: names of classes, files and folders."""
    known = data.listing
    return {"empty": known.empty, "beside": known.beside, "nested": known.nested}
