"""What a data set is, and the plain kinds: values in memory, and those that are of another set."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

Index = npt.NDArray[np.int64]
Batch = tuple[torch.Tensor, "torch.Tensor | None"]


class Dataset:
    """Examples with or without targets, taken by position.

    ``shape`` is that of one example (channels and space), ``classes`` the names
    of the classes or labels, ``note`` says what people must know before they
    compare numbers, ``source`` where the data come from, ``several`` whether an
    example can have several labels at once, ``channels`` what the channels are called, if that
    is known.
    """

    # of point clouds: how many points each has, the names of the channels where each point is of
    # one type, whether targets are of points alone, and whether they are energies with forces
    points: npt.NDArray[np.int64] | None = None
    types: list[str] | None = None
    on_points = False
    has_forces = False

    def __init__(
        self,
        shape: tuple[int, ...],
        classes: list[str] | None = None,
        name: str = "data",
        note: str = "",
        source: str = "",
        licence: str = "",
        several: bool = False,
        channels: list[str] | None = None,
    ) -> None:
        """Keep the description; the examples are the business of each kind."""
        self.shape = tuple(int(size) for size in shape)
        self.classes = None if classes is None else [str(label) for label in classes]
        self.name, self.note, self.source, self.licence = name, note, source, licence
        self.several, self.channels = several, channels

    def about(self) -> dict[str, Any]:
        """The description, as arguments for another data set."""
        names = ["shape", "classes", "name", "note", "source", "licence", "several", "channels"]
        return {name: getattr(self, name) for name in names}

    def __len__(self) -> int:
        raise NotImplementedError

    def take(self, index: Index) -> Batch:
        """Values (float32, examples by channels by space) and targets at positions from 0."""
        raise NotImplementedError

    def targets(self) -> torch.Tensor | None:
        """All targets, without reading any values: classes from 0, or numbers."""
        raise NotImplementedError

    def paths(self) -> list[str] | None:
        """The file of each example, where examples are files."""
        return None

    def sources(self) -> npt.NDArray[np.int64] | None:
        """The number of the image that each example is a part of, where examples are parts."""
        return None

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """Values at these positions as they are kept, and what to multiply them by."""
        return self.take(index)[0], 1.0

    def subset(self, index: Index) -> Dataset:
        """The examples at these positions, in this order; nothing is copied."""
        return Subset(self, index)

    @property
    def in_memory(self) -> bool:
        """Whether taking examples reads no files."""
        return False


class Kept(Dataset):
    """Values that are kept as they are: bytes become numbers batch by batch."""

    scale: float
    _targets: torch.Tensor | None

    def take(self, index: Index) -> Batch:
        """Values and targets at positions from 0."""
        # a copy, which may be changed
        values, scale = self.stored(index)
        values = values.to(torch.float32)
        if scale != 1.0:
            values *= scale
        at = torch.as_tensor(np.asarray(index, dtype=np.int64))
        return values, None if self._targets is None else self._targets[at]

    def targets(self) -> torch.Tensor | None:
        """All targets, which are in memory."""
        return self._targets


class InMemory(Kept):
    """Values in memory."""

    def __init__(
        self,
        values: npt.NDArray[Any] | torch.Tensor,
        targets: npt.NDArray[Any] | torch.Tensor | None = None,
        scale: float = 1.0,
        **about: Any,
    ) -> None:
        """``values`` times ``scale`` are what is taken."""
        self.values = torch.as_tensor(values)
        self.scale = float(scale)
        # what stands in each channel for values that were missing
        self.fill: list[float] | None = None
        self._targets = None if targets is None else torch.as_tensor(targets)
        about.setdefault("shape", tuple(self.values.shape[1:]))
        super().__init__(**about)

    def __len__(self) -> int:
        return len(self.values)

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """Values at these positions as they are kept, and what to multiply them by."""
        return self.values[torch.as_tensor(np.asarray(index, dtype=np.int64))], self.scale

    @property
    def in_memory(self) -> bool:
        """True."""
        return True


class OfAnother(Dataset):
    """The examples of another data set, one for one; what is not said here is as there."""

    def __init__(self, base: Dataset, **about: Any) -> None:
        """``about`` is what is described otherwise than there."""
        self.base = base
        super().__init__(**{**base.about(), **about})
        self.points, self.types = base.points, base.types
        self.on_points, self.has_forces = base.on_points, base.has_forces

    def __len__(self) -> int:
        return len(self.base)

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """As the other keeps them."""
        return self.base.stored(index)

    def targets(self) -> torch.Tensor | None:
        """The same targets."""
        return self.base.targets()

    def paths(self) -> list[str] | None:
        """The same files."""
        return self.base.paths()

    def sources(self) -> npt.NDArray[np.int64] | None:
        """The same images."""
        return self.base.sources()

    @property
    def in_memory(self) -> bool:
        """As for the other."""
        return self.base.in_memory


class Subset(OfAnother):
    """Some examples of another data set, which keeps the only copy."""

    def __init__(self, base: Dataset, index: Index) -> None:
        """A part of a part refers to the whole directly."""
        whole, index = base, np.asarray(index, dtype=np.int64)
        if isinstance(base, Subset):
            whole, index = base.base, base.index[index]
        super().__init__(whole)
        self.index: Index = index
        self.points = None if whole.points is None else whole.points[index]

    def __len__(self) -> int:
        return len(self.index)

    def take(self, index: Index) -> Batch:
        """Values and targets at positions from 0."""
        return self.base.take(self.index[np.asarray(index, dtype=np.int64)])

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """As the whole keeps them."""
        return self.base.stored(self.index[np.asarray(index, dtype=np.int64)])

    def paths(self) -> list[str] | None:
        """The files of this part."""
        whole = self.base.paths()
        return None if whole is None else [whole[i] for i in self.index]

    def sources(self) -> npt.NDArray[np.int64] | None:
        """The images that this part's examples are of."""
        whole = self.base.sources()
        return None if whole is None else whole[self.index]

    def targets(self) -> torch.Tensor | None:
        """The targets of this part."""
        if self.on_points:
            return self.base.take(self.index)[1]
        whole = self.base.targets()
        return None if whole is None else whole[torch.as_tensor(self.index)]
