"""Representations: made from subgroups, band limits, sums, products and matrices of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from . import groups, subgroups
from .errors import BadArgument
from .groups import group_of, irrep_name

Matrix = npt.NDArray[Any]


def irrep_of(group: Any, given: Any, argument: str) -> Any:
    """An irrep of ``group`` from itself, its name or its id."""
    from .homspaces import _irrep

    if isinstance(given, str):
        return _irrep(group, groups.representation(group, given, argument), argument)
    return _irrep(group, given, argument)


def irreps_of(group: Any, given: Iterable[Any], argument: str = "irreps") -> list[Any]:
    """Irreps of ``group`` from any mixture of themselves, names and ids; at least one."""
    found = [irrep_of(group, each, argument) for each in given]
    if not found:
        raise BadArgument(argument, "one or more irreps or their ids", "nothing")
    return found


def irreps(which: Any) -> list[Any]:
    """The irreps that a group has made so far, or those of a representation, in order."""
    if hasattr(which, "irreps") and not callable(which.irreps):
        return [which.group.irrep(*each) for each in which.irreps]
    return list(group_of(which).irreps())


def irrep_id(group: Any, given: Any) -> list[int]:
    """The id of an irrep, as flat whole numbers."""
    return groups._flat(irrep_of(group, given, "psi").id)


def named(made: Any, name: str | None) -> Any:
    """The representation under another name; the group's own memory stays as it is."""
    from escnn.group import Representation

    if name is None or name == made.name:
        return made
    taken = made.group.representations.get(name)
    if taken is not None:
        raise BadArgument(
            "name", f"a name that no representation of {made.group.name} has yet", f'"{name}"'
        )
    return Representation(
        made.group,
        name,
        made.irreps,
        made.change_of_basis,
        made.supported_nonlinearities,
        representation=made.representation,
        character=made._characters,
        change_of_basis_inv=made.change_of_basis_inv,
        **made.attributes,
    )


def _same_group(group: Any, made: Any, argument: str) -> None:
    if made.group != group:
        raise BadArgument(
            argument, f"a representation of {group.name}", f"one of {made.group.name}"
        )


# Induced from subgroups


def quotient(
    space: Any, subgroup: Any, representatives: list[Any] | None = None, name: str | None = None
) -> Any:
    """The permutation of the cosets of a subgroup, of which there must be finitely many."""
    which = subgroups.of(space, subgroup, "subgroup")
    representatives = _representatives(which, representatives)
    label = _induced_name(f"quotient[{which.id}]", representatives)
    made = which.parent.quotient_representation(which.id, representatives, label)
    return named(made, name)


def induced(
    space: Any,
    subgroup: Any,
    repr: Any,
    representatives: list[Any] | None = None,
    name: str | None = None,
) -> Any:
    """The representation induced from one of a subgroup; escnn itself takes only irreps."""
    which = subgroups.of(space, subgroup, "subgroup")
    _same_group(which.group, repr, "repr")
    representatives = _representatives(which, representatives)
    if repr.irreducible:
        return named(_induced_irrep(which, repr, representatives), name)
    return named(_induced_sum(which, repr, representatives), name)


def _induced_irrep(which: Any, repr: Any, representatives: list[Any] | None) -> Any:
    label = _induced_name(f"induced[{which.id}][{repr.name}]", representatives)
    known = repr.group.irrep(*repr.irreps[0])
    return which.parent.induced_representation(which.id, known, representatives, label)


def _induced_sum(which: Any, repr: Any, representatives: list[Any] | None) -> Any:
    """Induction commutes with sums and changes of basis; only the coordinates are reordered."""
    from escnn.group import Representation
    from escnn.group.group import _induced_nonlinearities

    group = which.parent
    parts = [_induced_irrep(which, each, representatives) for each in irreps(repr)]
    sizes = [each.size for each in irreps(repr)]
    cosets = parts[0].size // sizes[0]
    total = cosets * repr.size
    whole, inverse = np.zeros((total, total)), np.zeros((total, total))
    row = offset = 0
    for part, size in zip(parts, sizes, strict=True):
        # coordinate (coset, i) of a part belongs at (coset, offset + i) of the sum
        where = np.arange(cosets)[:, None] * repr.size + offset + np.arange(size)[None, :]
        columns = slice(row, row + part.size)
        whole[where.reshape(-1), columns] = part.change_of_basis
        inverse[columns, where.reshape(-1)] = part.change_of_basis_inv
        row, offset = row + part.size, offset + size
    return Representation(
        group,
        _induced_name(f"induced[{which.id}][{repr.name}]", representatives),
        [each for part in parts for each in part.irreps],
        np.kron(np.eye(cosets), repr.change_of_basis) @ whole,
        _induced_nonlinearities(repr),
        change_of_basis_inv=inverse @ np.kron(np.eye(cosets), repr.change_of_basis_inv),
    )


