"""Splitting representations into parts that never mix, by reordering coordinates only."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from .protocols import RepresentationLike

Matrix = npt.NDArray[Any]


def disentangle(representation: RepresentationLike) -> dict[str, Any]:
    """The permutation that splits a representation into smaller ones, and these.

    Upstream looks at the change of basis, which mixes coordinates that the
    matrices keep apart, so that it misses the parts of a restricted regular
    representation. Here matrices decide; parts that permute their
    coordinates as the regular representation does become it.
    """
    import escnn.group

    if representation.group.continuous:
        permutation, parts = escnn.group.disentangle(representation)
        return {"change_of_basis": _dense(permutation), "representations": list(parts)}
    matrices = {each: _dense(representation(each)) for each in representation.group.elements}
    parts, order = [], []
    for rows in _blocks(matrices):
        part, rows = _part(representation, matrices, rows, len(parts))
        parts.append(part)
        order.extend(rows)
    permutation = np.eye(representation.size)[order]
    return {"change_of_basis": permutation, "representations": parts}


def _dense(matrix: Any) -> Matrix:
    return np.asarray(matrix.todense() if hasattr(matrix, "todense") else matrix, dtype=float)


def _blocks(matrices: dict[Any, Matrix]) -> list[list[int]]:
    """The coordinates that some matrix mixes, in the order of their first ones."""
    mixed = sum(np.abs(m) > 1e-6 for m in matrices.values())
    _, labels = connected_components(np.asarray(mixed) > 0, directed=False)
    blocks: dict[int, list[int]] = {}
    for position, label in enumerate(labels):
        blocks.setdefault(int(label), []).append(position)
    return list(blocks.values())


def _part(
    representation: Any, matrices: dict[Any, Matrix], rows: list[int], number: int
) -> tuple[Any, list[int]]:
    from escnn.group import Representation
    from escnn.group.representation import build_from_discrete_group_representation

    group = representation.group
    own = {each: m[np.ix_(rows, rows)] for each, m in matrices.items()}
    if len(rows) == 1 and all(np.allclose(m, 1) for m in own.values()):
        return group.trivial_representation, rows
    regular = _as_regular(group, own)
    if regular is not None:
        return group.regular_representation, [rows[i] for i in regular]
    if len(rows) == representation.size:
        return representation, rows
    for irrep in group.irreps():
        if irrep.size == len(rows) and all(np.allclose(irrep(e), m) for e, m in own.items()):
            return irrep, rows
    built = build_from_discrete_group_representation(
        own, f"{representation.name}_{number}", group, []
    )
    part = Representation(
        group,
        built.name,
        built.irreps,
        built.change_of_basis,
        representation.supported_nonlinearities,
    )
    return part, rows


def _as_regular(group: Any, own: dict[Any, Matrix]) -> list[int] | None:
    """The order of coordinates in which matrices are those of the regular representation."""
    size = group.order()
    first = next(iter(own.values()))
    if len(first) != size or size == 1:
        return None
    identity = group.elements.index(group.identity)
    order = [-1] * size
    for position, element in enumerate(group.elements):
        order[position] = int(np.argmax(own[element][:, 0]))
    if sorted(order) != list(range(size)) or order[identity] != 0:
        return None
    regular = group.regular_representation
    fits = all(np.allclose(m[np.ix_(order, order)], regular(e)) for e, m in own.items())
    return order if fits else None
