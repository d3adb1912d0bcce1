"""The parts that kernel bases are built of: rings, harmonics, orbits, and bases of bases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument, EmptyBasis
from ..group import (
    GivenIrrep,
    GivenSubgroup,
    HomSpaceLike,
    RepresentationLike,
    check_of_group,
    invertible,
    orthogonal,
    read_irrep,
    subgroups,
)
from ..group import costs as group_costs
from . import costs
from .elements import asked
from .inspection import dimensionality, plain
from .protocols import HarmonicsLike, KernelBasisLike, RadialLike, SteerableBasisLike


def filled(make: Callable[[], Any]) -> Any:
    """What ``make`` makes, or EmptyBasis where escnn finds no kernel."""
    from escnn.kernels import EmptyBasisException

    try:
        return make()
    except EmptyBasisException as problem:
        raise EmptyBasis(
            "out_repr",
            "a representation that some equivariant kernel maps `in_repr` to",
            "one that only the zero kernel maps to",
            "Raise `maximum_frequency`, add a ring with a radius above 0, let `filter` keep "
            "more, or choose other representations.",
        ) from problem


def rings(radii: npt.ArrayLike, sigma: npt.ArrayLike) -> tuple[list[float], list[float]]:
    """Radii and as many widths, as escnn wants them."""
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


def gaussian_radial_profile(radii: npt.ArrayLike, sigma: npt.ArrayLike) -> RadialLike:
    """Rings with Gaussian profiles."""
    from escnn.kernels import GaussianRadialProfile

    return GaussianRadialProfile(*rings(radii, sigma))


def shells_basis(
    kind: str,
    L: int,
    radial: RadialLike,
    filter: Callable[[dict[str, Any]], Any] | None = None,
    axis: float | None = None,
) -> SteerableBasisLike:
    """Spherical or circular harmonics on each ring of a radial profile."""
    from escnn import kernels

    if not isinstance(radial, kernels.GaussianRadialProfile):
        raise BadArgument(
            "radial",
            "a radial profile",
            f"a {type(radial).__name__}",
            "Make one with `kernel_gaussian_radial_profile(radii, sigma)`.",
        )
    costs.check_filters(2 if kind == "CircularShellsBasis" else 3, len(radial), int(L))
    options: dict[str, Any] = {} if axis is None else {"axis": float(axis)}
    keep = None if filter is None else asked(filter, plain, "filter")
    return filled(lambda: getattr(kernels, kind)(int(L), radial, filter=keep, **options))


def harmonic_polynomials(L: int) -> HarmonicsLike:
    """The generator of harmonic polynomials up to a degree."""
    from escnn.kernels import HarmonicPolynomialR3Generator

    group_costs.check_frequency("O3", int(L), "l")
    return HarmonicPolynomialR3Generator(int(L))


def orbit_basis(
    X: HomSpaceLike,
    sigma: float,
    action: RepresentationLike | None = None,
    root: npt.ArrayLike | None = None,
    **settings: Any,
) -> SteerableBasisLike:
    """Harmonics on the points of one finite orbit, blurred into the space around them."""
    from escnn import kernels
    from escnn.group import Icosahedral

    if X.G.continuous:
        raise BadArgument("x", "a homogeneous space of a finite group", f"one of {X.G.name}")
    options: dict[str, Any] = {k: v for k, v in settings.items() if v is not None}
    if "harmonics" in options:
        options["harmonics"] = [
            read_irrep(X.G, each, "harmonics").id for each in options["harmonics"]
        ]
    size = 3 if action is None else action.size
    if "change_of_basis" in options:
        options["change_of_basis"] = invertible(options["change_of_basis"], size)
    if action is None:
        if not isinstance(X.G, Icosahedral) or X.H.order() == 1:
            raise BadArgument(
                "x",
                "a homogeneous space of the icosahedral group by rotations about an axis",
                f"one of {X.G.name} by {X.H.name}",
                "For example `homspace(group_ico(), 5)`.",
            )
        return kernels.SparseOrbitBasisWithIcosahedralSymmetry(X, float(sigma), **options)
    check_of_group(X.G, action, "action", "a representation")
    point = np.asarray(root, dtype=float).reshape(-1)
    if point.shape != (size,):
        raise BadArgument("root", f"a point of {size} coordinates", f"{point.size}")
    images = [action(X._inclusion(h)) @ point for h in X.H.elements]
    if not all(np.allclose(point, each, atol=1e-5) for each in images):
        raise BadArgument(
            "root",
            f"a point that {X.H.name}, the subgroup of `x`, leaves in place",
            "one that it moves",
        )
    return kernels.SparseOrbitBasis(X, action, point, float(sigma), **options)


def adjoint_basis(basis: KernelBasisLike, adjoint: npt.ArrayLike) -> KernelBasisLike:
    """The same kernels on turned or mirrored points."""
    from escnn.kernels import AdjointBasis

    return AdjointBasis(basis, orthogonal(adjoint, dimensionality(basis), "adjoint"))


def union_basis(bases_list: list[Any]) -> KernelBasisLike:
    """All elements of several bases of kernels of one shape."""
    from escnn.kernels import UnionBasis

    kinds = {(tuple(each.shape), dimensionality(each)) for each in bases_list}
    if len(kinds) > 1:
        raise BadArgument(
            "bases_list", "bases of kernels of one shape on one space", "bases of several"
        )
    return filled(lambda: UnionBasis(list(bases_list)))


def steerable_kernel_basis(
    basis: KernelBasisLike,
    in_repr: RepresentationLike,
    out_repr: RepresentationLike,
    irreps_basis: str,
    sg_id: GivenSubgroup = None,
) -> SteerableBasisLike:
    """Kernels between two representations from steerable filters."""
    from escnn import kernels

    group, options = _equivariance(basis, irreps_basis, sg_id)
    for argument, each in (("in_repr", in_repr), ("out_repr", out_repr)):
        check_of_group(group, each, argument, "a representation")
    kind = getattr(kernels, irreps_basis)
    return filled(lambda: kernels.SteerableKernelBasis(basis, in_repr, out_repr, kind, **options))


def irrep_basis(
    irreps_basis: str,
    basis: KernelBasisLike,
    in_irrep: GivenIrrep,
    out_irrep: GivenIrrep,
    sg_id: GivenSubgroup = None,
) -> SteerableBasisLike:
    """Kernels between two irreps from steerable filters."""
    from escnn import kernels

    group, options = _equivariance(basis, irreps_basis, sg_id)
    ends = [read_irrep(group, in_irrep, "in_irrep"), read_irrep(group, out_irrep, "out_irrep")]
    kind = getattr(kernels, irreps_basis)
    return filled(lambda: kind(basis, in_irrep=ends[0], out_irrep=ends[1], **options))


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
    subgroup = subgroups.subgroup_of(basis.group, sg_id, "subgroup")
    return subgroup.group, {"sg_id": subgroup.id}