def _induced_name(label: str, representatives: list[Any] | None) -> str:
    """A name for escnn's memory, which looks at nothing but names."""
    if representatives is None:
        return label
    return f"{label}[{', '.join(map(str, representatives))}]"


def _representatives(which: Any, given: list[Any] | None) -> list[Any] | None:
    group = which.parent
    if given is not None:
        for each in given:
            if each.group != group:
                raise BadArgument(
                    "representatives", f"elements of {group.name}", f"one of {each.group.name}"
                )
        _check_cosets(which, given)
        return given
    if not group.continuous:
        return None
    if which.group == group or (which.group.continuous and group.name == which.group.name):
        return [group.identity]
    if which.group.continuous:
        if type(group).__name__ == "O2" and which.id == (None, -1):
            return None
        if type(group).__name__ == "O3" and which.id == "so3":
            return [group.identity, group.inversion]
    raise BadArgument(
        "subgroup",
        f"a subgroup of {group.name} with finitely many cosets",
        f"{which.group.name}, which has infinitely many or too many to tell",
        "For functions on all cosets up to a frequency use `repr_bl_quotient()` or "
        "`repr_spectral_quotient()`; where they are finitely many, give `representatives`.",
    )


def _check_cosets(which: Any, given: list[Any]) -> None:
    group = which.parent
    space = group.homspace(which.id)
    pairs = [(a, b) for i, a in enumerate(given) for b in given[:i]]
    if any(space.same_coset(a, b) for a, b in pairs):
        raise BadArgument("representatives", "one element of each coset", "two of the same coset")
    if not group.continuous:
        cosets = group.order() // which.group.order()
        if len(given) != cosets:
            raise BadArgument(
                "representatives", f"one element of each of {cosets} cosets", f"{len(given)}"
            )


# In the spectral basis


def spectral_regular(space: Any, irreps: list[Any], name: str | None = None) -> Any:
    """The part of the regular representation that holds these irreps."""
    return spectral_quotient(space, "trivial", irreps, name)


def spectral_quotient(space: Any, subgroup: Any, irreps: list[Any], name: str | None = None) -> Any:
    """The part of a quotient representation that holds these irreps."""
    which = subgroups.of(space, subgroup, "subgroup")
    return _spectral(which, which.group.trivial_representation, irreps, name, "quotient")


def _spectral(
    which: Any, psi: Any, given: list[Any], name: str | None, kind: str = "induced"
) -> Any:
    group = which.parent
    chosen: list[Any] = []
    for each in irreps_of(group, given):
        if each.id not in chosen:
            chosen.append(each.id)
    fibre = "" if kind == "quotient" else f"[{psi.name}]"
    label = f"{kind}[{which.id}]{fibre}_[{'|'.join(map(str, chosen))}]"
    made = group.homspace(which.id).induced_representation(psi.id, chosen, label)
    if made is None:
        raise BadArgument(
            "irreps",
            f"irreps of which at least one is in the {kind} representation",
            ", ".join(irrep_name(each) for each in chosen),
            "Add irreps of higher frequency.",
        )
    return named(made, name)


def bl_irreps(space: Any, limit: int) -> list[list[int]]:
    """The ids of all irreps up to a frequency."""
    return [groups._flat(each) for each in _bl_ids(group_of(space), limit)]


def _bl_ids(group: Any, limit: int) -> list[Any]:
    if not hasattr(group, "bl_irreps"):
        raise BadArgument(
            "g",
            "a group whose irreps have a frequency",
            f"{group.name}, for which escnn defines none",
            "Choose irreps by hand, with `repr_spectral_regular()` or `repr_spectral_quotient()`.",
        )
    highest = _highest(group)
    if highest is not None and limit > highest:
        raise BadArgument(
            "l", f"a frequency of at most {highest}, the highest of {group.name}", str(limit)
        )
    return list(group.bl_irreps(limit))


