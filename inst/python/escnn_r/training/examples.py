"""Examples from plain arrays, from functions, and of other examples; what is known of them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, arrays, check_extents
from ..datasets import Dataset
from . import batches
from .batches import Examples

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

    def __init__(self, source: Any) -> None:
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


def origin(data: Any) -> Any:
    """What data are made of in the end: arrays, a data set, or a function."""
    while isinstance(data, OfOthers):
        data = data.source
    return data


def of_all(data: Any, read: Callable[[Any], Any]) -> Any:
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


def targets_of(data: Any) -> torch.Tensor | None:
    """The targets of all examples, for which no values are read."""

    def read(source: Any) -> Any:
        if isinstance(source, batches.Arrays):
            return source.targets
        return source.targets() if isinstance(source, Dataset) else None

    targets: torch.Tensor | None = of_all(data, read)
    return targets


def point_counts(data: Any) -> npt.NDArray[np.int64] | None:
    """How many points each cloud has; None where targets are not of points."""
    return _of_set(data, lambda source: source.points if source.on_points else None)


def sources_of(data: Any) -> npt.NDArray[np.int64] | None:
    """The image that each example is a part of, where examples are parts."""
    return _of_set(data, lambda source: source.sources())


def _of_set(data: Any, read: Callable[[Dataset], Any]) -> npt.NDArray[np.int64] | None:
    numbers: npt.NDArray[np.int64] | None
    numbers = of_all(data, lambda source: read(source) if isinstance(source, Dataset) else None)
    return numbers
