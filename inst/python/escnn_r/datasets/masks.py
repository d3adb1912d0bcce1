"""Pictures in a folder, and a mask of the same name for each in another: a class for each pixel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from . import listing, pictures
from .picture_files import PictureFiles

# more values than these are numbered objects, or edges that a JPEG has blurred
_MOST = 64


class Masked(PictureFiles):
    """Pictures and their masks, read when they are needed; all masks are read once for classes."""

    def __init__(
        self,
        folder: str,
        masks: str,
        values: dict[str, int] | None = None,
        size: tuple[int, int] | None = None,
        colour: bool | None = None,
        varied: bool = False,
    ) -> None:
        """``values`` are those of the classes, by their names; ``varied`` sizes are for parts."""
        root = Path(folder)
        self.files, self.masks = listing.of_pairs(root, Path(masks))
        heads = [pictures.head(path) for path in self.files]
        for path, mask, head in zip(self.files, self.masks, heads, strict=True):
            own, other = head[:2], pictures.head(mask)[:2]
            if other != own:
                raise BadArgument(
                    "masks",
                    "pictures as large as those in `folder`",
                    f"{mask} of {other[0]} x {other[1]}, where {path} is {own[0]} x {own[1]}",
                )
        self._look_at(heads, size, colour, varied)
        seen = _seen(self.masks, values is None)
        # colours that are all grey, as some programs write them, are grey values
        self._grey = all(_is_grey(value) for value in seen)
        if self._grey:
            seen = {
                value % 256 if value >= pictures.COLOUR else value: seen[value] for value in seen
            }
        # the value of each class in the masks
        self.values = _classes(seen, values)
        self.masks_folder = Path(masks)
        self._maps: torch.Tensor | None = None
        super().__init__(
            shape=self.shape,
            classes=list(self.values),
            name=root.name,
            source=str(root),
        )

    def targets(self) -> torch.Tensor:
        """All maps of classes."""
        return self._bytes().long()

    def _targets_at(self, index: torch.Tensor) -> torch.Tensor:
        return self._bytes()[index].long()

    def _bytes(self) -> torch.Tensor:
        """All maps, which are kept as bytes once they have been read."""
        if self._maps is None:
            size = self._size if self._fixed else None
            self._maps = torch.from_numpy(np.stack([self._map(path, size) for path in self.masks]))
        return self._maps

    def target(self, i: int) -> torch.Tensor:
        """The classes of one picture at its own size."""
        return torch.from_numpy(self._map(self.masks[i], None)).long()

    def _map(self, path: Path, size: tuple[int, int] | None) -> npt.NDArray[np.uint8]:
        codes = pictures.read_mask(path, size)
        if self._grey:
            codes = np.where(codes >= pictures.COLOUR, codes % 256, codes)
        known = np.array(list(self.values.values()))
        order = np.argsort(known)
        return order[np.searchsorted(known[order], codes)].astype(np.uint8)


def _seen(paths: list[Path], limited: bool) -> dict[int, Path]:
    """All values in masks, each with a file that has it."""
    seen: dict[int, Path] = {}
    for path in paths:
        for value in np.unique(pictures.read_mask(path, None)):
            seen.setdefault(int(value), path)
            if len(seen) > _MOST and limited:
                raise BadArgument(
                    "masks",
                    f"pictures of at most {_MOST} values, one for each class",
                    f"more, as in {path}",
                    "JPEG blurs edges, so write masks as PNG. Masks that number objects become "
                    "classes by `mask > 0`.",
                )
    return seen


def _is_grey(value: int) -> bool:
    red, green, blue = value >> 16 & 255, value >> 8 & 255, value & 255
    return value < pictures.COLOUR or red == green == blue


def _classes(seen: dict[int, Path], values: dict[str, int] | None) -> dict[str, int]:
    """Names of classes and the values of their pixels in masks, which are those of ``values``."""
    if values is None:
        return {_name(value): value for value in sorted(seen)}
    known = {str(name): int(value) for name, value in values.items()}
    others = [value for value in seen if value not in known.values()]
    if others:
        raise BadArgument(
            "classes",
            "the values of all classes in the masks",
            f"{', '.join(str(value) for value in known.values())}, as {seen[others[0]]} has "
            f"{_name(others[0])}",
        )
    return known


def _name(value: int) -> str:
    """Grey values as numbers, colours as they are written."""
    return str(value) if value < pictures.COLOUR else f"#{value - pictures.COLOUR:06X}"
