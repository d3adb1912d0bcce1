"""Kernel bases of escnn.kernels: the factories, with upstream's gaps filled, and their parts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from . import subgroups
from .errors import BadArgument
from .kernel_views import attributes, plain
from .representations import irrep_of


class EmptyBasis(BadArgument):
    """No kernel but zero is equivariant."""

    kind = "empty_basis"


@dataclass(frozen=True)
class Factory:
    """What a factory's representations must be of, and how it is reached when not by its name."""

    kind: str
    words: str
    order: int | None = None
    by: str | None = None
    subgroup: Any = None
    missing: bool = False


FACTORIES = {
    "kernels_on_point": Factory("", "any group"),
    "kernels_Flip_act_R2": Factory("CyclicGroup", "group_cyclic(2)", 2),
    "kernels_DN_act_R2": Factory("DihedralGroup", "a dihedral group"),
    "kernels_O2_act_R2": Factory("O2", "group_o2()"),
    "kernels_Trivial_act_R2": Factory("CyclicGroup", "group_trivial()", 1),
    "kernels_CN_act_R2": Factory("CyclicGroup", "a cyclic group"),
    "kernels_SO2_act_R2": Factory("SO2", "group_so2()"),
    "kernels_SO2_subgroup_act_R2": Factory("", "the subgroup of SO(2)"),
    "kernels_O2_subgroup_act_R2": Factory("", "the subgroup of O(2)"),
    "kernels_O3_act_R3": Factory("O3", "group_o3()"),
    "kernels_SO3_act_R3": Factory("SO3", "group_so3()"),
    "kernels_SO3_subgroup_act_R3": Factory("", "the subgroup of SO(3)"),
    "kernels_O3_subgroup_act_R3": Factory("", "the subgroup of O(3)"),
    "kernels_Ico_act_R3": Factory("Icosahedral", "group_ico()"),
    "kernels_Octa_act_R3": Factory("Octahedral", "group_octa()"),
    # upstream leaves these two unwritten, though their parts are there
    "kernels_FullIco_act_R3": Factory(
        "DirectProductGroup",
        "group_full_ico()",
        120,
        "kernels_O3_subgroup_act_R3",
        (True, "ico"),
    ),
    "kernels_FullOcta_act_R3": Factory(
        "DirectProductGroup",
        "group_full_octa()",
        48,
        "kernels_O3_subgroup_act_R3",
        (True, "octa"),
    ),
    "kernels_Tetra_act_R3": Factory("", "the tetrahedral group", missing=True),
    "kernels_FullTetra_act_R3": Factory("", "the full tetrahedral group", missing=True),
    "kernels_Pyrito_act_R3": Factory("", "the pyritohedral group", missing=True),
    "kernels_SO2_act_R3": Factory("SO2", "group_so2()"),
    "kernels_CN_act_R3": Factory("CyclicGroup", "a cyclic group"),
    "kernels_O2_conical_act_R3": Factory("O2", "group_o2()"),
    "kernels_DN_conical_act_R3": Factory("DihedralGroup", "a dihedral group"),
    "kernels_O2_dihedral_act_R3": Factory("O2", "group_o2()"),
    "kernels_DN_dihedral_act_R3": Factory("DihedralGroup", "a dihedral group"),
    "kernels_Inv_act_R3": Factory("CyclicGroup", "group_cyclic(2)", 2),
    "kernels_Trivial_act_R3": Factory("CyclicGroup", "group_trivial()", 1),
    "kernels_aliased_Ico_act_R3_dodecahedron": Factory("Icosahedral", "group_ico()"),
    "kernels_aliased_Ico_act_R3_icosidodecahedron": Factory("Icosahedral", "group_ico()"),
    "kernels_aliased_Ico_act_R3_icosahedron": Factory("Icosahedral", "group_ico()"),
}

_PARENTS = {"SO2": "so2_group", "O2": "o2_group", "SO3": "so3_group", "O3": "o3_group"}


