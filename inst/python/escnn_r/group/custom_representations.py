"""Representations of one's own: from irreps, from matrices, from functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from .membership import check_finite
from .named_representations import irreps_of
from .plain_values import group_of
from .protocols import ElementLike, IrrepLike, RepresentationLike, Space
from .representations import free_name, invertible

Matrix = npt.NDArray[Any]


def standard_representation(element: ElementLike) -> ElementLike:
    """The element, which has crossed into another language once more."""
    return element


def own_representation(
    space: Space,
    name: str,
    irreps: list[Any],
    change_of_basis: npt.ArrayLike | None = None,
    supported_nonlinearities: list[str] | None = None,
) -> RepresentationLike:
    """A representation from its irreps and a change of basis."""
    from escnn.group import Representation

    group = group_of(space)
    parts = irreps_of(group, irreps)
    size = sum(each.size for each in parts)
    basis = np.eye(size) if change_of_basis is None else invertible(change_of_basis, size)
    free_name(group, name)
    ids = [each.id for each in parts]
    return Representation(group, name, ids, basis, list(supported_nonlinearities or []))


def _matrix_of(function: Callable[[Any], Any], element: Any, size: int | None) -> Matrix:
    matrix = np.asarray(function(element), dtype=float)
    matrix = matrix.reshape(1, 1) if matrix.size == 1 else matrix
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or size not in (None, len(matrix)):
        shape = " x ".join(map(str, matrix.shape))
        want = "square matrices" if size is None else f"{size} x {size} matrices"
        raise BadArgument("representation", f"a function that gives {want}", f"one of {shape}")
    return matrix


def _check_homomorphism(group: Any, matrix: Callable[[Any], Matrix]) -> None:
    """Products of elements must become products of matrices; all pairs of small groups."""
    elements = list(group.testing_elements())
    some = elements[:: max(1, len(elements) // 12)]
    others = list(group.elements) if not group.continuous else some
    for first in some:
        for second in others[:: max(1, len(others) // 24)]:
            if not np.allclose(matrix(first @ second), matrix(first) @ matrix(second), atol=1e-6):
                raise BadArgument(
                    "representation",
                    "a function that turns products of elements into products of matrices",
                    f"one that fails for {first} and {second}",
                )


def representation_from_matrices(
    space: Space,
    name: str,
    representation: Callable[[Any], Any],
    supported_nonlinearities: list[str] | None = None,
) -> RepresentationLike:
    """A representation of a finite group from its matrices, decomposed into irreps."""
    from escnn.group.representation import build_from_discrete_group_representation

    group = group_of(space)
    check_finite(
        group,
        ", to decompose matrices",
        "Give its irreps and a change of basis to `repr_from_irreps()`.",
    )
    free_name(group, name)
    matrices: dict[Any, Matrix] = {}
    for each in group.elements:
        size = len(next(iter(matrices.values()))) if matrices else None
        matrices[each] = _matrix_of(representation, each, size)
    _check_homomorphism(group, matrices.__getitem__)
    return build_from_discrete_group_representation(
        matrices, name, group, list(supported_nonlinearities or [])
    )


def own_irrep(
    space: Space,
    id: list[int],
    name: str,
    representation: Callable[[Any], Any],
    size: int,
    type: str,
    supported_nonlinearities: list[str] | None = None,
    character: Callable[[Any], Any] | None = None,
) -> IrrepLike:
    """An irrep from a function from elements to matrices."""
    from escnn.group import IrreducibleRepresentation

    group = group_of(space)
    free_name(group, name)

    def matrix(element: ElementLike) -> Matrix:
        return _matrix_of(representation, element, size)

    def trace(element: ElementLike) -> float:
        return float(np.trace(matrix(element)))

    def character_of(element: ElementLike) -> float:
        return float(np.asarray((character or trace)(element)).reshape(-1)[0])

    parts = {"R": 1, "C": 2, "H": 4}[type]
    if size % parts:
        raise BadArgument("size", f"a multiple of {parts} for an irrep of type {type}", str(size))
    _check_homomorphism(group, matrix)
    values: Any = matrix
    traces: Any = character_of
    if not group.continuous:
        values = {each: matrix(each) for each in group.elements}
        traces = {each: character_of(each) for each in group.elements}
        norm = float(np.mean([t * t for t in traces.values()]))
        if not np.isclose(norm, parts, atol=1e-6):
            raise BadArgument(
                "representation",
                f"irreducible of type {type}, with a mean squared character of {parts}",
                f"one with {norm:g}",
                "A sum of irreps is made with `repr_from_irreps()` or `repr_from_matrices()`.",
            )
    supported = list(supported_nonlinearities or [])
    return IrreducibleRepresentation(
        group, tuple(id), name, values, size, type, supported, character=traces
    )
