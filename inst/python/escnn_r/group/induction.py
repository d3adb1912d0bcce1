"""Representations from subgroups: of all cosets, and of functions on them up to a frequency."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..bridge import BadArgument
from . import costs, subgroups
from .membership import check_of_group
from .named_representations import flat_id, irrep_name, irreps_of, read_irrep
from .plain_values import group_of
from .protocols import GivenIrrep, GivenSubgroup, RepresentationLike, Space
from .representations import all_irreps, named

# Induced from subgroups


def quotient_representation(
    space: Space,
    subgroup_id: GivenSubgroup,
    representatives: list[Any] | None = None,
    name: str | None = None,
) -> RepresentationLike:
    """The permutation of the cosets of a subgroup, of which there must be finitely many."""
    subgroup = subgroups.subgroup_of(space, subgroup_id, "subgroup")
    label = _induced_name(f"quotient[{subgroup.id}]", representatives)
    representatives = _representatives(subgroup, representatives)
    quotient = subgroup.parent.quotient_representation(subgroup.id, representatives, label)
    return named(quotient, name)


def induced_from_subgroup(
    space: Space,
    subgroup_id: GivenSubgroup,
    repr: RepresentationLike,
    representatives: list[Any] | None = None,
    name: str | None = None,
) -> RepresentationLike:
    """The representation induced from one of a subgroup; escnn itself takes only irreps."""
    subgroup = subgroups.subgroup_of(space, subgroup_id, "subgroup")
    check_of_group(subgroup.group, repr, "repr", "a representation")
    label = _induced_name("", representatives)
    representatives = _representatives(subgroup, representatives)
    make = _induced_irrep if repr.irreducible else _induced_sum
    return named(make(subgroup, repr, representatives, label), name)


def _induced_irrep(subgroup: Any, repr: Any, representatives: list[Any] | None, label: str) -> Any:
    label = f"induced[{subgroup.id}][{repr.name}]{label}"
    known = repr.group.irrep(*repr.irreps[0])
    return subgroup.parent.induced_representation(subgroup.id, known, representatives, label)


def _induced_sum(subgroup: Any, repr: Any, representatives: list[Any] | None, label: str) -> Any:
    """Induction commutes with sums and changes of basis; only the coordinates are reordered."""
    from escnn.group import Representation
    from escnn.group.group import _induced_nonlinearities

    group = subgroup.parent
    parts = [_induced_irrep(subgroup, each, representatives, label) for each in all_irreps(repr)]
    sizes = [each.size for each in all_irreps(repr)]
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
        f"induced[{subgroup.id}][{repr.name}]{label}",
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


def _representatives(subgroup: Any, elements: list[Any] | None) -> list[Any] | None:
    group = subgroup.parent
    if elements is not None:
        for each in elements:
            check_of_group(group, each, "representatives", "elements")
        _check_cosets(subgroup, elements)
        return elements
    from escnn.group import O2, O3

    if not group.continuous:
        return None
    if subgroup.group == group or (subgroup.group.continuous and group.name == subgroup.group.name):
        return [group.identity]
    if subgroup.group.continuous:
        if isinstance(group, O2) and subgroup.id == (None, -1):
            return None
        if isinstance(group, O3) and subgroup.group.name == "SO(3)":
            return [group.identity, group.inversion]
    raise BadArgument(
        "subgroup",
        f"a subgroup of {group.name} with finitely many cosets",
        f"{subgroup.group.name}, which has more",
        "For functions on all cosets up to a frequency use `repr_bl_quotient()` or "
        "`repr_spectral_quotient()`; where they are finitely many, give `representatives`.",
    )


def _check_cosets(subgroup: Any, elements: list[Any]) -> None:
    group = subgroup.parent
    space = group.homspace(subgroup.id)
    pairs = [(a, b) for i, a in enumerate(elements) for b in elements[:i]]
    if any(space.same_coset(a, b) for a, b in pairs):
        raise BadArgument("representatives", "one element of each coset", "two of the same coset")
    if not group.continuous:
        cosets = group.order() // subgroup.group.order()
        if len(elements) != cosets:
            raise BadArgument(
                "representatives", f"one element of each of {cosets} cosets", f"{len(elements)}"
            )


# In the spectral basis


def spectral_regular(
    space: Space, irreps: list[Any], name: str | None = None
) -> RepresentationLike:
    """The part of the regular representation that holds these irreps."""
    return spectral_quotient(space, "trivial", irreps, name)


def spectral_quotient(
    space: Space, subgroup_id: GivenSubgroup, irreps: list[Any], name: str | None = None
) -> RepresentationLike:
    """The part of a quotient representation that holds these irreps."""
    subgroup = subgroups.subgroup_of(space, subgroup_id, "subgroup")
    return _spectral(subgroup, subgroup.group.trivial_representation, irreps, name, "quotient")


def _spectral(
    subgroup: Any, psi: Any, irreps: list[Any], name: str | None, kind: str = "induced"
) -> Any:
    group = subgroup.parent
    ids: list[Any] = []
    for each in irreps_of(group, irreps):
        if each.id not in ids:
            ids.append(each.id)
    fibre = "" if kind == "quotient" else f"[{psi.name}]"
    label = f"{kind}[{subgroup.id}]{fibre}_[{'|'.join(map(str, ids))}]"
    induced = group.homspace(subgroup.id).induced_representation(psi.id, ids, label)
    if induced is None:
        raise BadArgument(
            "irreps",
            f"irreps of which at least one is in the {kind} representation",
            ", ".join(irrep_name(each) for each in ids),
            "Add irreps of higher frequency.",
        )
    return named(induced, name)


def bl_irreps(space: Space, limit: int) -> list[list[int]]:
    """The ids of all irreps up to a frequency."""
    return [flat_id(each) for each in _bl_ids(group_of(space), limit)]


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
    costs.check_irreps(group, limit, "l")
    return list(group.bl_irreps(limit))


def _affordable(group: Any, limit: int, subgroup: Any = None, size: int = 1) -> None:
    if group.continuous:
        costs.check_representation(size * costs.band_limited_size(group, limit, subgroup), "l")


def _highest(group: Any) -> int | None:
    """The highest frequency of a finite group's irreps."""
    if group.continuous:
        return None
    if hasattr(group, "rotation_order"):
        return int(group.rotation_order // 2)
    return max(each.id[-1] for each in group.irreps())


def bl_regular(space: Space, limit: int, name: str | None = None) -> RepresentationLike:
    """The regular representation up to a frequency, as a sum of irreps."""
    group = group_of(space)
    ids = _bl_ids(group, limit)
    _affordable(group, limit)
    if hasattr(group, "bl_regular_representation"):
        return named(group.bl_regular_representation(limit), name)
    return spectral_regular(group, ids, name)


def bl_quotient(
    space: Space, limit: int, subgroup_id: GivenSubgroup, name: str | None = None
) -> RepresentationLike:
    """Functions on the cosets of a subgroup up to a frequency, as a sum of irreps."""
    subgroup = subgroups.subgroup_of(space, subgroup_id, "subgroup")
    group = subgroup.parent
    ids = _bl_ids(group, limit)
    _affordable(group, limit, subgroup.group)
    if hasattr(group, "bl_quotient_representation"):
        return named(group.bl_quotient_representation(limit, subgroup.id), name)
    return spectral_quotient(group, subgroup, ids, name)


def bl_induced(
    space: Space, limit: int, repr: GivenIrrep, subgroup_id: GivenSubgroup, name: str | None = None
) -> RepresentationLike:
    """Fields of an irrep on the cosets of its group, up to a frequency."""
    subgroup = subgroups.subgroup_of(space, subgroup_id, "subgroup")
    psi = read_irrep(subgroup.group, repr, "repr")
    ids = _bl_ids(subgroup.parent, limit)
    _affordable(subgroup.parent, limit, subgroup.group, psi.size)
    counts = [subgroup.parent.homspace(subgroup.id).dimension_basis(i, psi.id)[1] for i in ids]
    if not any(counts):
        raise BadArgument(
            "l",
            f"high enough that {psi.name} of {subgroup.group.name} is in an irrep of "
            f"{subgroup.parent.name}",
            str(limit),
        )
    return _spectral(subgroup, psi, ids, name)


def bl_sphere(space: Space, limit: int, name: str | None = None) -> RepresentationLike:
    """Functions on the sphere up to a frequency."""
    group = group_of(space)
    if not hasattr(group, "bl_sphere_representation"):
        raise BadArgument(
            "g", "SO(3) or O(3), which act on the sphere", group.name, "See `repr_bl_quotient()`."
        )
    costs.check_representation((limit + 1.0) ** 2, "l")
    return named(group.bl_sphere_representation(limit), name)