def build(name: str, in_repr: Any, out_repr: Any, **given: Any) -> Any:
    """The basis that the factory ``name`` makes, with only the arguments it has."""
    from escnn import kernels

    factory = FACTORIES[name]
    _check_groups(factory, in_repr, out_repr)
    options = {key: value for key, value in given.items() if value is not None}
    if "radii" in given:
        options["radii"], options["sigma"] = _rings(given["radii"], given["sigma"])
    if options.get("filter") is not None:
        options["filter"] = _asked(options["filter"])
    offset = options.pop("max_offset", None)
    dimension = 3 if "_R3" in name else 2
    adjoint = options.pop("adjoint", None)
    if "maximum_frequency" in given:
        _frequency(options, in_repr, out_repr, offset, dimension)
    if "sg_id" in options:
        options["sg_id"] = _subgroup(name, options, in_repr, out_repr)
    if factory.by is not None:
        options["sg_id"] = factory.subgroup
    made = _filled(lambda: getattr(kernels, factory.by or name)(in_repr, out_repr, **options))
    if adjoint is not None:
        made = kernels.AdjointBasis(made, _orthogonal(adjoint, dimension))
    return made if offset is None else _near(made, in_repr.group, offset)


def _filled(make: Callable[[], Any]) -> Any:
    from escnn.kernels import EmptyBasisException

    try:
        return make()
    except EmptyBasisException as problem:
        raise EmptyBasis(
            "out_repr",
            "a representation to which an equivariant kernel leads from `in_repr`",
            "one to which none but zero does",
            "Raise `maximum_frequency`, add a ring with a radius above 0, let `filter` keep "
            "more, or choose other representations.",
        ) from problem


def _check_groups(factory: Factory, in_repr: Any, out_repr: Any) -> None:
    if in_repr.group != out_repr.group:
        raise BadArgument(
            "out_repr",
            f"a representation of {in_repr.group.name}, as `in_repr` is",
            f"one of {out_repr.group.name}",
        )
    group = in_repr.group
    if factory.missing:
        raise BadArgument(
            "in_repr",
            f"a representation of {factory.words}, which Python's escnn doesn't have yet",
            f"one of {group.name}",
            "The octahedral group holds the tetrahedral one: use `kernels_octa_act_r3()` or "
            "`kernels_full_octa_act_r3()`.",
        )
    fits = not factory.kind or type(group).__name__ == factory.kind
    if fits and factory.order is not None:
        fits = group.order() == factory.order
    if not fits:
        raise BadArgument(
            "in_repr",
            f"a representation of {factory.words}",
            f"one of {group.name}",
            "`gspace_build_kernel_basis()` finds the factory for a gspace by itself.",
        )


def _rings(radii: Any, sigma: Any) -> tuple[list[float], list[float]]:
    radii = [float(r) for r in np.atleast_1d(radii)]
    sigma = [float(s) for s in np.atleast_1d(sigma)]
    sigma = sigma * len(radii) if len(sigma) == 1 else sigma
    if len(radii) != len(sigma):
        raise BadArgument(
            "sigma", f"one width, or one for each of {len(radii)} radii", f"{len(sigma)}"
        )
    if min(sigma) <= 0:
        raise BadArgument("sigma", "widths above 0", f"{min(sigma):g}")
    return radii, sigma


def _asked(keep: Callable[[Any], Any]) -> Callable[[dict[str, Any]], bool]:
    """A filter that sees plain attributes and must answer yes or no."""

    def answer(attribute: dict[str, Any]) -> bool:
        found = keep(plain(attribute))
        if not isinstance(found, (bool, np.bool_)):
            raise BadArgument(
                "filter",
                "a function that gives `TRUE` or `FALSE` for the attributes of an element",
                f"one that gives {type(found).__name__}",
                "For example `function(a) a$irrep_frequency <= 2`.",
            )
        return bool(found)

    return answer


def _frequency(
    options: dict[str, Any], in_repr: Any, out_repr: Any, offset: int | None, dimension: int
) -> None:
    if options.get("maximum_frequency") is not None:
        return
    options.pop("maximum_frequency", None)
    group = in_repr.group
    if offset is not None:
        order = getattr(group, "rotation_order", None) or group.order()
        highest = [max(each[-1] for each in r.irreps) for r in (in_repr, out_repr)]
        options["maximum_frequency"] = sum(highest) + offset * order
    elif not group.continuous and dimension == 2:
        raise BadArgument(
            "maximum_frequency",
            f"given for {group.name}, whose kernels have infinitely many frequencies",
            "NULL",
            "For example `maximum_frequency = 5`: rings of larger radius allow for higher ones.",
        )


