"""Values of images and volumes between their pixels, many at once.

In numpy, a thread for each block of examples: torch's own threads, which share
out every small step, are an order of magnitude slower on a busy machine.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.ndimage import spline_filter1d

Array = npt.NDArray[Any]

# points looked up at a time: what is gathered for them stays in the processor's cache
_POINTS = 1 << 16
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
    grid = np.stack([a.ravel() for a in np.meshgrid(*axes, indexing="ij")])
    grid -= centre_out[:, None]
    out = np.empty((*values.shape[:2], *size), dtype=values.dtype)
    step = max(1, _POINTS // grid.shape[1])

    def work(first: int) -> None:
        block = values[first : first + step].astype(np.float32) - np.float32(fill)
        turns = matrices[first : first + step]
        points = [
            sum(turns[:, i, j, None] * grid[j] for j in range(len(size))) + centre_in[i]
            for i in range(len(size))
        ]
        new_values = _look_up(block, points, order).reshape(*block.shape[:2], *fine)
        if supersample > 1:
            new_values = new_values.reshape(
                *block.shape[:2], *(n for s in size for n in (s, supersample))
            )
            new_values = new_values.mean(axis=tuple(range(3, new_values.ndim, 2)))
        out[first : first + step] = as_type(new_values + np.float32(fill), values.dtype)

    with ThreadPoolExecutor(max(1, torch.get_num_threads())) as pool:
        list(pool.map(work, range(0, len(values), step)))
    return out


def _look_up(block: Array, points: list[Array], order: int) -> Array:
    """Splines through examples by channels by space, which are zero outside, at given points."""
    d, margin = len(points), _MARGIN[order]
    padded = np.pad(block, [(0, 0), (0, 0), *[(margin, margin)] * d])
    if order == 3:
        for axis in range(2, padded.ndim):
            padded = spline_filter1d(padded, 3, axis=axis, output=np.float32, mode="mirror")
    sizes = padded.shape[2:]
    coefficients = [np.ascontiguousarray(padded[:, c]).ravel() for c in range(block.shape[1])]
    strides = [int(np.prod(sizes[axis + 1 :])) for axis in range(d)]
    start = np.arange(len(block))[:, None] * int(np.prod(sizes))
    weights = []
    for axis, at in enumerate(points):
        at = at + margin
        lowest = np.floor(at + 0.5) if order == 0 else np.floor(at) - (order - 1) // 2
        # what lies far outside takes its value from the margin
        kept = np.clip(lowest, 0, sizes[axis] - 1 - order)
        weights.append(_weights((at - kept).astype(np.float32), lowest == kept, order))
        start = start + kept.astype(np.intp) * strides[axis]
    values = np.zeros((*block.shape[:2], start.shape[1]), dtype=np.float32)
    for steps in product(range(order + 1), repeat=d):
        index = start + sum(step * stride for step, stride in zip(steps, strides, strict=True))
        weight = weights[0][steps[0]]
        for axis in range(1, d):
            weight = weight * weights[axis][steps[axis]]
        for c, each in enumerate(coefficients):
            values[:, c] += weight * each.take(index, mode="clip")
    return values


def _weights(t: Array, inside: Array, order: int) -> list[Array]:
    """What the pixels from the lowest one on contribute; nothing where all lie outside."""
    if order == 0:
        parts = [np.ones_like(t)]
    elif order == 1:
        parts = [1 - t, t]
    else:
        t = t - 1
        s = 1 - t
        cubes = t * t * t, s * s * s
        parts = [
            cubes[1] / 6,
            2 / 3 - t * t + cubes[0] / 2,
            2 / 3 - s * s + cubes[1] / 2,
            cubes[0] / 6,
        ]
    return [part * inside for part in parts]


def as_type(values: Array, dtype: npt.DTypeLike) -> Array:
    """Numbers of another type: whole ones are rounded, and kept within its limits."""
    if np.issubdtype(dtype, np.integer):
        limits = np.iinfo(dtype)
        return np.clip(np.round(values), limits.min, limits.max).astype(dtype)
    return values.astype(dtype, copy=False)
