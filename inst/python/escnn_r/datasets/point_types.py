"""Types of points, such as elements of atoms, matched by their names."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument
from .base import Dataset, Index, OfAnother, Subset
from .clouds import Clouds


def with_point_types(data: Any, types: list[str], argument: str) -> Any:
    """Clouds whose channels are those of the types of training; refused if points are of others.

    Data without names of types stay as they are.
    """
    order = [str(name) for name in types]
    if not isinstance(data, Dataset) or data.types in (None, order):
        return data
    clouds, index = _whole(data)
    # the rest of the whole may be of other types
    chosen = np.isin(np.arange(len(clouds)), index)
    used = clouds.values[torch.from_numpy(np.repeat(chosen, np.diff(clouds.starts)))].any(0)
    return _of(data, _reordered(clouds, order, used, argument))


def _whole(data: Dataset) -> tuple[Clouds, Index]:
    """The clouds that data are made of, and their positions there."""
    if isinstance(data, OfAnother):
        clouds, index = _whole(data.base)
        return clouds, index[data.index] if isinstance(data, Subset) else index
    assert isinstance(data, Clouds)
    return data, np.arange(len(data))


def _of(data: Dataset, clouds: Clouds) -> Dataset:
    """The same data, made of other clouds."""
    if not isinstance(data, OfAnother):
        return clouds
    other = copy.copy(data)
    other.base, other.types, other.shape = _of(data.base, clouds), clouds.types, clouds.shape
    return other


def _reordered(data: Clouds, order: list[str], used: torch.Tensor, argument: str) -> Clouds:
    names = data.types or []
    unknown = [name for name, some in zip(names, used.tolist(), strict=True) if some]
    unknown = [name for name in unknown if name not in order]
    if unknown:
        raise BadArgument(
            argument,
            f"clouds of the types of points in training: {', '.join(order)}",
            f"clouds with {', '.join(unknown)}",
        )
    values = torch.zeros(len(data.values), len(order), dtype=data.values.dtype)
    for i, name in enumerate(names):
        if name in order:
            values[:, order.index(name)] = data.values[:, i]
    clouds = copy.copy(data)
    clouds.values, clouds.types, clouds.shape = values, order, (len(order),)
    return clouds