def _subgroup(name: str, options: dict[str, Any], in_repr: Any, out_repr: Any) -> Any:
    import escnn.group

    parent = name.split("_")[1]
    maximum = options.get("maximum_frequency", 5)
    group = getattr(escnn.group, _PARENTS[parent])(maximum)
    options["maximum_frequency"] = maximum
    which = subgroups.of(group, options["sg_id"], "subgroup")
    if which.group != in_repr.group:
        raise BadArgument(
            "in_repr",
            f"a representation of {which.group.name}, the subgroup",
            f"one of {in_repr.group.name}",
        )
    return which.id


def _orthogonal(adjoint: Any, size: int) -> Any:
    matrix = np.asarray(adjoint, dtype=float)
    fits = matrix.shape == (size, size) and np.allclose(matrix @ matrix.T, np.eye(size))
    if not fits:
        raise BadArgument(
            "adjoint",
            f"an orthogonal {size} x {size} matrix",
            f"a matrix of {' x '.join(map(str, matrix.shape))}"
            if matrix.shape != (size, size)
            else "one that isn't",
        )
    return matrix


def _near(basis: Any, group: Any, offset: int) -> Any:
    """The elements whose frequencies are at most ``offset`` periods away from the lowest ones.

    Upstream's own filter for this asks for an attribute that isn't there yet.
    """
    order = getattr(group, "rotation_order", None) or group.order()

    def periods(each: dict[str, Any]) -> float:
        frequency = int(each["irrep:frequency"])
        ends = int(each["in_irrep"][-1]), int(each["out_irrep"][-1])
        signs = product((1, -1), repeat=3)
        away = [(a * frequency - b * ends[0] - c * ends[1]) / order for a, b, c in signs]
        return min((abs(a) for a in away if math.isclose(a, round(a))), default=0.0)

    from .kernel_choice import ChosenBasis

    elements = attributes(basis)
    return _filled(lambda: ChosenBasis(basis, [periods(each) <= offset for each in elements]))


# The parts that bases are built of


def gaussian_radial_profile(radii: Any, sigma: Any) -> Any:
    """Rings with Gaussian profiles."""
    from escnn.kernels import GaussianRadialProfile

    return GaussianRadialProfile(*_rings(radii, sigma))


def shells_basis(
    kind: str,
    L: int,
    radial: Any,
    filter: Any = None,
    axis: float | None = None,
) -> Any:
    """Spherical or circular harmonics on each ring of a radial profile."""
    from escnn import kernels

    if not isinstance(radial, kernels.GaussianRadialProfile):
        raise BadArgument(
            "radial",
            "a radial profile",
            f"a {type(radial).__name__}",
            "Make one with `kernel_gaussian_radial_profile(radii, sigma)`.",
        )
    options: dict[str, Any] = {} if axis is None else {"axis": float(axis)}
    keep = None if filter is None else _asked(filter)
    return _filled(lambda: getattr(kernels, kind)(int(L), radial, filter=keep, **options))