def _highest(group: Any) -> int | None:
    """The highest frequency of a finite group's irreps."""
    if group.continuous:
        return None
    if hasattr(group, "rotation_order"):
        return int(group.rotation_order // 2)
    if type(group).__name__ == "CyclicGroup":
        return int(group.order() // 2)
    return max(each.id[-1] for each in group.irreps())


def bl_regular(space: Any, limit: int, name: str | None = None) -> Any:
    """The regular representation up to a frequency, as a sum of irreps."""
    group = group_of(space)
    ids = _bl_ids(group, limit)
    if hasattr(group, "bl_regular_representation"):
        return named(group.bl_regular_representation(limit), name)
    return spectral_regular(group, ids, name)


def bl_quotient(space: Any, limit: int, subgroup: Any, name: str | None = None) -> Any:
    """Functions on the cosets of a subgroup up to a frequency, as a sum of irreps."""
    which = subgroups.of(space, subgroup, "subgroup")
    group = which.parent
    ids = _bl_ids(group, limit)
    if hasattr(group, "bl_quotient_representation"):
        return named(group.bl_quotient_representation(limit, which.id), name)
    return spectral_quotient(group, which, ids, name)


def bl_induced(space: Any, limit: int, repr: Any, subgroup: Any, name: str | None = None) -> Any:
    """Fields of an irrep on the cosets of its group, up to a frequency."""
    which = subgroups.of(space, subgroup, "subgroup")
    psi = irrep_of(which.group, repr, "repr")
    ids = _bl_ids(which.parent, limit)
    counts = [which.parent.homspace(which.id).dimension_basis(i, psi.id)[1] for i in ids]
    if not any(counts):
        raise BadArgument(
            "l",
            f"high enough that {psi.name} of {which.group.name} is in an irrep of "
            f"{which.parent.name}",
            str(limit),
        )
    return _spectral(which, psi, ids, name)


def bl_sphere(space: Any, limit: int, name: str | None = None) -> Any:
    """Functions on the sphere up to a frequency."""
    group = group_of(space)
    if not hasattr(group, "bl_sphere_representation"):
        raise BadArgument(
            "g", "SO(3) or O(3), which act on the sphere", group.name, "See `repr_bl_quotient()`."
        )
    return named(group.bl_sphere_representation(limit), name)


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


def special(space: Any, kind: str) -> Any:
    """A representation that only some groups have, a method in one and a property in another."""
    group = group_of(space)
    found = getattr(group, kind, None)
    if found is None:
        allowed, hint = _SPECIAL[kind]
        raise BadArgument("g", allowed, group.name, hint)
    # representations can be called too, so that the test is for methods
    return found() if getattr(found, "__self__", None) is group else found


# Sums, products, restrictions, bases


def direct_sum(
    parts: list[Any], change_of_basis: Matrix | None = None, name: str | None = None
) -> Any:
    """The direct sum, after it a change of basis."""
    from escnn.group import directsum

    size = sum(part.size for part in parts)
    basis = None if change_of_basis is None else _invertible(change_of_basis, size)
    _free_name(parts[0].group, name)
    return directsum(list(parts), basis, name)


def _free_name(group: Any, name: str | None) -> None:
    if name is not None and name in group.representations:
        raise BadArgument(
            "name", f"a name that no representation of {group.name} has yet", f'"{name}"'
        )


def _invertible(given: Any, size: int, argument: str = "change_of_basis") -> Matrix:
    matrix = np.asarray(given, dtype=float)
    if matrix.shape != (size, size):
        shape = " x ".join(map(str, matrix.shape))
        raise BadArgument(argument, f"a {size} x {size} matrix", f"one of {shape}")
    if not np.isfinite(matrix).all() or np.linalg.cond(matrix) > 1e8:
        raise BadArgument(argument, "an invertible matrix", "one that isn't")
    return matrix


def tensor(first: Any, second: Any, name: str | None = None) -> Any:
    """The tensor product, whose matrices are Kronecker products, in its irreps."""
    _same_group(first.group, second, "r2")
    return named(first.tensor(second), name)


def decompose(which: Any) -> list[dict[str, Any]]:
    """The irreps of a representation, each with its size and its multiplicity."""
    counts: dict[Any, int] = {}
    for each in which.irreps:
        counts[each] = counts.get(each, 0) + 1
    return [
        {"irrep": irrep_name(each), "size": which.group.irrep(*each).size, "multiplicity": count}
        for each, count in counts.items()
    ]


def restrict(which: Any, subgroup: Any) -> Any:
    """The same matrices for the elements of a subgroup only."""
    return which.restrict(subgroups.read(which.group, subgroup))


def change_basis(
    which: Any,
    change_of_basis: Any,
    name: str | None = None,
    supported_nonlinearities: list[str] | None = None,
) -> Any:
    """The representation in another basis, Q rho(g) Q^-1."""
    from escnn.group import change_basis as changed

    _free_name(which.group, name)
    label = f"{which.name}:changed" if name is None else name
    supported = list(supported_nonlinearities or [])
    return changed(which, _invertible(change_of_basis, which.size), label, supported)


def disentangle(which: Any) -> dict[str, Any]:
    """The permutation that splits a representation into smaller ones, and these."""
    from escnn.group import disentangle as split

    permutation, parts = split(which)
    return {
        "change_of_basis": np.asarray(getattr(permutation, "todense", lambda: permutation)()),
        "representations": list(parts),
    }


# What is in one


def character(which: Any, elements: list[Any]) -> list[float]:
    """The traces of the matrices of some elements."""
    for each in elements:
        if each.group != which.group:
            raise BadArgument(
                "elements", f"elements of {which.group.name}", f"one of {each.group.name}"
            )
    return [float(np.real(which.character(each))) for each in elements]


def multiplicity(which: Any, irrep: Any) -> int:
    """How often an irrep is in a representation."""
    wanted = irrep_of(which.group, irrep, "irrep").id
    return sum(each == wanted for each in which.irreps)


def endomorphism_basis(which: Any) -> Matrix:
    """A basis of the matrices that commute with a representation."""
    return np.asarray(which.endomorphism_basis(), dtype=float)


def homomorphism_space(first: Any, second: Any) -> Matrix:
    """A basis of the matrices that intertwine two representations."""
    from escnn.group import homomorphism_space as space

    _same_group(first.group, second, "rho2")
    return np.asarray(space(first, second), dtype=float)


def clebsch_gordan(space: Any, m: Any, n: Any, j: Any) -> Matrix:
    """How irrep j lies in the product of m and n, of shape (m, n, multiplicity, j)."""
    group = group_of(space)
    ids = [irrep_of(group, each, name).id for each, name in ((m, "m"), (n, "n"), (j, "j"))]
    return np.asarray(group._clebsh_gordan_coeff(*ids), dtype=float)


def change_of_basis(which: Any, inverse: bool) -> Matrix:
    """The matrix from the sum of irreps to the representation, or back."""
    found = which.change_of_basis_inv if inverse else which.change_of_basis
    return np.asarray(found, dtype=float)


# Representations of one's own


def own(
    space: Any,
    name: str,
    irreps: list[Any],
    change_of_basis: Any = None,
    supported_nonlinearities: list[str] | None = None,
) -> Any:
    """A representation from its irreps and a change of basis."""
    from escnn.group import Representation

    group = group_of(space)
    chosen = irreps_of(group, irreps)
    size = sum(each.size for each in chosen)
    basis = np.eye(size) if change_of_basis is None else _invertible(change_of_basis, size)
    _free_name(group, name)
    ids = [each.id for each in chosen]
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


def from_matrices(
    space: Any,
    name: str,
    representation: Callable[[Any], Any],
    supported_nonlinearities: list[str] | None = None,
) -> Any:
    """A representation of a finite group from its matrices, decomposed into irreps."""
    from escnn.group.representation import build_from_discrete_group_representation

    group = group_of(space)
    if group.continuous:
        raise BadArgument(
            "g",
            "a finite group, to decompose matrices",
            f"{group.name}, which is continuous",
            "Give its irreps and a change of basis to `representation()`.",
        )
    _free_name(group, name)
    matrices: dict[Any, Matrix] = {}
    for each in group.elements:
        size = len(next(iter(matrices.values()))) if matrices else None
        matrices[each] = _matrix_of(representation, each, size)
    _check_homomorphism(group, matrices.__getitem__)
    return build_from_discrete_group_representation(
        matrices, name, group, list(supported_nonlinearities or [])
    )


def own_irrep(
    space: Any,
    id: list[int],
    name: str,
    representation: Callable[[Any], Any],
    size: int,
    type: str,
    supported_nonlinearities: list[str] | None = None,
    character: Callable[[Any], Any] | None = None,
) -> Any:
    """An irrep from a function from elements to matrices."""
    from escnn.group import IrreducibleRepresentation

    group = group_of(space)
    _free_name(group, name)

    def matrix(element: Any) -> Matrix:
        return _matrix_of(representation, element, size)

    def trace(element: Any) -> float:
        return float(np.trace(matrix(element)))

    def given(element: Any) -> float:
        return float(np.asarray((character or trace)(element)).reshape(-1)[0])

    parts = {"R": 1, "C": 2, "H": 4}[type]
    if size % parts:
        raise BadArgument("size", f"a multiple of {parts} for an irrep of type {type}", str(size))
    _check_homomorphism(group, matrix)
    values: Any = matrix
    traces: Any = given
    if not group.continuous:
        values = {each: matrix(each) for each in group.elements}
        traces = {each: given(each) for each in group.elements}
        norm = float(np.mean([t * t for t in traces.values()]))
        if not np.isclose(norm, parts, atol=1e-6):
            raise BadArgument(
                "representation",
                f"irreducible of type {type}, with a mean squared character of {parts}",
                f"one with {norm:g}",
                "A sum of irreps is made with `representation()` or `repr_from_matrices()`.",
            )
    supported = list(supported_nonlinearities or [])
    return IrreducibleRepresentation(
        group, tuple(id), name, values, size, type, supported, character=traces
    )
