"""The action of a group element on feature fields: on the fibres and on the grid.

Differs from ``escnn.nn.GeometricTensor.transform`` in three ways: grid
symmetries (quarter turns, flips) are torch operations, so they are exact and
keep the gradient; interpolated ones use the action at full precision, where
upstream rounds it to half precision; images are resampled one by one, where
upstream filters across the batch and channel axes too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.ndimage import affine_transform

from ..group import ElementLike
from ..gspaces import GSpaceLike
from . import clouds
from .field_channels import mapped
from .protocols import FieldTypeLike, GeometricTensorLike

# an action this close to a signed permutation of the axes is taken as one
_GRID_TOLERANCE = 1e-6


def grid_action(gspace: GSpaceLike, element: ElementLike) -> npt.NDArray[Any]:
    """The action on array axes: escnn's points are (x, y, z), its arrays (-z, -y, x)."""
    action = np.array(gspace.basespace_action(element), dtype=np.float64)[::-1, ::-1].copy()
    action[:-1, :] *= -1
    action[:, :-1] *= -1
    whole = np.round(action)
    close = np.abs(action - whole) < _GRID_TOLERANCE
    action[close] = whole[close]
    return action


def is_exact(gspace: GSpaceLike, element: ElementLike) -> bool:
    """Whether an element maps the grid onto itself, so that nothing is interpolated."""
    if gspace.dimensionality == 0:
        return True
    action = grid_action(gspace, element)
    return bool(np.all(np.isin(np.abs(action), (0.0, 1.0))))


def keeps_shape(gspace: GSpaceLike, element: ElementLike, extent: Sequence[int]) -> bool:
    """Whether a grid of this extent is one of the same extent afterwards.

    Quarter turns exchange axes; what is interpolated keeps its frame.
    """
    if gspace.dimensionality == 0 or not is_exact(gspace, element):
        return True
    sources = np.abs(grid_action(gspace, element)).argmax(1)
    return [extent[axis] for axis in sources] == list(extent)


def transform_fibres(
    values: torch.Tensor, field_type: FieldTypeLike, element: ElementLike
) -> torch.Tensor:
    """Multiply the channels by the representation, one run of equal fields at a time."""
    pieces, start = [], 0
    for representation, run in groupby(field_type.representations):
        count = len(list(run))
        stop = start + count * representation.size
        block = values[:, start:stop]
        start = stop
        matrix = torch.tensor(
            np.array(representation(element)), dtype=values.dtype, device=values.device
        )
        shape = block.shape
        block = block.reshape(shape[0], count, representation.size, *shape[2:])
        pieces.append(mapped(matrix, block).reshape(shape))
    return torch.cat(pieces, dim=1)


def transform_grid(
    values: torch.Tensor, gspace: GSpaceLike, element: ElementLike, order: int
) -> torch.Tensor:
    """Move the values over the grid: out(p) = in(g^-1 p)."""
    if gspace.dimensionality == 0:
        return values
    return move(values, grid_action(gspace, element), order)


def move(
    values: torch.Tensor,
    action: npt.NDArray[Any],
    order: int,
    fill: torch.Tensor | float = 0.0,
) -> torch.Tensor:
    """Move values by an orthogonal matrix on array axes, exactly where it permutes them.

    ``fill`` comes in from outside: one value, or one for each image of each channel.
    """
    whole = np.round(action)
    if np.all(np.abs(action - whole) < _GRID_TOLERANCE):
        return _permute_grid(values, whole)
    return _resample(values, action, order, fill)


def _permute_grid(values: torch.Tensor, action: npt.NDArray[Any]) -> torch.Tensor:
    d = len(action)
    source = np.abs(action).argmax(axis=1)
    sign = action[np.arange(d), source]
    first = values.dim() - d
    permuted = values.permute(*range(first), *(first + int(axis) for axis in source))
    flipped = [first + axis for axis in range(d) if sign[axis] < 0]
    return torch.flip(permuted, flipped).contiguous() if flipped else permuted.contiguous()


def _resample(
    values: torch.Tensor, action: npt.NDArray[Any], order: int, fill: torch.Tensor | float
) -> torch.Tensor:
    d = len(action)
    inverse = action.T
    size = np.array(values.shape[-d:], dtype=np.float64)
    centre = (size - 1) / 2
    offset = centre - inverse @ centre
    source = values.detach().to("cpu", torch.float64).numpy()
    images = source.reshape(-1, *values.shape[-d:])
    out = np.empty_like(images)
    level = torch.as_tensor(fill).detach().to("cpu", torch.float64).numpy()
    around = np.broadcast_to(level, source.shape[:-d]).reshape(-1)
    for image, target, outside in zip(images, out, around, strict=True):
        affine_transform(
            image, inverse, offset=offset, order=order, output=target, cval=float(outside)
        )
    resampled = torch.from_numpy(out.reshape(source.shape))
    return resampled.to(dtype=values.dtype, device=values.device)


def transform(
    tensor: GeometricTensorLike, element: ElementLike, order: int = 2
) -> GeometricTensorLike:
    """The geometric tensor g.x of the same type, for splines of the given order."""
    field_type = tensor.type
    fibres = transform_fibres(tensor.tensor, field_type, element)
    if tensor.coords is not None:
        action = torch.tensor(
            np.array(field_type.gspace.basespace_action(element)),
            dtype=tensor.coords.dtype,
            device=tensor.coords.device,
        )
        moved_coords = clouds.hand_on(tensor.coords, tensor.coords @ action.T)
        return type(tensor)(fibres, field_type, moved_coords)
    values = transform_grid(fibres, field_type.gspace, element, order)
    return type(tensor)(values, field_type)
