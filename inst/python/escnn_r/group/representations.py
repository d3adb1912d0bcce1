"""Representations: their irreps, sums, products, restrictions and other bases."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from . import subgroups
from .costs import check_sum
from .membership import check_of_group
from .named_representations import irrep_name, read_irrep
from .plain_values import group_of
from .protocols import GivenIrrep, GivenSubgroup, GroupLike, RepresentationLike, Space

Matrix = npt.NDArray[Any]


def all_irreps(source: Space | RepresentationLike) -> list[Any]:
    """The irreps that a group has made so far, or those of a representation, in order."""
    ids = getattr(source, "irreps", None)
    if ids is not None and not callable(ids):
        return [cast(RepresentationLike, source).group.irrep(*each) for each in ids]
    return list(group_of(cast(Space, source)).irreps())


def named(representation: RepresentationLike, name: str | None) -> RepresentationLike:
    """The representation under another name; the group's own memory stays as it is."""
    from escnn.group import Representation

    if name is None or name == representation.name:
        return representation
    namesake = representation.group.representations.get(name)
    if namesake is not None:
        raise BadArgument(
            "name",
            f"a name that no representation of {representation.group.name} has yet",
            f'"{name}"',
        )
    return Representation(
        representation.group,
        name,
        representation.irreps,
        representation.change_of_basis,
        representation.supported_nonlinearities,
        representation=representation.representation,
        character=representation._characters,
        change_of_basis_inv=representation.change_of_basis_inv,
        **representation.attributes,
    )


# What some groups have


_SPECIAL = {
    "standard_representation": (
        "SO(2), O(2), SO(3), O(3), the icosahedral or the octahedral group",
        "For rotations of the plane by a cyclic group use `repr_irrep(g, 1)`, by a dihedral "
        "one `repr_irrep(g, 1, 1)`.",
    ),
    "ico_vertices_representation": ("the icosahedral group", "Make it with `group_ico()`."),
    "ico_faces_representation": ("the icosahedral group", "Make it with `group_ico()`."),
    "ico_edges_representation": ("the icosahedral group", "Make it with `group_ico()`."),
    "cube_vertices_representation": ("the octahedral group", "Make it with `group_octa()`."),
    "cube_faces_representation": ("the octahedral group", "Make it with `group_octa()`."),
    "cube_edges_representation": ("the octahedral group", "Make it with `group_octa()`."),
}


def special_representation(space: Space, kind: str) -> RepresentationLike:
    """A representation that only some groups have, a method in one and a property in another."""
    group = group_of(space)
    member = getattr(group, kind, None)
    if member is None:
        allowed, hint = _SPECIAL[kind]
        raise BadArgument("g", allowed, group.name, hint)
    # representations can be called too, so that the test is for methods
    return member() if getattr(member, "__self__", None) is group else member


# Sums, products, restrictions, bases


def direct_sum(
    parts: list[Any], change_of_basis: Matrix | None = None, name: str | None = None
) -> RepresentationLike:
    """The direct sum, after it a change of basis."""
    from escnn.group import directsum

    size = sum(part.size for part in parts)
    check_sum(float(size))
    _of_one_group(parts)
    basis = None if change_of_basis is None else invertible(change_of_basis, size)
    free_name(parts[0].group, name)
    return directsum(list(parts), basis, name)


def _of_one_group(parts: list[Any]) -> None:
    group = parts[0].group
    # to compare groups takes long, and most parts have the same one
    others = {id(part.group): part.group for part in parts}.values()
    other = next((each for each in others if each != group), None)
    if other is not None:
        raise BadArgument(
            "...", "representations of one group", f"of {group.name} and of {other.name}"
        )


def free_name(group: GroupLike, name: str | None) -> None:
    """Raise BadArgument for a name that the group knows already."""
    if name is not None and name in group.representations:
        raise BadArgument(
            "name", f"a name that no representation of {group.name} has yet", f'"{name}"'
        )


def invertible(values: npt.ArrayLike, size: int, argument: str = "change_of_basis") -> Matrix:
    """An invertible matrix of this size, or BadArgument."""
    matrix = np.asarray(values, dtype=float)
    if matrix.shape != (size, size):
        shape = " x ".join(map(str, matrix.shape))
        raise BadArgument(argument, f"a {size} x {size} matrix", f"one of {shape}")
    if not np.isfinite(matrix).all() or np.linalg.cond(matrix) > 1e8:
        raise BadArgument(argument, "invertible", None)
    return matrix