def orbit_basis(X: Any, sigma: float, action: Any = None, root: Any = None, **given: Any) -> Any:
    """Harmonics on the points of one finite orbit, blurred into the space around them."""
    from escnn import kernels

    if X.G.continuous:
        raise BadArgument("x", "a homogeneous space of a finite group", f"one of {X.G.name}")
    options: dict[str, Any] = {k: v for k, v in given.items() if v is not None}
    if "harmonics" in options:
        options["harmonics"] = [
            irrep_of(X.G, each, "harmonics").id for each in options["harmonics"]
        ]
    size = 3 if action is None else action.size
    if "change_of_basis" in options:
        from .representations import _invertible

        options["change_of_basis"] = _invertible(options["change_of_basis"], size)
    if action is None:
        if type(X.G).__name__ != "Icosahedral" or X.H.order() == 1:
            raise BadArgument(
                "x",
                "a homogeneous space of the icosahedral group by rotations about an axis",
                f"one of {X.G.name} by {X.H.name}",
                "For example `homspace(group_ico(), 5)`.",
            )
        return kernels.SparseOrbitBasisWithIcosahedralSymmetry(X, float(sigma), **options)
    if action.group != X.G:
        raise BadArgument(
            "action", f"a representation of {X.G.name}", f"one of {action.group.name}"
        )
    point = np.asarray(root, dtype=float).reshape(-1)
    if point.shape != (size,):
        raise BadArgument("root", f"a point of {size} coordinates", f"{point.size}")
    moved = [action(X._inclusion(h)) @ point for h in X.H.elements]
    if not all(np.allclose(point, each, atol=1e-5) for each in moved):
        raise BadArgument(
            "root",
            f"a point that {X.H.name}, the subgroup of `x`, leaves in place",
            "one that it moves",
        )
    return kernels.SparseOrbitBasis(X, action, point, float(sigma), **options)


def adjoint_basis(basis: Any, adjoint: Any) -> Any:
    """The same kernels on turned or mirrored points."""
    from escnn.kernels import AdjointBasis

    from .kernel_views import dimensionality

    return AdjointBasis(basis, _orthogonal(adjoint, dimensionality(basis)))


def union_basis(bases_list: list[Any]) -> Any:
    """All elements of several bases of kernels of one shape."""
    from escnn.kernels import UnionBasis

    from .kernel_views import dimensionality

    kinds = {(tuple(each.shape), dimensionality(each)) for each in bases_list}
    if len(kinds) > 1:
        raise BadArgument(
            "bases_list", "bases of kernels of one shape on one space", "bases of several"
        )
    return _filled(lambda: UnionBasis(list(bases_list)))


_IRREP_BASES = ("WignerEckartBasis", "RestrictedWignerEckartBasis")


def steerable_kernel_basis(
    basis: Any, in_repr: Any, out_repr: Any, irreps_basis: str, sg_id: Any = None
) -> Any:
    """Kernels between two representations from steerable filters."""
    from escnn import kernels

    group, options = _equivariance(basis, irreps_basis, sg_id)
    for argument, each in (("in_repr", in_repr), ("out_repr", out_repr)):
        if each.group != group:
            raise BadArgument(
                argument, f"a representation of {group.name}", f"one of {each.group.name}"
            )
    kind = getattr(kernels, irreps_basis)
    return _filled(lambda: kernels.SteerableKernelBasis(basis, in_repr, out_repr, kind, **options))


def irrep_basis(
    irreps_basis: str, basis: Any, in_irrep: Any, out_irrep: Any, sg_id: Any = None
) -> Any:
    """Kernels between two irreps from steerable filters."""
    from escnn import kernels

    group, options = _equivariance(basis, irreps_basis, sg_id)
    ends = [irrep_of(group, in_irrep, "in_irrep"), irrep_of(group, out_irrep, "out_irrep")]
    kind = getattr(kernels, irreps_basis)
    return _filled(lambda: kind(basis, in_irrep=ends[0], out_irrep=ends[1], **options))


def _equivariance(basis: Any, irreps_basis: str, sg_id: Any) -> tuple[Any, dict[str, Any]]:
    """The group that kernels are equivariant to, and what the irrep basis needs to know."""
    from escnn.kernels import SteerableFiltersBasis

    if not isinstance(basis, SteerableFiltersBasis):
        raise BadArgument(
            "basis",
            "a steerable basis of scalar filters",
            f"a {type(basis).__name__}",
            "For example `kernel_circular_shells_basis(l, radial)`.",
        )
    if irreps_basis == "WignerEckartBasis":
        return basis.group, {}
    if sg_id is None:
        raise BadArgument(
            "subgroup",
            "given for kernels with fewer symmetries than their filters",
            "NULL",
            f"Name the subgroup of {basis.group.name}.",
        )
    which = subgroups.of(basis.group, sg_id, "subgroup")
    return which.group, {"sg_id": which.id}
