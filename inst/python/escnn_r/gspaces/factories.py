"""Gspaces, with upstream's axes set right."""

from __future__ import annotations

from math import pi
from typing import Any

from ..bridge.arrays import to_tensor
from ..bridge.errors import BadArgument, EmptyBasis
from ..group import costs, subgroups
from ..kernels import costs as kernel_costs

# What upstream must be given so that reflections happen in `axis`, measured on
# the action itself: fullCylindricalOnR3 halves the angle, and conicalOnR3 and
# mirOnR3 turn it the other way (their defaults, pi / 2, come out the same). On
# the plane it refuses angles beyond half a turn, where lines repeat.
_AXIS = {
    "fullCylindricalOnR3": lambda axis: 2 * axis,
    "conicalOnR3": lambda axis: (pi - axis) % pi,
    "mirOnR3": lambda axis: (pi - axis) % pi,
    "flipRot2dOnR2": lambda axis: axis if 0 <= axis <= pi else axis % pi,
    "flip2dOnR2": lambda axis: axis if 0 <= axis <= pi else axis % pi,
}


def build(name: str, **kwargs: Any) -> Any:
    """The gspace made by the factory ``name``, with only the arguments it has."""
    from escnn import gspaces

    given = {key: value for key, value in kwargs.items() if value is not None}
    _affordable(name, given)
    if name in _AXIS:
        given["axis"] = float(_AXIS[name](given.get("axis", pi / 2)))
    if "adjoint" in given:
        given["adjoint"] = _in_o3(given["adjoint"])
    return getattr(gspaces, name)(**given)


# the group of each factory's rotations, and that which its irreps come from
_GROUPS = {
    "rot2dOnR2": ("C", "SO2"),
    "flipRot2dOnR2": ("D", "O2"),
    "rot2dOnR3": ("C", "O3"),
    "conicalOnR3": ("D", "O3"),
    "dihedralOnR3": ("D", "O3"),
    "cylindricalOnR3": ("cylinder", "O3"),
    "fullCylindricalOnR3": ("full_cylinder", "O3"),
    "rot3dOnR3": ("C", "SO3"),
    "flipRot3dOnR3": ("C", "O3"),
}


def _affordable(name: str, given: dict[str, Any]) -> None:
    if name in _GROUPS:
        by_order, by_frequency = _GROUPS[name]
        costs.check_order(by_order, given.get("N", given.get("n", -1)))
        costs.check_frequency(by_frequency, given.get("maximum_frequency", 0))


def _in_o3(element: Any) -> Any:
    """An element of O(3), also from one of SO(3)."""
    from escnn.group import O3, SO3, o3_group

    if isinstance(element.group, O3):
        return element
    if isinstance(element.group, SO3):
        return o3_group().element((0, element.to("Q")), "Q")
    raise BadArgument("adjoint", "an element of SO(3) or O(3)", f"one of {element.group.name}")


def of_subgroup(dimension: int, given: Any, maximum_frequency: int) -> Any:
    """The gspace of the plane or of space with a subgroup of O(2) or O(3) as symmetries."""
    from escnn import gspaces
    from escnn.group import o2_group, o3_group

    costs.check_frequency("O2" if dimension == 2 else "O3", maximum_frequency)
    whole = o2_group(maximum_frequency) if dimension == 2 else o3_group(maximum_frequency)
    make = gspaces.GSpace2D if dimension == 2 else gspaces.GSpace3D
    return make(subgroups.read(whole, given), maximum_frequency=maximum_frequency)


def orders(space: Any) -> dict[str, int]:
    """Number of rotations (-1 for all) and whether there are reflections, on the plane."""
    if space.dimensionality != 2:
        raise BadArgument(
            "gspace",
            "a gspace of the plane",
            f"one of dimension {space.dimensionality}",
            "`group_order(gspace)` counts all symmetries of any gspace.",
        )
    return {"rotations": int(space.rotations_order), "flips": int(space.flips_order)}


def action(space: Any) -> Any:
    """The representation by which the group moves points; a single point isn't moved."""
    if space.dimensionality == 0:
        raise BadArgument(
            "gspace",
            "a gspace of the plane or of space",
            "one of a single point, which nothing moves",
        )
    return space.basespace_action


def featurefield_action(
    space: Any, values: Any, representation: Any, element: Any, order: int = 2
) -> Any:
    """Values on a grid after a group element has acted on grid and channels."""
    from escnn.nn import FieldType, GeometricTensor

    from ..fields.action import transform

    for name, part in (("repr", representation), ("element", element)):
        if part.group != space.fibergroup:
            noun = "a representation" if name == "repr" else "an element"
            raise BadArgument(name, f"{noun} of {space.fibergroup.name}", f"one of {part.group}")
    given = to_tensor(values, "float64")
    wanted = 2 + int(space.dimensionality)
    if given.dim() != wanted or given.shape[1] != representation.size:
        raise BadArgument(
            "x",
            f"an array of {wanted} dimensions, the second of {representation.size} channels",
            f"one of dim ({', '.join(str(n) for n in given.shape)})",
        )
    kind = FieldType(space, [representation])
    return transform(GeometricTensor(given, kind), element, order).tensor


def kernel_basis(
    space: Any,
    in_repr: Any,
    out_repr: Any,
    rings: list[float] | None = None,
    sigma: list[float] | None = None,
    maximum_frequency: int | None = None,
) -> Any:
    """The basis of the equivariant kernels between two representations."""
    from escnn.kernels import EmptyBasisException

    _same_group(space, in_repr, out_repr)
    given: dict[str, Any] = {}
    if space.dimensionality > 0:
        rings = [float(ring) for ring in rings or []]
        widths = [float(width) for width in sigma or []]
        widths = widths * len(rings) if len(widths) == 1 else widths
        if not rings:
            raise BadArgument("rings", "one or more radii", "NULL")
        if len(widths) != len(rings) or min(widths) <= 0:
            allowed = f"one positive number, or {len(rings)}, one for each ring"
            raise BadArgument("sigma", allowed, f"{len(widths)} numbers")
        argument = "rings" if maximum_frequency is None else "maximum_frequency"
        if maximum_frequency is None:
            # a ring of radius r crosses about 2 pi r pixels, which hold half as many waves
            maximum_frequency = int(pi * max(rings))
        kernel_costs.check_basis(
            in_repr, out_repr, space.dimensionality, len(rings), maximum_frequency, argument
        )
        given = {"rings": rings, "sigma": widths, "maximum_frequency": int(maximum_frequency)}
    try:
        return space.build_kernel_basis(in_repr, out_repr, **given)
    except EmptyBasisException as problem:
        raise EmptyBasis(
            "out_repr",
            f"a representation that some kernel maps {in_repr.name} to",
            f"{out_repr.name}, to which only zero does",
            "Give rings beyond 0, a higher `maximum_frequency`, or another representation.",
        ) from problem


def fiber_intertwiner_basis(space: Any, in_repr: Any, out_repr: Any) -> Any:
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
        if part.group != space.fibergroup:
            raise BadArgument(
                name, f"a representation of {space.fibergroup.name}", f"one of {part.group.name}"
            )
