"""What a field type knows: its fields, their channels, and how they change."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, arrays
from ..group import ElementLike, check_of_group, irrep_name, representation_label
from .action import transform_fibres
from .protocols import FieldTypeLike

Matrix = npt.NDArray[Any]


def type_irreps(kind: FieldTypeLike) -> list[str]:
    """The irreps in all fields, in order, by the names that ``representation()`` knows."""
    return [irrep_name(irrep) for irrep in kind.irreps]


def type_change_of_basis(kind: FieldTypeLike, inverse: bool = False) -> Matrix:
    """The matrix that leads from irreps to fields, or back."""
    matrix = kind.change_of_basis_inv if inverse else kind.change_of_basis
    return np.asarray(matrix.todense(), dtype=float)


def type_matrix(kind: FieldTypeLike, element: ElementLike) -> Matrix:
    """How an element mixes the channels at one point: a block for each field."""
    check_element(kind, element)
    matrix = np.zeros((kind.size, kind.size))
    extents = zip(kind.representations, kind.fields_start, kind.fields_end, strict=True)
    for field, start, stop in extents:
        matrix[start:stop, start:stop] = field(element)
    return matrix


def check_element(kind: FieldTypeLike, element: ElementLike, argument: str = "element") -> None:
    """Raise BadArgument unless the element is of the type's group."""
    check_of_group(
        kind.fibergroup,
        element,
        argument,
        "an element",
        "Make it from the type's own gspace: `group_element(type$gspace, ...)`.",
    )


def act_on_fibres(
    kind: FieldTypeLike, values: npt.NDArray[Any] | torch.Tensor, element: ElementLike
) -> npt.NDArray[Any] | torch.Tensor:
    """An element's action on the channels of plain values, of whatever space."""
    check_element(kind, element)
    shape = tuple(values.shape)
    if len(shape) < 2 or shape[1] != kind.size:
        raise BadArgument(
            "x",
            f"an array with {kind.size} channels in its second dimension",
            f"one of dim c({', '.join(map(str, shape))})",
        )
    tensor = values
    if not isinstance(values, torch.Tensor):
        tensor = arrays.to_tensor(np.asarray(values), "float64")
    return _like(transform_fibres(tensor, kind, element), values)


def _like(tensor: torch.Tensor, original: Any) -> Any:
    """A tensor for a tensor, an array for an array."""
    return tensor if isinstance(original, torch.Tensor) else arrays.to_array(tensor)


def fields_in_order(kind: FieldTypeLike) -> list[int]:
    """Where the fields are, from 0, when they are sorted by size, equal ones as they were."""
    sizes = [r.size for r in kind.representations]
    return sorted(range(len(sizes)), key=lambda field: sizes[field])


def type_summary(kind: FieldTypeLike) -> dict[str, Any]:
    """Starts and ends of the fields' channels from 1, and whether they are all the same."""
    return {
        "start": [int(start) + 1 for start in kind.fields_start],
        "end": [int(stop) for stop in kind.fields_end],
        "names": [representation_label(r) for r in kind.representations],
        "uniform": bool(kind.uniform),
    }
