"""Examples from plain arrays, from functions, and parts of other examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, arrays, check_extents
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
            f"of {len(x)} examples, as `x` has",
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


class Part:
    """Some of the examples of other data."""

    def __init__(self, data: Examples, index: npt.NDArray[np.int64]) -> None:
        """``index`` holds positions from 0."""
        self.source, self.index = data, index

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.index)

    def take(self, index: npt.ArrayLike) -> batches.Batch:
        """The examples at these positions."""
        return self.source.take(self.index[np.asarray(index)])
