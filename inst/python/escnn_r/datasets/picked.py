"""Names of channels, and data sets of some of another's channels."""

from __future__ import annotations

import torch

from .base import Batch, Dataset, Index, OfAnother


class Picked(OfAnother):
    """Another data set with some of its channels, in another order."""

    def __init__(self, base: Dataset, order: list[int]) -> None:
        """``order`` has positions among the other's channels, from 0."""
        self._order = order
        names = None if base.channels is None else [base.channels[i] for i in order]
        super().__init__(base, shape=(len(order), *base.shape[1:]), channels=names)

    def take(self, index: Index) -> Batch:
        """Values of these channels, and targets."""
        values, targets = self.base.take(index)
        return values[:, self._order], targets

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """As the other keeps them."""
        values, scale = self.base.stored(index)
        return values[:, self._order], scale


def with_channels(data: Dataset, order: list[int]) -> Dataset:
    """A data set with the channels at these positions, in this order."""
    return Picked(data, [int(i) for i in order])


def name_channels(data: Dataset, names: list[str]) -> None:
    """Tell a data set that was just made what its channels are called."""
    data.channels = [str(name) for name in names]
