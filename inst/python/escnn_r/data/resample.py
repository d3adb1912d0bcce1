"""Values of images and volumes between their pixels, many at once."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.ndimage import spline_filter1d

Array = npt.NDArray[Any]

# points looked up at a time: what is gathered for them stays in the processor's cache
_POINTS = 1 << 18
# splines see this many pixels of the surroundings
_MARGIN = {0: 1, 1: 2, 3: 8}


def resample(
    values: Array,
    matrices: Array,
    centre_in: Array,
    centre_out: Array,
    size: tuple[int, ...],
    order: int = 1,
    supersample: int = 1,
    fill: float = 0.0,
) -> Array:
    """Values at ``matrix @ (p - centre_out) + centre_in`` for the points p of a new grid.

    ``values`` are examples by channels by space, with a matrix for each
    example. ``order`` is that of the splines in between: 0, 1 or 3. With
    ``supersample`` k each number is the mean over k points in each direction,
    spread evenly over the pixel.
    """
    fine = tuple(supersample * s for s in size)
    axes = [(np.arange(n) - (supersample - 1) / 2) / supersample for n in fine]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(size))
    grid = torch.from_numpy(grid - centre_out)
    turns, centre = torch.tensor(matrices), torch.from_numpy(centre_in)
    out = np.empty((*values.shape[:2], *size), dtype=values.dtype)
    step = max(1, _POINTS // (len(grid) * max(1, values.shape[1])))
    for first in range(0, len(values), step):
        block = values[first : first + step].astype(np.float32) - np.float32(fill)
        points = grid @ turns[first : first + step].transpose(1, 2) + centre
        found = _look_up(block, points, order).reshape(*block.shape[:2], *fine).numpy()
        if supersample > 1:
            found = found.reshape(*block.shape[:2], *(n for s in size for n in (s, supersample)))
            found = found.mean(axis=tuple(range(3, found.ndim, 2)))
        out[first : first + step] = as_type(found + np.float32(fill), values.dtype)
    return out


def _look_up(block: Array, points: torch.Tensor, order: int) -> torch.Tensor:
    """Splines through examples by channels by space, which are zero outside, at given points."""
    d, margin = points.shape[-1], _MARGIN[order]
    padded = np.pad(block, [(0, 0), (0, 0), *[(margin, margin)] * d])
    if order == 3:
        for axis in range(2, padded.ndim):
            padded = spline_filter1d(padded, 3, axis=axis, output=np.float32, mode="mirror")
    sizes = padded.shape[2:]
    coefficients = torch.from_numpy(padded).reshape(*padded.shape[:2], -1)
    strides = [int(np.prod(sizes[axis + 1 :])) for axis in range(d)]
    start = torch.zeros(points.shape[:-1], dtype=torch.int64)
    weights = []
    for axis in range(d):
        at = points[..., axis] + margin
        lowest = torch.floor(at + 0.5) if order == 0 else torch.floor(at) - (order - 1) // 2
        # what lies far outside takes its value from the margin
        kept = lowest.clamp(0, sizes[axis] - 1 - order)
        weights.append(_weights((at - kept).float() if order else at, lowest == kept, order))
        start += kept.long() * strides[axis]
    found = torch.zeros(*block.shape[:2], points.shape[1])
    for steps in product(range(order + 1), repeat=d):
        offset = sum(step * stride for step, stride in zip(steps, strides, strict=True))
        index = (start + offset)[:, None].expand(found.shape)
        weight = weights[0][steps[0]]
        for axis in range(1, d):
            weight = weight * weights[axis][steps[axis]]
        found.addcmul_(coefficients.gather(2, index), weight[:, None])
    return found


def _weights(t: torch.Tensor, inside: torch.Tensor, order: int) -> list[torch.Tensor]:
    """What the pixels from the lowest one on contribute; nothing where all lie outside."""
    if order == 0:
        parts = [torch.ones(t.shape)]
    elif order == 1:
        parts = [1 - t, t]
    else:
        t = t - 1
        s = 1 - t
        parts = [
            s**3 / 6,
            2 / 3 - t**2 + t**3 / 2,
            2 / 3 - s**2 + s**3 / 2,
            t**3 / 6,
        ]
    return [part * inside for part in parts]


def as_type(values: Array, dtype: Any) -> Array:
    """Numbers of another type: whole ones are rounded, and kept within its limits."""
    if np.issubdtype(dtype, np.integer):
        limits = np.iinfo(dtype)
        return np.clip(np.round(values), limits.min, limits.max).astype(dtype)
    return values.astype(dtype, copy=False)
