"""Shapes of arrays that become data sets: in words, and whether they are of examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy.typing as npt
import torch

from ..bridge import BadArgument

if TYPE_CHECKING:
    from .base import Dataset


def extent(x: torch.Tensor | npt.NDArray[Any] | Dataset) -> str:
    """The shape of an array in words: c(3, 4)."""
    return f"c({', '.join(str(int(size)) for size in x.shape)})"


def check_values(values: torch.Tensor | npt.NDArray[Any]) -> None:
    """Refuse values that are neither those of images or volumes, nor a row for each example."""
    hint = None
    if values.ndim == 3:
        hint = "For images of one channel, write `array(x, c(dim(x)[1], 1, dim(x)[-1]))`."
    if values.ndim == 6:
        hint = "Put time into the batch: `array(x, c(prod(dim(x)[1:2]), dim(x)[-(1:2)]))`."
    if values.ndim not in (2, 4, 5):
        raise BadArgument(
            "x",
            "of dim c(n, channels, height, width), of dim c(n, channels, depth, height, width), "
            "or a matrix",
            f"of dim {extent(values)}",
            hint,
        )


def check_targets(targets: torch.Tensor | npt.NDArray[Any], count: int) -> None:
    """Refuse targets of more or fewer examples than there are."""
    if len(targets) != count:
        raise BadArgument("y", f"of {count} examples, as `x` is", f"of {len(targets)}")
