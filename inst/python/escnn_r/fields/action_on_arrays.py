"""The action of a group element on arrays of values on a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from ..bridge import BadArgument, to_tensor
from ..group import ElementLike, RepresentationLike, check_of_group
from ..gspaces import GSpaceLike
from .action import transform

if TYPE_CHECKING:
    import torch


def act_on_array(
    space: GSpaceLike,
    values: npt.NDArray[Any] | torch.Tensor,
    representation: RepresentationLike,
    element: ElementLike,
    order: int = 2,
) -> npt.NDArray[Any] | torch.Tensor:
    """Values on a grid after a group element has acted on grid and channels."""
    from escnn.nn import FieldType, GeometricTensor

    check_of_group(space.fibergroup, representation, "repr", "a representation")
    check_of_group(space.fibergroup, element, "element", "an element")
    tensor = to_tensor(values, "float64")
    rank = 2 + int(space.dimensionality)
    if tensor.dim() != rank or tensor.shape[1] != representation.size:
        raise BadArgument(
            "x",
            f"an array of {rank} dimensions, the second of {representation.size} channels",
            f"one of dim ({', '.join(str(n) for n in tensor.shape)})",
        )
    kind = FieldType(space, [representation])
    return transform(GeometricTensor(tensor, kind), element, order).tensor
