"""Bases of the kernels that are equivariant to a gspace's symmetries."""

from __future__ import annotations

from math import pi
from typing import Any

from ..bridge import BadArgument, EmptyBasis
from ..group import RepresentationLike, check_of_group
from ..gspaces import GSpaceLike
from . import costs
from .parts import rings as rings_and_widths
from .protocols import KernelBasisLike


def kernel_basis(
    space: GSpaceLike,
    in_repr: RepresentationLike,
    out_repr: RepresentationLike,
    rings: list[float] | None = None,
    sigma: list[float] | None = None,
    maximum_frequency: int | None = None,
) -> KernelBasisLike:
    """The basis of the equivariant kernels between two representations."""
    from escnn.kernels import EmptyBasisException

    _same_group(space, in_repr, out_repr)
    options: dict[str, Any] = {}
    if space.dimensionality > 0:
        if not rings:
            raise BadArgument("rings", "one or more radii", "NULL")
        rings, widths = rings_and_widths(rings, sigma or [])
        argument = "rings" if maximum_frequency is None else "maximum_frequency"
        if maximum_frequency is None:
            # a ring of radius r crosses about 2 pi r pixels, which hold half as many waves
            maximum_frequency = int(pi * max(rings))
        costs.check_basis(
            in_repr, out_repr, space.dimensionality, len(rings), maximum_frequency, argument
        )
        options = {"rings": rings, "sigma": widths, "maximum_frequency": int(maximum_frequency)}
    try:
        return space.build_kernel_basis(in_repr, out_repr, **options)
    except EmptyBasisException as problem:
        raise EmptyBasis(
            "out_repr",
            f"a representation that some kernel maps {in_repr.name} to",
            f"{out_repr.name}, which only the zero kernel maps to",
            "Give rings beyond 0, a higher `maximum_frequency`, or another representation.",
        ) from problem


def fiber_intertwiner_basis(
    space: GSpaceLike, in_repr: RepresentationLike, out_repr: RepresentationLike
) -> KernelBasisLike:
    """The basis of the linear maps between two representations that commute with the group."""
    from escnn.kernels import EmptyBasisException

    _same_group(space, in_repr, out_repr)
    try:
        return space.build_fiber_intertwiner_basis(in_repr, out_repr)
    except EmptyBasisException as problem:
        raise EmptyBasis(
            "out_repr",
            f"a representation that shares an irrep with {in_repr.name}",
            f"{out_repr.name}, which shares none",
        ) from problem


def _same_group(space: Any, in_repr: Any, out_repr: Any) -> None:
    for name, part in (("in_repr", in_repr), ("out_repr", out_repr)):
        check_of_group(space.fibergroup, part, name, "a representation")
