"""Targets that are maps, a class or numbers at each pixel, changed along with their images."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from .base import Index
from .gaps import MISSING_CLASS, filled, missing

Array = npt.NDArray[Any]
# values, positions among all examples, what "outside" is, and the quality as in resample()
Change = Callable[[Array, Index, float, dict[str, Any]], Array]

# a share of a missing number that is no rounding error
_TOUCHED = 1e-6


def moved(
    targets: torch.Tensor | None,
    size: tuple[int, ...],
    index: Index,
    change: Change,
    quality: dict[str, Any],
) -> torch.Tensor | None:
    """Targets of images of this size at these positions; those of whole images stay as they are.

    What comes from outside is missing, as is what is made of a missing number.
    """
    if targets is None:
        return None
    classes = not targets.is_floating_point()
    if targets.dim() != len(size) + (1 if classes else 2):
        return targets
    if tuple(targets.shape[-len(size) :]) != size:
        extents = [" x ".join(map(str, each)) for each in (size, targets.shape[-len(size) :])]
        raise BadArgument(
            "x", f"a data set whose maps are as large as its images, {extents[0]}", extents[1]
        )
    if classes:
        # there is no class between two
        nearest = {**quality, "order": 0, "supersample": 1}
        if "antialias" in quality:
            nearest["antialias"] = False
        whole = targets.unsqueeze(1).to(torch.float32).numpy()
        rows = change(whole, index, MISSING_CLASS, nearest)
        return torch.from_numpy(rows).squeeze(1).round().to(targets.dtype)
    gaps = missing(targets)
    rows = torch.from_numpy(change(filled(targets).numpy(), index, 0.0, quality))
    gone = change(gaps.to(torch.float32).numpy(), index, 1.0, quality)
    return rows.masked_fill(torch.from_numpy(np.abs(gone) > _TOUCHED), torch.nan)
