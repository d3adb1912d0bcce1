"""Images put on a larger or smaller canvas."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from .resampling import resample

Array = npt.NDArray[Any]


def embed(
    values: Array,
    canvas: tuple[int, ...],
    scale: float = 1.0,
    places: Array | None = None,
    position: str = "centre",
    fill: float = 0.0,
    order: int = 1,
    supersample: int = 1,
    antialias: bool = True,
) -> Array:
    """Images (examples by channels by space) on a canvas, enlarged by ``scale`` before.

    ``places``, between 0 and 1 for each example and direction, are where in
    the free space an image goes. Without enlargement nothing is interpolated.
    """
    size = values.shape[2:]
    scaled = tuple(max(1, round(scale * s)) for s in size)
    if any(s > c for s, c in zip(scaled, canvas, strict=True)):
        raise BadArgument(
            "size",
            f"at least {scaled[0]} x {scaled[1]}, as large as the images",
            f"{canvas[0]} x {canvas[1]}",
        )
    if scaled != size:
        values = _resized(values, scaled, order, supersample, antialias, fill)
    free = np.array(canvas) - np.array(scaled)
    if position == "top_left":
        starts = np.zeros((len(values), 2), dtype=int)
    elif places is None:
        # an odd rest goes below and to the right
        starts = np.broadcast_to(free // 2, (len(values), 2))
    else:
        starts = np.minimum((places * (free + 1)).astype(int), free)
    out = np.full((*values.shape[:2], *canvas), fill, dtype=values.dtype)
    for start in np.unique(starts, axis=0):
        same = np.all(starts == start, axis=1)
        down, right = (slice(at, at + s) for at, s in zip(start, scaled, strict=True))
        out[same, :, down, right] = values[same]
    return out


def _resized(
    values: Array,
    scaled: tuple[int, ...],
    order: int,
    supersample: int,
    antialias: bool,
    fill: float,
) -> Array:
    size = np.array(values.shape[2:], dtype=float)
    ratio = size / np.array(scaled)
    if antialias:
        # a mean over the pixels that go into one, so that none is passed over
        supersample = max(supersample, ceil(ratio.max() - 1e-9))
    matrices = np.broadcast_to(np.diag(ratio), (len(values), 2, 2))
    centre_out = (np.array(scaled, dtype=float) - 1) / 2
    # beyond the edge the image goes on, lest its border fade
    margin = 4
    padded = np.pad(values, [(0, 0), (0, 0), (margin, margin), (margin, margin)], mode="edge")
    centre_in = (size - 1) / 2 + margin
    return resample(padded, matrices, centre_in, centre_out, scaled, order, supersample, fill)
