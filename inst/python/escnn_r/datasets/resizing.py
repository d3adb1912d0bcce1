"""Images and volumes brought to another size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F

Array = npt.NDArray[Any]


def resized_image(image: Array, size: Sequence[int]) -> torch.Tensor:
    """An image (height, width, channels) of another size; what becomes smaller is averaged."""
    values = torch.from_numpy(np.moveaxis(np.asarray(image, dtype=np.float64), -1, 0)[None].copy())
    resized = F.interpolate(
        values, size=[int(n) for n in size], mode="bilinear", align_corners=False, antialias=True
    )
    return resized[0].permute(1, 2, 0)


def resampled_volume(
    volume: Array, size: Sequence[int], steps: Sequence[float], kind: str
) -> torch.Tensor:
    """A volume (three directions, channels) at other voxels about the same centre.

    ``steps`` are the new sides in units of the old ones. A larger voxel is a mean over what goes
    into it; beyond the border the volume goes on as it ends.
    """
    values = torch.from_numpy(np.array(volume, dtype=np.float64))
    for axis, (count, step) in enumerate(zip(size, steps, strict=True)):
        matrix = torch.from_numpy(_between(values.shape[axis], int(count), float(step), kind))
        values = torch.tensordot(matrix, values, dims=([1], [axis])).movedim(0, axis)
    return values


def _between(old: int, new: int, step: float, kind: str) -> Array:
    """What each of the old places counts for each of the new ones."""
    places = (np.arange(new) - (new - 1) / 2) * step + (old - 1) / 2
    places = np.clip(places, 0, old - 1)
    if kind == "nearest":
        return np.eye(old)[np.floor(places + 0.5).astype(int).clip(0, old - 1)]
    weights = np.clip(1 - np.abs(places[:, None] - np.arange(old)) / max(1.0, step), 0, None)
    shares: Array = weights / weights.sum(axis=1, keepdims=True)
    return shares
