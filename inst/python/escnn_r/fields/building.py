"""Field types from names and counts, and geometric tensors from arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, arrays, check_extents, layouts
from ..group import channels, named_representations
from ..gspaces import GSpaceLike
from . import clouds
from .costs import check_fields
from .description import field_type_label
from .field_channels import channels_of
from .protocols import FieldTypeLike, GeometricTensorLike


def field_type(
    gspace: GSpaceLike, fields: list[Any], counts: list[int], argument: str = "fields"
) -> FieldTypeLike:
    """A field type from representations, or names of them, each with its multiplicity."""
    from escnn.nn import FieldType

    check_fields(float(sum(counts)), argument)
    representations: list[Any] = []
    for position, (field, count) in enumerate(zip(fields, counts, strict=True), start=1):
        representation = field
        if isinstance(field, str):
            representation = named_representations.representation(gspace, field, argument)
        if representation.group != gspace.fibergroup:
            raise BadArgument(
                argument,
                f"representations of {gspace.fibergroup.name}, the gspace's group",
                f"one of {representation.group.name} (field {position})",
                "Make it from the same gspace, for example with `repr_regular(g)`.",
            )
        representations.extend([representation] * count)
    return FieldType(gspace, representations)


def geometric_tensor(
    values: npt.NDArray[Any] | torch.Tensor,
    kind: FieldTypeLike,
    coords: npt.NDArray[Any] | torch.Tensor | None = None,
    dtype: str = "float32",
    device: str = "cpu",
) -> GeometricTensorLike:
    """A geometric tensor from an array or a torch tensor, with shapes checked."""
    from escnn.nn import GeometricTensor

    where = None if coords is None else _as_tensor(coords, dtype, device)
    shape = tuple(values.shape)
    d = kind.gspace.dimensionality
    check_field_shape(shape, kind, cloud=where is not None)
    if where is not None and tuple(where.shape) != (shape[0], d):
        raise BadArgument(
            "coords",
            f"a matrix of {shape[0]} points by {d} coordinates",
            f"one of dim {_dims(tuple(where.shape))}",
        )
    return GeometricTensor(_as_tensor(values, dtype, device, True), kind, where)


def check_field_shape(
    shape: Sequence[int], kind: FieldTypeLike, argument: str = "x", cloud: bool = False
) -> None:
    """Raise BadArgument unless values of this shape can be of this type."""
    shape = tuple(int(s) for s in shape)
    d = kind.gspace.dimensionality
    _check_rank(shape, d, cloud, argument, kind.size)
    check_extents(shape, argument)
    if shape[1] != kind.size:
        raise BadArgument(
            argument,
            f"an array with {channels(kind.size)} in its second dimension, "
            f"as the field type {field_type_label(kind)} has",
            f"one with {shape[1]} (dim {_dims(shape)})",
            None if cloud else layouts.channels_hint(shape, d, kind.size, argument),
        )


def _as_tensor(values: Any, dtype: str, device: str, complete: bool = False) -> torch.Tensor:
    if isinstance(values, torch.Tensor):
        return values
    return arrays.to_tensor(np.asarray(values), dtype, device, complete)


def _check_rank(shape: tuple[int, ...], d: int, cloud: bool, argument: str, size: int) -> None:
    rank = 2 if cloud else 2 + d
    if len(shape) == rank:
        return
    axes = ["points", "channels"] if cloud else ["batch", "channels"]
    axes += [] if cloud else {0: [], 2: ["height", "width"]}.get(d, ["depth", "height", "width"])
    raise BadArgument(
        argument,
        f"an array of {rank} dimensions ({', '.join(axes)})",
        f"one of {len(shape)} (dim {_dims(shape)})",
        None if cloud else layouts.rank_hint(shape, d, size, argument),
    )


def _dims(shape: tuple[int, ...]) -> str:
    return f"c({', '.join(str(s) for s in shape)})"


def pick_examples(kind: FieldTypeLike, index: list[int]) -> FieldTypeLike:
    """The field type of the fields at these positions, from 0."""
    return kind.index_select(list(index))


def select_fields(tensor: GeometricTensorLike, index: list[Any]) -> GeometricTensorLike:
    """A part of a tensor by batch, field and position (each a list from 0, or None for all)."""
    from escnn.nn import GeometricTensor

    whole_index: list[Any] = [*index, *[None] * (tensor.tensor.dim() - len(index))]
    batch, fields, *space = whole_index
    kind, values, coords = tensor.type, tensor.tensor, tensor.coords
    if fields is not None:
        values = values[:, channels_of(kind, fields)]
        kind = kind.index_select(list(fields))
    if batch is not None:
        values = values[list(batch)]
        coords = None if coords is None else clouds.keep(coords, list(batch))
    for axis, places in enumerate(space, start=2):
        if places is not None:
            where = torch.tensor(places, dtype=torch.long, device=values.device)
            values = values.index_select(axis, where)
    return GeometricTensor(values, kind, coords)


def combine_tensors(
    operator: str,
    left: GeometricTensorLike | float | torch.Tensor,
    right: GeometricTensorLike | float | torch.Tensor,
) -> GeometricTensorLike:
    """Arithmetic on geometric tensors: sums of equal types, and scaling by a number."""
    from escnn.nn import GeometricTensor

    if not isinstance(left, GeometricTensor):
        return _scale(operator, right, left, "e1")
    if not isinstance(right, GeometricTensor):
        return _scale(operator, left, right, "e2")
    if operator not in ("+", "-"):
        raise BadArgument(
            "operator",
            '"+" or "-" between two geometric tensors',
            f'"{operator}"',
            "Products of features are not equivariant; `*` and `/` take one number.",
        )
    if left.type != right.type:
        raise BadArgument(
            "e2",
            f"of the same field type, {field_type_label(left.type)}",
            field_type_label(right.type),
        )
    if not left.has_same_coords(right):
        raise BadArgument("e2", "at the same points", "at others")
    values = left.tensor + right.tensor if operator == "+" else left.tensor - right.tensor
    return type(left)(values, left.type, left.coords)


def _scale(operator: str, tensor: Any, number: Any, side: str) -> Any:
    count = number.numel() if isinstance(number, torch.Tensor) else np.size(number)
    if count != 1:
        raise BadArgument(side, "a geometric tensor or one number", f"{count} numbers")
    if operator == "*":
        values = tensor.tensor * number
    elif operator == "/" and side == "e2":
        values = tensor.tensor / number
    else:
        raise BadArgument(
            "operator",
            '"*" or "/" between a geometric tensor and a number',
            f'"{operator}"',
            "Adding a number is not equivariant, except to trivial fields.",
        )
    return type(tensor)(values, tensor.type, tensor.coords)


def concatenate_tensors(tensors: list[Any]) -> GeometricTensorLike:
    """The direct sum of tensors over the same space: their fields side by side."""
    from escnn.nn import tensor_directsum

    return tensor_directsum(tensors)
