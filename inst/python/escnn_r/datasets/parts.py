"""Tiles and crops: examples of one size out of images of any size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, check_images
from .base import Batch, Dataset, Index, OfAnother
from .folder import Folder
from .masks import Masked

Array = npt.NDArray[Any]

# bytes of images that are kept, as neighbouring parts are of the same one
_KEPT = 1 << 28


class Images(Protocol):
    """What parts are cut of: a data set, maybe of images of several sizes."""

    sizes: list[tuple[int, int]]

    def image(self, i: int) -> Array:
        """Channels, height, width."""

    def target(self, i: int) -> torch.Tensor | None:
        """Of the image, or of its pixels."""

    def about(self) -> dict[str, Any]:
        """The description."""

    def paths(self) -> list[str] | None:
        """The file of each image, where images are files."""

    def sources(self) -> npt.NDArray[np.int64] | None:
        """The image that each is a part of, where they are parts."""

    @property
    def in_memory(self) -> bool:
        """Whether no files are read."""


class ListOfImages(Dataset):
    """Images in memory, to cut parts of."""

    def __init__(self, images: list[Array], targets: list[Array] | None, **about: Any) -> None:
        """Each of channels, height, width; ``targets`` as many, or none."""
        super().__init__(shape=(images[0].shape[0], 1, 1), **about)
        self._images = [np.array(each, dtype=np.float32, order="C") for each in images]
        self.sizes = [(each.shape[1], each.shape[2]) for each in self._images]
        kind = torch.float32 if self.classes is None else torch.int64
        self._targets = None
        if targets is not None:
            each_of = [torch.from_numpy(np.array(each)).to(kind) for each in targets]
            # a class or number of an image comes as an array of one
            self._targets = [each[0] if each.dim() == 1 else each for each in each_of]

    def image(self, i: int) -> Array:
        """One of them."""
        return self._images[i]

    def target(self, i: int) -> torch.Tensor | None:
        """What is to be predicted of it."""
        return None if self._targets is None else self._targets[i]

    @property
    def in_memory(self) -> bool:
        """True."""
        return True


class OfOneSize(OfAnother):
    """The images of another data set, which have one size."""

    def __init__(self, base: Dataset) -> None:
        """A data set of images."""
        if len(base.shape) != 3:
            raise BadArgument("x", "a data set of images", "one of something else")
        super().__init__(base)
        self._targets = base.targets()
        self.sizes = [(base.shape[1], base.shape[2])] * len(base)

    def image(self, i: int) -> Array:
        """One of them."""
        image: Array = self.base.take(np.array([i]))[0][0].numpy()
        return image

    def target(self, i: int) -> torch.Tensor | None:
        """What is to be predicted of it."""
        return None if self._targets is None else self._targets[i]


class Parts(Dataset):
    """Parts of images: which image, which line and which column each begins at."""

    def __init__(self, images: Images, places: Array, size: tuple[int, int], note: str) -> None:
        """``places`` has a row for each part."""
        self._images, self.places, self._size = images, places, size
        self._kept: OrderedDict[int, Array] = OrderedDict()
        self._all: torch.Tensor | None = None
        about = images.about()
        about["shape"] = (about["shape"][0], *size)
        about["note"] = note
        super().__init__(**about)

    def __len__(self) -> int:
        return len(self.places)

    def take(self, index: Index) -> Batch:
        """The parts at positions from 0; each image is read once."""
        index = np.asarray(index, dtype=np.int64)
        values = np.empty((len(index), *self.shape), dtype=np.float32)
        for i in np.argsort(self.places[index, 0], kind="stable"):
            image, rows, columns = self._cut(index[i])
            values[i] = self._whole(image)[:, rows, columns]
        targets = self.targets()
        return torch.from_numpy(values), None if targets is None else targets[
            torch.as_tensor(index)
        ]

    def paths(self) -> list[str] | None:
        """The file of the image that each part is of."""
        whole = self._images.paths()
        return None if whole is None else [whole[int(i)] for i in self.places[:, 0]]

    def sources(self) -> npt.NDArray[np.int64] | None:
        """The image that each part is of, or what that is a part of."""
        images = self.places[:, 0].astype(np.int64)
        whole = self._images.sources()
        return images if whole is None else whole[images]

    def targets(self) -> torch.Tensor | None:
        """Those of the parts' images, or of their pixels."""
        if self._all is None:
            maps = []
            target: torch.Tensor | None = None
            last = -1
            for k in range(len(self.places)):
                image, rows, columns = self._cut(k)
                if image != last:
                    target, last = self._images.target(image), image
                if target is None:
                    return None
                maps.append(target[..., rows, columns] if target.dim() > 1 else target)
            self._all = torch.stack(maps)
        return self._all

    @property
    def in_memory(self) -> bool:
        """Whether the images are."""
        return self._images.in_memory

    def _cut(self, k: int) -> tuple[int, slice, slice]:
        image, row, column = (int(each) for each in self.places[k])
        return image, slice(row, row + self._size[0]), slice(column, column + self._size[1])

    def _whole(self, i: int) -> Array:
        if i not in self._kept:
            self._kept[i] = self._images.image(i)
            while len(self._kept) > 1 and sum(x.nbytes for x in self._kept.values()) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[i]


