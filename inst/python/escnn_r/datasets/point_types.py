"""Types of points, such as elements of atoms, matched by their names."""

from __future__ import annotations

import copy
from typing import Any

import torch

from ..bridge import BadArgument
from .clouds import Clouds, _SomeClouds


def with_point_types(data: Any, types: list[str], argument: str) -> Any:
    """Clouds whose channels are those of the types of training; refused if points are of others.

    Data without names of types stay as they are.
    """
    order = [str(name) for name in types]
    if not isinstance(data, (Clouds, _SomeClouds)) or data.types in (None, order):
        return data
    if isinstance(data, _SomeClouds):
        # the rest of the whole may be of other types
        starts = data.base.starts
        parts = [data.base.values[starts[i] : starts[i + 1]].any(0) for i in data.index]
        used = torch.stack(parts).any(0)
        return _SomeClouds(_reordered(data.base, order, used, argument), data.index)
    return _reordered(data, order, data.values.any(0), argument)


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
