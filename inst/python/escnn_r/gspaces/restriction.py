"""Gspaces and field types with fewer symmetries.

escnn combines the ids of two nested subgroups by hand: for some it gives up,
and for some the elements of the result act otherwise than they did before.
Here the id is found from the action itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import atan2, pi
from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from ..group import GivenSubgroup, subgroups
from .protocols import GSpaceLike, HasFields

_TOLERANCE = 1e-5


def restrict_gspace(space: GSpaceLike, subgroup_id: GivenSubgroup) -> GSpaceLike:
    """The gspace with the symmetries of a subgroup only, which act as they did."""
    from escnn import gspaces

    subgroup = subgroups.subgroup_of(space, subgroup_id, "subgroup")
    if space.dimensionality == 0:
        return gspaces.GSpace0D(subgroup.group)
    action = _Action(space, subgroup)
    for candidate in _upstreams(space, subgroup), *_candidates(space, action):
        if candidate is not None and action.is_that_of(candidate):
            return candidate
    raise BadArgument(
        "subgroup",
        f"one whose action escnn has a gspace for, within {space.fibergroup.name}",
        f"{subgroup.group.name}",
        "Choose a subgroup of rotations, or make the gspace with `gspace_r2()` or `gspace_r3()`.",
    )


def restrict_field_type(kind: HasFields, subgroup: GivenSubgroup) -> HasFields:
    """A field type with the symmetries of a subgroup only."""
    from escnn import nn

    id = subgroups.read(kind.gspace, subgroup)
    space = restrict_gspace(kind.gspace, id)
    return nn.FieldType(space, [each.restrict(id) for each in kind.representations])


class _Action:
    """How the elements of a subgroup act, as the larger gspace has it."""

    def __init__(self, space: Any, subgroup: subgroups.Subgroup) -> None:
        self.group = subgroup.group
        self.elements = _some(subgroup.group)
        self.matrices = [
            np.asarray(space.basespace_action(subgroup.include(h))) for h in self.elements
        ]

    def is_that_of(self, space: GSpaceLike) -> bool:
        if space.fibergroup != self.group:
            return False
        return all(
            np.allclose(space.basespace_action(h), matrix, atol=_TOLERANCE)
            for h, matrix in zip(self.elements, self.matrices, strict=True)
        )


def _some(group: Any) -> list[Any]:
    """Enough elements to tell two actions apart."""
    elements = list(group.testing_elements())
    if group.continuous:
        return elements[:: max(1, len(elements) // 24)] + elements[1:3]
    return elements


def _upstreams(space: Any, subgroup: subgroups.Subgroup) -> Any:
    """What escnn makes of it, which may be nothing or wrong."""
    try:
        return space.restrict(subgroup.id)[0]
    except Exception:
        return None


def _candidates(space: Any, action: _Action) -> Iterator[Any]:
    find = _in_the_plane if space.dimensionality == 2 else _in_space
    yield from find(action)


def _in_the_plane(action: _Action) -> Iterator[Any]:
    from escnn import gspaces

    kind = type(action.group).__name__
    n = -1 if action.group.continuous else action.group.order()
    if kind in ("CyclicGroup", "SO2"):
        yield gspaces.GSpace2D((None, n))
    flips = [m for m in action.matrices if np.linalg.det(m) < 0]
    if not flips or kind not in ("CyclicGroup", "DihedralGroup", "O2"):
        return
    turns = {"CyclicGroup": 1, "O2": -1}.get(kind, n // 2)
    for flip in flips:
        # a reflection is a turn by this angle after the one at the first axis
        axis = atan2(flip[1, 0], flip[0, 0]) % (2 * pi)
        yield gspaces.GSpace2D((axis, turns))


def _ids(group: Any) -> list[tuple[Any, ...]]:
    """The kinds of subgroups of O(3) that are this group."""
    kind = type(group).__name__
    if kind in ("SO3", "O3"):
        return [(kind == "O3", "so3")]
    if kind in ("Icosahedral", "Octahedral"):
        return [(False, kind[: -len("hedral")].lower().replace("icosa", "ico"))]
    if kind in ("CyclicGroup", "SO2"):
        n = -1 if group.continuous else group.order()
        twos = [(True, False, 1), ("cone", 1)] if n == 2 else []
        return [(False, False, n), *twos]
    if kind in ("DihedralGroup", "O2"):
        n = -1 if group.continuous else group.rotation_order
        return [(False, True, n), ("cone", n)]
    if hasattr(group, "G1") and group.G1.order() == 2:
        return [(True, *rest[1:]) for rest in _ids(group.G2) if rest[0] is False]
    return []


def _in_space(action: _Action) -> Iterator[Any]:
    from escnn import gspaces
    from escnn.group import o3_group

    o3 = o3_group(2)
    standard = o3.standard_representation()
    for subgroup_id in _ids(action.group):
        group, include, _ = o3.subgroup(subgroup_id)
        if group != action.group:
            continue
        usual = [np.asarray(standard(include(h))) for h in action.elements]
        turn = _conjugator(usual, action.matrices)
        if turn is not None:
            adjoint = o3.element((0, turn), "MAT")
            placed_id = subgroup_id if adjoint == o3.identity else (*subgroup_id, adjoint)
            yield gspaces.GSpace3D(placed_id)


def _conjugator(
    usual: list[npt.NDArray[Any]], matrices: list[npt.NDArray[Any]]
) -> npt.NDArray[Any] | None:
    """The rotation A with usual A = A wanted for all pairs, near the identity if it can be."""
    if any(
        abs(np.trace(u) - np.trace(w)) > _TOLERANCE for u, w in zip(usual, matrices, strict=True)
    ):
        return None
    eye = np.eye(3)
    system = np.concatenate(
        [np.kron(u, eye) - np.kron(eye, w.T) for u, w in zip(usual, matrices, strict=True)]
    )
    _, sizes, directions = np.linalg.svd(system, full_matrices=True)
    null = directions[int((sizes > _TOLERANCE).sum()) :]
    if len(null) == 0:
        return None
    rng = np.random.default_rng(0)
    for start in (eye.reshape(-1), *rng.standard_normal((5, 9))):
        candidate = (null.T @ (null @ start)).reshape(3, 3)
        left, stretch, right = np.linalg.svd(candidate)
        if stretch.min() > 1e-3:
            # the orthogonal part of what commutes commutes too, and so does -1
            turn: npt.NDArray[Any] = left @ right
            return turn if np.linalg.det(turn) > 0 else -turn
    return None