def list_of_images(
    images: list[Array],
    targets: list[Array] | None,
    classes: list[str] | None,
    name: str,
) -> ListOfImages:
    """Images in memory, each of channels, height, width."""
    data = ListOfImages(images, targets, classes=classes, name=name)
    for i, size in enumerate(data.sizes):
        target = data.target(i)
        if target is not None and target.dim() > 1 and tuple(target.shape) != size:
            raise BadArgument(
                "y",
                "maps as large as the images",
                f"one of {' x '.join(map(str, target.shape))} for image {i + 1}, which is "
                f"{size[0]} x {size[1]}",
            )
    return data


def tiles_of(source: Any, size: Sequence[int], overlap: int) -> Dataset:
    """All images in tiles, which cover them: the last of a row lies at the border."""
    images, extent = _images(source), (int(size[0]), int(size[1]))
    if overlap >= min(extent):
        raise BadArgument("overlap", f"less than the size of a tile, {min(extent)}", str(overlap))
    _check_sizes(images, extent)
    places = [
        (i, row, column)
        for i, whole in enumerate(images.sizes)
        for row in _starts(whole[0], extent[0], overlap)
        for column in _starts(whole[1], extent[1], overlap)
    ]
    count = len(images.sizes)
    note = f"tiles of {count} image{'' if count == 1 else 's'}"
    if overlap:
        note += f", sharing {overlap} pixel{'' if overlap == 1 else 's'} with their neighbours"
    return Parts(images, np.array(places, dtype=np.int64), extent, note)


def crops_of(source: Any, size: Sequence[int], each: int, seed: int | None) -> Dataset:
    """Crops of all images: ``each`` at random places, or one about the centre without a seed."""
    images, extent = _images(source), (int(size[0]), int(size[1]))
    _check_sizes(images, extent)
    random = np.random.default_rng(seed)
    places = []
    for i, whole in enumerate(images.sizes):
        free = [n - m for n, m in zip(whole, extent, strict=True)]
        for _ in range(each):
            drawn = [int(random.integers(0, n + 1)) if seed is not None else n // 2 for n in free]
            places.append((i, *drawn))
    where = "about the centre" if seed is None else "at random places"
    count = len(images.sizes)
    note = f"crops of {count} image{'' if count == 1 else 's'} {where}"
    return Parts(images, np.array(places, dtype=np.int64), extent, note)


def _images(source: Any) -> Images:
    if isinstance(source, (ListOfImages, Folder, Masked)):
        return source
    return OfOneSize(source)


def _starts(whole: int, size: int, overlap: int) -> list[int]:
    last = whole - size
    return [*range(0, last, size - overlap), last]


def _check_sizes(images: Images, size: tuple[int, int]) -> None:
    check_images(1, int(images.about()["shape"][0]), size)
    files = getattr(images, "files", None)
    for i, whole in enumerate(images.sizes):
        if whole[0] < size[0] or whole[1] < size[1]:
            name = f"image {i + 1}" if files is None else str(files[i])
            raise BadArgument(
                "size",
                "no larger than any image",
                f"{size[0]} x {size[1]}, as {name} is {whole[0]} x {whole[1]}",
            )
