"""How group elements act on fields of the plane, as plain data for a page.

Finite groups list their elements by matrix, and each representation has, for every element, the
channels in their new order, or else a matrix. Rotations by any angle are given by frequencies.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from ...fields import FieldTypeLike
from ...group import RepresentationLike
from ...gspaces import GSpaceLike

_NEAR = 1e-6
_MIRROR = np.diag([-1.0, 1.0])
Array = npt.NDArray[Any]


def action_of(gspace: GSpaceLike) -> dict[str, Any]:
    """The group's name and the matrices of its elements; "turns" is 0 for all angles."""
    group = gspace.fibergroup
    move = gspace.basespace_action
    if not group.continuous:
        return {
            "name": group.name,
            "elements": [_rounded(move(element)) for element in group.elements],
        }
    return {"name": group.name, "elements": None, "mirrors": _mirror(gspace) is not None}


def fields_of(field_type: FieldTypeLike, gspace: GSpaceLike) -> list[dict[str, Any]]:
    """Runs of equal fields: how many, of which size, and how they change."""
    runs = []
    for representation, run in groupby(field_type.representations):
        count = len(list(run))
        runs.append(
            {
                "count": count,
                "size": representation.size,
                "name": representation.name,
                **_changes(representation, gspace),
            }
        )
    return runs


def _changes(representation: RepresentationLike, gspace: GSpaceLike) -> dict[str, Any]:
    if representation.is_trivial():
        return {"kind": "scalar"}
    start = _first_of_each_irrep(representation)
    group = gspace.fibergroup
    if not group.continuous:
        matrices = [np.asarray(representation(element)) for element in group.elements]
        orders = [permutation(matrix) for matrix in matrices]
        if all(order is not None for order in orders):
            return {"kind": "permutation", "orders": orders}
        return {
            "kind": "matrices",
            "matrices": [_rounded(m) for m in matrices],
            "start": _rounded(start),
        }
    frequencies = [int(i[-1]) if len(i) else 0 for i in representation.irreps]
    mirror = _mirror(gspace)
    return {
        "kind": "frequencies",
        "frequencies": [
            [k, group.irrep(*i).size]
            for k, i in zip(frequencies, representation.irreps, strict=True)
        ],
        "basis": _rounded(representation.change_of_basis),
        "inverse": _rounded(representation.change_of_basis_inv),
        "mirror": None if mirror is None else _rounded(representation(mirror)),
        "start": _rounded(start),
    }


def permutation(matrix: Array) -> list[int] | None:
    """Of each row of a permutation matrix the column of its 1."""
    order = matrix.argmax(1)
    exact = np.zeros_like(matrix)
    exact[np.arange(len(order)), order] = 1
    near = np.abs(matrix - exact).max() < _NEAR and len(set(order)) == len(order)
    return [int(i) for i in order] if near else None


def rotation_of(matrix: Array) -> tuple[float, bool]:
    """The angle of a matrix R(angle), or R(angle) times the mirror image left to right."""
    flipped = bool(np.linalg.det(matrix) < 0)
    turn = matrix @ _MIRROR if flipped else matrix
    return math.atan2(turn[1, 0], turn[0, 0]), flipped


def _mirror(gspace: GSpaceLike) -> Any:
    """The element of a continuous group that exchanges left and right, if there is one."""
    group = gspace.fibergroup
    if group.name != "O(2)":
        return None
    angle, _ = rotation_of(np.asarray(gspace.basespace_action(group.element((1, 0.0), "radians"))))
    for turn in (-angle, angle):
        mirror = group.element((1, turn % (2 * math.pi)), "radians")
        if np.abs(np.asarray(gspace.basespace_action(mirror)) - _MIRROR).max() < _NEAR:
            return mirror
    return None


def _first_of_each_irrep(representation: RepresentationLike) -> Array:
    """A vector that no part of a representation is blind to: what a field is sampled by."""
    start, at = np.zeros(representation.size), 0
    for irrep in representation.irreps:
        size = representation.group.irrep(*irrep).size
        start[at] = math.sqrt(size)
        at += size
    vector = np.asarray(representation.change_of_basis) @ start
    return np.asarray(vector / np.linalg.norm(vector))


def _rounded(values: Any) -> Any:
    return (np.round(np.asarray(values, dtype=float), 7) + 0.0).tolist()
