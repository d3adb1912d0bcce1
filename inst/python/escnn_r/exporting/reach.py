"""How far around a pixel a model looks, and how its strides divide an image."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..nn import windows

# images on which the reach is tried
_SIZES = (64, 128, 256, 512)


def alignment(module: torch.nn.Module) -> int:
    """A number of pixels by which the image may move and its coarse levels with it."""
    step = 1
    for part in module.modules():
        step *= max(_whole(getattr(part, name, 1)) for name in ("stride", "factor"))
    return step


def _whole(value: Any) -> int:
    if isinstance(value, (tuple, list)):
        return max((_whole(each) for each in value), default=1)
    return value if isinstance(value, int) and value > 1 else 1


def reach(
    run: Callable[[torch.Tensor], torch.Tensor],
    module: Any,
    step: int,
    like: torch.Tensor,
) -> int | None:
    """The most pixels between an input and an output that it changes; None if there is no end.

    A number that is missing makes all missing that depends on it, whatever the weights are.
    """
    for size in _SIZES:
        start = size // 2 // step * step
        x = torch.zeros((1, module.in_type.size, size, size)).to(like)
        x[..., start : start + step, start : start + step] = float("nan")
        with windows.within(windows.Window((size, size), (size, size), (0, 0))):
            output = run(x)
        if tuple(output.shape[2:]) != (size, size):
            # what is wrong then shows at the first tile
            return 0
        touched = torch.isnan(output[0]).any(0)
        rows, columns = (touched.any(axis).nonzero().flatten() for axis in (1, 0))
        ends = [int(each) for axis in (rows, columns) for each in (axis.min(), axis.max())]
        if min(ends[0], ends[2]) > 0 and max(ends[1], ends[3]) < size - 1:
            most = max(start - min(ends[0], ends[2]), max(ends[1], ends[3]) - start - step + 1)
            # for rounding of places between coarse levels and fine ones
            return most + step
    return None