def orthogonal(values: npt.ArrayLike, size: int, argument: str, where: str = "") -> Matrix:
    """An orthogonal matrix of this size, or BadArgument."""
    matrix = np.asarray(values, dtype=float)
    fits = matrix.shape == (size, size)
    if not fits or not np.allclose(matrix @ matrix.T, np.eye(size), atol=1e-6):
        shape = None if fits else f"one of {' x '.join(map(str, matrix.shape))}"
        raise BadArgument(argument, f"an orthogonal {size} x {size} matrix{where}", shape)
    return matrix


def tensor_product(
    first: RepresentationLike, second: RepresentationLike, name: str | None = None
) -> RepresentationLike:
    """The tensor product, whose matrices are Kronecker products, in its irreps."""
    check_of_group(first.group, second, "r2", "a representation")
    return named(first.tensor(second), name)


def decompose(representation: RepresentationLike) -> list[dict[str, Any]]:
    """The irreps of a representation, each with its size and its multiplicity."""
    counts: dict[Any, int] = {}
    for each in representation.irreps:
        counts[each] = counts.get(each, 0) + 1
    return [
        {
            "irrep": irrep_name(each),
            "size": representation.group.irrep(*each).size,
            "multiplicity": count,
        }
        for each, count in counts.items()
    ]


def restrict_representation(
    representation: RepresentationLike, subgroup: GivenSubgroup
) -> RepresentationLike:
    """The same matrices for the elements of a subgroup only."""
    return representation.restrict(subgroups.read(representation.group, subgroup))


def change_basis(
    representation: RepresentationLike,
    change_of_basis: npt.ArrayLike,
    name: str | None = None,
    supported_nonlinearities: list[str] | None = None,
) -> RepresentationLike:
    """The representation in another basis, Q rho(g) Q^-1."""
    import escnn.group

    free_name(representation.group, name)
    label = f"{representation.name}:changed" if name is None else name
    supported = list(supported_nonlinearities or [])
    matrix = invertible(change_of_basis, representation.size)
    return escnn.group.change_basis(representation, matrix, label, supported)


# What is in one


def character(representation: RepresentationLike, elements: list[Any]) -> list[float]:
    """The traces of the matrices of some elements."""
    for each in elements:
        check_of_group(representation.group, each, "elements", "elements")
    return [float(np.real(representation.character(each))) for each in elements]


def irrep_multiplicity(representation: RepresentationLike, irrep: GivenIrrep) -> int:
    """How often an irrep is in a representation."""
    id = read_irrep(representation.group, irrep, "irrep").id
    return sum(each == id for each in representation.irreps)


def endomorphism_basis(representation: RepresentationLike) -> Matrix:
    """A basis of the matrices that commute with a representation."""
    return np.asarray(representation.endomorphism_basis(), dtype=float)


def homomorphism_space(first: RepresentationLike, second: RepresentationLike) -> Matrix:
    """A basis of the matrices that intertwine two representations."""
    import escnn.group

    check_of_group(first.group, second, "rho2", "a representation")
    return np.asarray(escnn.group.homomorphism_space(first, second), dtype=float)


def clebsch_gordan(space: Space, m: GivenIrrep, n: GivenIrrep, j: GivenIrrep) -> Matrix:
    """How irrep j lies in the product of m and n, of shape (m, n, multiplicity, j)."""
    group = group_of(space)
    ids = [read_irrep(group, each, name).id for each, name in ((m, "m"), (n, "n"), (j, "j"))]
    coefficients = np.asarray(group._clebsh_gordan_coeff(*ids), dtype=float)
    # for SO(3) and O(3) escnn fills in zeros where j isn't in the product
    return coefficients[:, :, np.abs(coefficients).max(axis=(0, 1, 3)) > 1e-9]


def change_of_basis(representation: RepresentationLike, inverse: bool) -> Matrix:
    """The matrix from the sum of irreps to the representation, or back."""
    matrix = representation.change_of_basis_inv if inverse else representation.change_of_basis
    return np.asarray(matrix, dtype=float)
