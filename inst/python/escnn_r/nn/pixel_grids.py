"""Pixel arithmetic of convolutions and pools, and which sizes a grid symmetry survives."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..fields import grid_action, is_exact
from ..gspaces import GSpaceLike

Sizes = tuple[int, ...]


def each(value: float | tuple[float, ...] | list[float], d: int) -> Sizes:
    """One number for each direction."""
    return tuple(int(v) for v in value) if isinstance(value, (tuple, list)) else (int(value),) * d


def left_over(size: Sizes, width: Sizes, stride: Sizes, padding: Sizes) -> Sizes:
    """Pixels at the far border that no window reaches, in each direction.

    Where there are any, windows don't lie around the centre, and a quarter turn
    or a flip of the input meets other windows.
    """
    rows = zip(size, width, stride, padding, strict=True)
    return tuple(max(n + 2 * p - k, 0) % s for n, k, s, p in rows)


@lru_cache(maxsize=256)
def moved_axes(gspace: GSpaceLike) -> tuple[bool, ...]:
    """Which axes of the grid some element turns or flips."""
    actions = [grid_action(gspace, g) for g in gspace.testing_elements]
    axes = range(gspace.dimensionality)
    return tuple(any(abs(action[i, i] - 1) > 1e-6 for action in actions) for i in axes)


@lru_cache(maxsize=256)
def leaves_grid(gspace: GSpaceLike) -> bool:
    """Whether some element turns the grid by less than a quarter, so that points miss it."""
    return not all(is_exact(gspace, g) for g in gspace.testing_elements)


@lru_cache(maxsize=256)
def swaps_axes(gspace: GSpaceLike) -> bool:
    """Whether some element turns one direction of the grid into another."""
    d = gspace.dimensionality
    off = ~np.eye(d, dtype=bool)
    return any(
        bool(np.any(np.abs(grid_action(gspace, g)[off]) > 1e-6)) for g in gspace.testing_elements
    )


def odd_neighbours(size: int) -> str:
    """The odd sizes beside an even one, in words."""
    return f"{size - 1} or {size + 1}" if size > 2 else f"{size + 1}"
