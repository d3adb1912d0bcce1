"""Geometric tensors taken apart: other types of the same numbers, devices, fibres."""

from __future__ import annotations

import torch

from ..bridge import arrays, pick_device
from ..group import ElementLike
from . import action, clouds, field_types
from .protocols import FieldTypeLike, GeometricTensorLike


def retyped_tensor(x: GeometricTensorLike, kind: FieldTypeLike) -> GeometricTensorLike:
    """The same numbers as a tensor of another type of as many channels."""
    return type(x)(x.tensor, kind, x.coords)


def moved_tensor(
    x: GeometricTensorLike, device: str | None, dtype: str | None
) -> GeometricTensorLike:
    """The same tensor on another device, or in another precision."""
    where = None if device is None else pick_device(device)
    what = None if dtype is None else arrays.DTYPES[dtype]
    changes = {k: v for k, v in {"device": where, "dtype": what}.items() if v is not None}
    coords = x.coords
    if coords is not None and changes:
        coords = clouds.hand_on(coords, coords.to(**changes))
    values: torch.Tensor = x.tensor.to(**changes) if changes else x.tensor
    return type(x)(values, x.type, coords)


def transform_fibres(x: GeometricTensorLike, element: ElementLike) -> GeometricTensorLike:
    """An element's action on the channels, with the points left where they are."""
    field_types.check_element(x.type, element)
    return type(x)(action.transform_fibres(x.tensor, x.type, element), x.type, x.coords)
