"""Homogeneous spaces G / H and the bases of functions on them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from . import subgroup_ids, subgroups
from .membership import check_of_group
from .named_representations import read_irrep
from .plain_values import group_of
from .protocols import (
    ElementLike,
    GivenIrrep,
    GivenSubgroup,
    HomSpaceLike,
    IrrepLike,
    RepresentationLike,
    Space,
)


def homogeneous_space(space: Space, subgroup_id: GivenSubgroup) -> HomSpaceLike:
    """The homogeneous space of a group by the subgroup that ``subgroup_id`` names."""
    group = group_of(space)
    subgroup = subgroups.subgroup_of(group, subgroup_id, "subgroup")
    space_of_cosets = group.homspace(subgroup.id)
    # the group's own memory of the maps, which may have been put right since
    space_of_cosets._restriction = subgroup.restrict
    return space_of_cosets


def describe_homspace(space: HomSpaceLike) -> dict[str, Any]:
    """Names of group and subgroup, and the number of points, -1 for infinitely many."""
    finite = not space.G.continuous
    return {
        "group": space.G.name,
        "stabiliser": space.H.name,
        "points": int(space.G.order() // space.H.order()) if finite else -1,
    }


def same_coset(space: HomSpaceLike, first: ElementLike, second: ElementLike) -> bool:
    """Whether two elements of G give the same point."""
    check_of_group(space.G, first, "e1", "an element")
    check_of_group(space.G, second, "e2", "an element")
    return bool(space.same_coset(first, second))


def homspace_basis(
    space: HomSpaceLike, element: ElementLike, rho: GivenIrrep, psi: GivenIrrep
) -> npt.NDArray[Any]:
    """Basis of the psi-fields on G / H that change by rho, at an element."""
    check_of_group(space.G, element, "element", "an element")
    return np.asarray(
        space.basis(element, read_irrep(space.G, rho, "rho"), read_irrep(space.H, psi, "psi"))
    )


def homspace_dimension_basis(space: HomSpaceLike, rho: GivenIrrep, psi: GivenIrrep) -> list[int]:
    """Size of rho, how often it is there, size of psi."""
    one, two = read_irrep(space.G, rho, "rho"), read_irrep(space.H, psi, "psi")
    return [int(n) for n in space.dimension_basis(one.id, two.id)]


def homspace_scalar_basis(
    space: HomSpaceLike, element: ElementLike, rho: GivenIrrep
) -> npt.NDArray[Any]:
    """Basis of the functions on G / H that change by rho, at an element: a matrix.

    escnn fails here, and documents a matrix where it would give three dimensions.
    """
    return homspace_basis(space, element, rho, space.H.trivial_representation)[:, :, 0]


def _fields(
    space: HomSpaceLike, psi: GivenIrrep, irreps: list[Any]
) -> tuple[IrrepLike, list[IrrepLike]]:
    chosen_irreps = [read_irrep(space.G, each, "irreps") for each in irreps]
    if len({each.id for each in chosen_irreps}) != len(chosen_irreps):
        raise BadArgument("irreps", "different irreps", "some of them twice")
    return read_irrep(space.H, psi, "psi"), chosen_irreps


def induced_representation(
    space: HomSpaceLike, psi: GivenIrrep, irreps: list[Any], name: str | None = None
) -> RepresentationLike:
    """The part of the representation induced from psi that lies in some irreps of G."""
    fibre, chosen_irreps = _fields(space, psi, irreps)
    induced = space.induced_representation(
        fibre, chosen_irreps, _own_name(space, fibre, chosen_irreps, name)
    )
    if induced is None:
        raise BadArgument(
            "irreps",
            f"irreps of {space.G.name} that occur in the representation that {fibre.name} induces",
            "irreps that don't",
            "`homspace_dimension_basis()` tells how often an irrep is there.",
        )
    return induced


def homspace_complete_basis(
    space: HomSpaceLike,
    element: ElementLike,
    psi: GivenIrrep,
    irreps: list[Any],
    name: str | None = None,
) -> npt.NDArray[Any]:
    """The bases for several irreps at an element, one after the other in a vector."""
    check_of_group(space.G, element, "element", "an element")
    fibre, chosen_irreps = _fields(space, psi, irreps)
    basis = space.complete_basis(
        element, fibre, chosen_irreps, _own_name(space, fibre, chosen_irreps, name)
    )
    return np.asarray(basis).reshape(-1)


def _own_name(
    space: HomSpaceLike, psi: IrrepLike, irreps: list[IrrepLike], name: str | None
) -> str:
    """A name that belongs to these arguments: escnn gives back what it made under one before."""
    ids = [each.id for each in irreps]
    if name is None:
        # escnn's own has all entries of the subgroup's axes in it
        where = subgroup_ids.text(space.sgid)
        name = f"{psi.name} from {where} in {', '.join(each.name for each in irreps)}"
    known = space._names_to_psi.get(name, psi.id), space._names_to_irreps.get(name, ids)
    if known != (psi.id, ids):
        raise BadArgument(
            "name",
            "a name that no other representation has",
            f'"{name}", which names another one',
        )
    return name
