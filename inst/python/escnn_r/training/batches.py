"""Where batches come from: arrays in memory, data sets, or functions that yield them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument

# values and targets, and how to weigh these where that isn't all the same
Batch = tuple[Any, ...]


class Examples(Protocol):
    """Examples with a number each: a data set, arrays, or some of either."""

    def __len__(self) -> int: ...

    def take(self, index: npt.NDArray[np.int64]) -> Batch:
        """The examples at these positions, from 0."""


class Arrays:
    """Values and targets in memory."""

    def __init__(self, values: torch.Tensor, targets: torch.Tensor | None) -> None:
        """Both have an entry for each example along their first axis."""
        self.values, self.targets = values, targets

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.values)

    def take(self, index: npt.ArrayLike) -> Batch:
        """The examples at these positions, from 0."""
        where = torch.as_tensor(np.asarray(index))
        return self.values[where], None if self.targets is None else self.targets[where]


class Calls:
    """Batches from a function of epoch and number of the batch, which returns None at the end."""

    def __init__(self, function: Callable[[int, int], Any]) -> None:
        """``function`` gives pairs of values and targets, or these with how to weigh them."""
        self.function = function


Data: TypeAlias = Examples | Calls


def order(length: int, seed: int, epoch: int) -> npt.NDArray[np.int64]:
    """The order of an epoch's examples: depends on the seed and the epoch alone."""
    return np.random.default_rng([seed, epoch]).permutation(length)


def batches(
    source: Data, size: int, seed: int | None = None, epoch: int = 0, start: int = 0
) -> Iterator[Batch]:
    """Batches of an epoch from batch ``start`` on, shuffled if there is a seed.

    Each is values, targets, and how to weigh these or None.
    """
    if isinstance(source, Calls):
        yield from _called(source, epoch, start)
        return
    n = len(source)
    index = np.arange(n) if seed is None else order(n, seed, epoch)
    for first in range(start * size, n, size):
        yield _of_three(source.take(index[first : first + size]))


def _called(source: Calls, epoch: int, start: int) -> Iterator[Batch]:
    number = start
    while True:
        pair = source.function(epoch, number)
        if pair is None:
            return
        if not isinstance(pair, (tuple, list)) or len(pair) not in (2, 3):
            raise BadArgument(
                "x",
                "a function that yields pairs of values and targets, or nothing at the end",
                "one that yields something else",
            )
        yield _of_three(pair)
        number += 1


def _of_three(batch: Any) -> Batch:
    return (*batch, None)[:3]


def count(source: Data, size: int) -> int | None:
    """How many batches an epoch has, if that is known."""
    return None if isinstance(source, Calls) else -(-len(source) // size)
