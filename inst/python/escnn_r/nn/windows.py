"""Windows of larger images: what depends on a pixel's place is computed as in the whole image.

A U-Net stretches its lower levels so that corners stay in place. In an image of even size the
step of that stretch depends on the size, so that a tile by itself would be stretched otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch


@dataclass(frozen=True)
class Window:
    """A part of an image, by height and width: its size, that of the whole, and where it starts."""

    size: tuple[int, ...]
    whole: tuple[int, ...]
    start: tuple[int, ...]


_CURRENT: list[Window] = []


@contextmanager
def within(window: Window) -> Iterator[None]:
    """Within the block, images are this window of larger ones, or smaller levels of it."""
    _CURRENT.append(window)
    try:
        yield
    finally:
        _CURRENT.pop()


def current() -> Window | None:
    """The window of the images at hand, unless they are whole."""
    window = _CURRENT[-1] if _CURRENT else None
    return None if window is None or window.size == window.whole else window


def stretched(values: torch.Tensor, sizes: list[int], window: Window) -> torch.Tensor:
    """Interpolation to these sizes, the corners of the whole image kept in place."""
    for i, size in enumerate(sizes):
        axis, n = i + 2, values.shape[i + 2]
        if n == size:
            continue
        beyond, start = window.whole[i] - window.size[i], window.start[i]
        ends = [k + _at_level(beyond, k, window.size[i]) - 1 for k in (n, size)]
        # in single precision, as PyTorch does for whole images
        step = np.float32(ends[0]) / np.float32(ends[1])
        first_place = _at_level(start, size, window.size[i])
        places = np.arange(size, dtype=np.float32) + np.float32(first_place)
        places = step * places - np.float32(_at_level(start, n, window.size[i]))
        low = np.clip(np.floor(places), 0, n - 1).astype(np.int64)
        share = np.clip(places - low, 0, 1).astype(np.float32)
        weight = torch.from_numpy(share).to(values)
        weight = weight.reshape([-1 if k == axis else 1 for k in range(values.dim())])
        first = values.index_select(axis, torch.from_numpy(low).to(values.device))
        high = torch.from_numpy(np.minimum(low + 1, n - 1)).to(values.device)
        second = values.index_select(axis, high)
        values = first * (1 - weight) + second * weight
    return values


def _at_level(pixels: int, size: int, full: int) -> int:
    """What so many pixels become on a level where the window's ``full`` have become ``size``."""
    return pixels * round(size / full) if size > full else pixels // round(full / size)
