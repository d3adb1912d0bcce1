"""Names of channels, and data sets of some of another's channels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from .base import Batch, Dataset, Index


class Picked(Dataset):
    """Another data set with some of its channels, in another order."""

    def __init__(self, base: Dataset, order: list[int]) -> None:
        """``order`` has positions among the other's channels, from 0."""
        self._base, self._order = base, order
        about = base.about()
        about["shape"] = (len(order), *base.shape[1:])
        names = base.channels
        about["channels"] = None if names is None else [names[i] for i in order]
        super().__init__(**about)

    def __len__(self) -> int:
        return len(self._base)

    def take(self, index: Index) -> Batch:
        """Values of these channels, and targets."""
        values, targets = self._base.take(index)
        return values[:, self._order], targets

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """As the other keeps them."""
        values, scale = self._base.stored(index)
        return values[:, self._order], scale

    def targets(self) -> torch.Tensor | None:
        """Those of the other."""
        return self._base.targets()

    def paths(self) -> list[str] | None:
        """As the other."""
        return self._base.paths()

    def sources(self) -> npt.NDArray[np.int64] | None:
        """The same, too."""
        return self._base.sources()

    @property
    def in_memory(self) -> bool:
        """As the other."""
        return self._base.in_memory


def with_channels(data: Dataset, order: list[int]) -> Dataset:
    """A data set with the channels at these positions, in this order."""
    return Picked(data, [int(i) for i in order])


def name_channels(data: Dataset, names: list[str]) -> None:
    """Tell a data set that was just made what its channels are called."""
    data.channels = [str(name) for name in names]
