"""Fields under a rotation of the plane, or about the third axis, whether or not it is in the group.

A model is judged at any angle. Scalars stay as they are and vectors turn with
space; what other fields do is known for rotations of the group alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..group import element_from_matrix
from . import maps

Matrix = npt.NDArray[Any]


def rotation(angle: float, d: int) -> Matrix:
    """Of points (x, y) or (x, y, z), counter-clockwise in degrees, about the third axis."""
    t = np.radians(angle)
    action = np.eye(d)
    action[:2, :2] = [[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]
    return action


def turn(values: torch.Tensor, kind: Any, space: Any, angle: float) -> torch.Tensor:
    """The channels of a type under a rotation; where they are in space is another matter.

    ``space`` is the gspace in which the model's inputs are.
    """
    matrices = _matrices(kind, space, angle)
    if matrices is None or values.shape[1] != kind.size:
        return values
    pieces, start = [], 0
    for matrix in matrices:
        part = values[:, start : start + len(matrix)]
        start += len(matrix)
        whole, gaps = torch.from_numpy(matrix).to(part), part.isnan()
        moved = torch.einsum("oi,ni...->no...", whole, part.masked_fill(gaps, 0))
        pieces.append(moved.masked_fill(maps.reached(matrix, gaps), torch.nan))
    return torch.cat(pieces, 1)


def _matrices(kind: Any, space: Any, angle: float) -> list[Matrix] | None:
    """For each field its matrix; None where nothing turns."""
    if kind is None or not hasattr(kind, "representations"):
        return None
    fields = kind.representations
    if all(each.is_trivial() for each in fields):
        return None
    if kind.gspace.fibergroup != space.fibergroup:
        raise _unknown("of a model that restricts its group")
    action = rotation(angle, space.dimensionality)
    element = _element(space, action, np.radians(angle))
    matrices = []
    for each in fields:
        if each.is_trivial():
            matrices.append(np.eye(1))
        elif is_vector(each, space):
            matrices.append(action)
        elif element is not None:
            matrices.append(np.asarray(each(element)))
        else:
            raise _unknown(f"of {each.name} at {angle:g} degrees, which the group does not have")
    return matrices


def is_vector(representation: Any, space: Any) -> bool:
    """Whether a representation moves vectors as the group moves the space."""
    if representation.size != space.dimensionality or representation.size < 2:
        return False
    return all(
        np.allclose(representation(g), space.basespace_action(g), atol=1e-6)
        for g in space.testing_elements
    )


def _element(space: Any, action: Matrix, angle: float) -> Any:
    """The element of the group that moves points so, if there is one."""
    group = space.fibergroup
    if group.continuous:
        makers = (
            lambda: group.element(angle),
            lambda: group.element((0, angle)),
            lambda: element_from_matrix(group, action),
        )
        candidates = []
        for make in makers:
            try:
                candidates.append(make())
            except Exception:
                continue
    else:
        candidates = list(group.elements)
    for each in candidates:
        if np.allclose(space.basespace_action(each), action, atol=1e-6):
            return each
    return None


def _unknown(what: str) -> BadArgument:
    return BadArgument(
        "angles",
        "angles of the group for fields that are neither scalars nor vectors",
        f"angles for fields {what}",
        "Vectors are `repr_standard(gspace)`. Or use `transform()` on geometric tensors.",
    )
