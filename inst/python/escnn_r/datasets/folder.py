"""Pictures in folders, one folder a class, read when they are needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from . import listing, pictures
from .picture_files import PictureFiles

# of so many files the heads are read at once; of more when they are needed
_LOOKED_AT = 10_000


class Folder(PictureFiles):
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
        self._look_at([pictures.head(path) for path in looked_at], size, colour, varied)
        super().__init__(
            shape=self.shape,
            classes=list(by_class),
            name=root.name,
            source=str(root),
        )

    def _targets_at(self, index: torch.Tensor) -> torch.Tensor:
        return self._targets[index]

    def targets(self) -> torch.Tensor:
        """The classes, from the folders' names."""
        return self._targets

    def target(self, i: int) -> torch.Tensor:
        """The class of one picture."""
        return self._targets[i]


def folder_notes(data: Folder) -> dict[str, list[str]]:
    """What people should know of the folder: names of classes, files and folders."""
    known = data.listing
    return {"empty": known.empty, "beside": known.beside, "nested": known.nested}
