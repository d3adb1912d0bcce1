"""Examples from plain arrays, from functions, and of other examples; what is known of them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, arrays, check_extents
from ..datasets import Dataset
from . import batches
from .batches import Examples

# an entry for each example
Rows = TypeVar("Rows", torch.Tensor, npt.NDArray[np.int64])

_TYPES = {"float32": "float32", "bf16": "float32", "fp16": "float32", "float64": "float64"}


def example_arrays(
    values: npt.NDArray[Any] | torch.Tensor,
    targets: npt.NDArray[Any] | torch.Tensor | None,
    classes: bool,
    precision: str = "float32",
) -> batches.Arrays:
    """Examples in memory; class numbers count from 0."""
    x = values.detach() if isinstance(values, torch.Tensor) else _tensor(values, _TYPES[precision])
    check_extents(x.shape)
    if targets is None:
        return batches.Arrays(x, None)
    kind = "int64" if classes else _TYPES[precision]
    y = targets.detach() if isinstance(targets, torch.Tensor) else _tensor(targets, kind)
    if len(x) != len(y):
        raise BadArgument(
            "y",
            f"of {len(x)} examples, as `x` is",
            f"of {len(y)}",
            "The first dimension of both counts the examples.",
        )
    check_extents(y.shape, "y")
    return batches.Arrays(x, y)


def _tensor(values: Any, dtype: str) -> torch.Tensor:
    return arrays.to_tensor(np.asarray(values), dtype)


def example_calls(
    function: Callable[[int, int], Any], classes: bool, precision: str
) -> batches.Calls:
    """Batches from a function; its arrays are converted one batch at a time."""

    def batch(epoch: int, number: int) -> batches.Batch | None:
        pair = function(epoch, number)
        if pair is None:
            return None
        x, y, *weights = pair
        part = example_arrays(x, y, classes, precision)
        own = [torch.as_tensor(np.array(each, dtype=np.float64)) for each in weights]
        return part.values, part.targets, *own

    return batches.Calls(batch)


class OfOthers:
    """Examples that are made of others, one for one."""

    def __init__(self, source: Examples) -> None:
        """``source`` are the others."""
        self.source = source

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.source)


class Part(OfOthers):
    """Some of the examples of other data."""

    def __init__(self, data: Examples, index: npt.NDArray[np.int64]) -> None:
        """``index`` holds positions from 0."""
        super().__init__(data)
        self.index = index

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.index)

    def take(self, index: npt.ArrayLike) -> batches.Batch:
        """The examples at these positions."""
        return self.source.take(self.index[np.asarray(index)])


def origin(data: object) -> object:
    """What data are made of in the end: arrays, a data set, or a function."""
    while isinstance(data, OfOthers):
        data = data.source
    return data


def of_all(data: object, read: Callable[[object], Rows | None]) -> Rows | None:
    """What ``read`` tells of all examples, by these data or else by what they are made of.

    It gives an entry for each example, or for each of their points, or None.
    """
    known = read(data)
    if known is not None or not isinstance(data, OfOthers):
        return known
    whole = of_all(data.source, read)
    if whole is None or not isinstance(data, Part):
        return whole
    return whole[data.index if len(whole) == len(data.source) else _rows(data)]


def _rows(part: Part) -> npt.NDArray[np.int64]:
    """Where the points of a part's clouds are among those of its source."""
    counts = point_counts(part.source)
    assert counts is not None
    ends = np.cumsum(counts)
    return np.concatenate([np.arange(ends[i] - counts[i], ends[i]) for i in part.index])


def targets_of(data: object) -> torch.Tensor | None:
    """The targets of all examples, for which no values are read."""

    def read(source: object) -> torch.Tensor | None:
        if isinstance(source, batches.Arrays):
            return source.targets
        return source.targets() if isinstance(source, Dataset) else None

    return of_all(data, read)


def point_counts(data: object) -> npt.NDArray[np.int64] | None:
    """How many points each cloud has; None where targets are not of points."""

    def read(source: object) -> npt.NDArray[np.int64] | None:
        return source.points if isinstance(source, Dataset) and source.on_points else None

    return of_all(data, read)


def sources_of(data: object) -> npt.NDArray[np.int64] | None:
    """The image that each example is a part of, where examples are parts."""

    def read(source: object) -> npt.NDArray[np.int64] | None:
        return source.sources() if isinstance(source, Dataset) else None

    return of_all(data, read)
