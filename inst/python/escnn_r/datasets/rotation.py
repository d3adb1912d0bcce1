"""Images and volumes rotated, in bulk, at a quality to choose.

Axes of images are (down, right), of volumes (depth, down, right). Points are
(x, y), or (x, y, z), with x to the right, y up and z against the depth, as
escnn has it, and angles turn counter-clockwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

from .resampling import resample

Array = npt.NDArray[Any]

# turns this close to a symmetry of the grid are exact
_TOLERANCE = 1e-9


def plane_rotations(angles: Array) -> Array:
    """The matrices of rotations of the plane by angles in degrees."""
    t = np.radians(angles)
    return np.stack([np.cos(t), -np.sin(t), np.sin(t), np.cos(t)], axis=-1).reshape(-1, 2, 2)


def rotate_planes(values: Array, angles: Array, **quality: Any) -> Array:
    """Images (examples by channels by space) in their frames, each by its angle in degrees."""
    return rotate(values, plane_rotations(angles), **quality)


def turned_extent(turns: Array, size: tuple[int, ...]) -> tuple[int, ...]:
    """The size of turned grids: that of quarter turns which all exchange the same axes.

    Otherwise grids keep their size, as one array can't have several.
    """
    extents = {_extent(action, size) for action in _on_axes(np.asarray(turns, dtype=float))}
    extent = extents.pop() if len(extents) == 1 else None
    return extent or size


def rotate(
    values: Array, turns: Array, extent: tuple[int, ...] | None = None, **quality: Any
) -> Array:
    """Images or volumes, each turned about its centre by its matrix; quality as in resample().

    ``extent`` is what `turned_extent()` gives for all of the turns.
    """
    actions = _on_axes(np.asarray(turns, dtype=float))
    size = values.shape[2:]
    extent = extent or size
    exact = np.array([_extent(action, size) == extent for action in actions], dtype=bool)
    out = np.empty((*values.shape[:2], *extent), dtype=values.dtype)
    for action in np.unique(actions[exact], axis=0):
        same = exact & np.all(actions == action, axis=(1, 2))
        out[same] = _permute(values[same], action)
    if not exact.all():
        centre = (np.array(size, dtype=float) - 1) / 2
        inverse = actions[~exact].transpose(0, 2, 1)
        out[~exact] = resample(values[~exact], inverse, centre, centre, size, **quality)
    return out


def _on_axes(turns: Array) -> Array:
    """Rotations of points as rotations of array axes: (x, y, z) are axes (-depth, -down, right)."""
    action = turns[:, ::-1, ::-1].copy()
    action[:, :-1, :] *= -1
    action[:, :, :-1] *= -1
    whole = np.round(action)
    close = np.abs(action - whole) < _TOLERANCE
    # no negative zeros, which would not compare as the same matrix's
    action[close] = whole[close] + 0.0
    return action


def _extent(action: Array, size: tuple[int, ...]) -> tuple[int, ...] | None:
    """The size after a turn that maps a grid onto one; None for others."""
    if not np.all(np.isin(np.abs(action), (0.0, 1.0))):
        return None
    return tuple(int(size[axis]) for axis in np.abs(action).argmax(axis=1))


def _permute(values: Array, action: Array) -> Array:
    source = np.abs(action).argmax(axis=1)
    sign = action[np.arange(len(action)), source]
    moved = np.transpose(values, [0, 1, *(2 + source)])
    return np.flip(moved, [2 + axis for axis in range(len(sign)) if sign[axis] < 0])


def random_angles(count: int, seed: int) -> Array:
    """Angles in degrees, uniform."""
    return np.random.default_rng(seed).uniform(0, 360, count)


def random_rotations(count: int, seed: int, exact: bool = False) -> Array:
    """Rotation matrices, uniform over all of them or over the 24 of the cube."""
    random = np.random.default_rng(seed)
    if exact:
        turns = np.round(Rotation.create_group("O").as_matrix())
        return np.asarray(turns[random.integers(len(turns), size=count)])
    return np.asarray(Rotation.from_quat(random.normal(size=(count, 4))).as_matrix())


def axis_rotations(angles: Array, axis: Array) -> Array:
    """The matrices of rotations by angles in degrees about an axis (x, y, z)."""
    unit = np.asarray(axis, dtype=float) / np.linalg.norm(axis)
    turns = Rotation.from_rotvec(np.radians(angles)[:, None] * unit).as_matrix()
    return np.asarray(turns)
