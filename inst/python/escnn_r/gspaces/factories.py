"""Gspaces, with upstream's axes set right."""

from __future__ import annotations

from math import pi
from typing import Any, cast

from ..bridge import BadArgument
from ..group import GivenSubgroup, RepresentationLike, costs, subgroups
from .protocols import GSpaceLike, PlaneLike

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


def build_gspace(name: str, **kwargs: Any) -> GSpaceLike:
    """The gspace made by the factory ``name``, with only the arguments it has."""
    from escnn import gspaces

    options = {key: value for key, value in kwargs.items() if value is not None}
    _affordable(name, options)
    if name in _AXIS:
        options["axis"] = float(_AXIS[name](options.get("axis", pi / 2)))
    if "adjoint" in options:
        options["adjoint"] = _in_o3(options["adjoint"])
    return getattr(gspaces, name)(**options)


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


def _affordable(name: str, options: dict[str, Any]) -> None:
    if name in _GROUPS:
        by_order, by_frequency = _GROUPS[name]
        costs.check_order(by_order, options.get("N", options.get("n", -1)))
        costs.check_frequency(by_frequency, options.get("maximum_frequency", 0))


def _in_o3(element: Any) -> Any:
    """An element of O(3), also from one of SO(3)."""
    from escnn.group import O3, SO3, o3_group

    if isinstance(element.group, O3):
        return element
    if isinstance(element.group, SO3):
        return o3_group().element((0, element.to("Q")), "Q")
    raise BadArgument("adjoint", "an element of SO(3) or O(3)", f"one of {element.group.name}")


def gspace_of_subgroup(
    dimension: int, subgroup: GivenSubgroup, maximum_frequency: int
) -> GSpaceLike:
    """The gspace of the plane or of space with a subgroup of O(2) or O(3) as symmetries."""
    from escnn import gspaces
    from escnn.group import o2_group, o3_group

    costs.check_frequency("O2" if dimension == 2 else "O3", maximum_frequency)
    whole = o2_group(maximum_frequency) if dimension == 2 else o3_group(maximum_frequency)
    make = gspaces.GSpace2D if dimension == 2 else gspaces.GSpace3D
    return make(subgroups.read(whole, subgroup), maximum_frequency=maximum_frequency)


def gspace_orders(space: GSpaceLike) -> dict[str, int]:
    """Number of rotations (-1 for all) and whether there are reflections, on the plane."""
    if space.dimensionality != 2:
        raise BadArgument(
            "gspace",
            "a gspace of the plane",
            f"one of dimension {space.dimensionality}",
            "`group_order(gspace)` counts all symmetries of any gspace.",
        )
    plane = cast(PlaneLike, space)
    return {"rotations": int(plane.rotations_order), "flips": int(plane.flips_order)}


def base_space_action(space: GSpaceLike) -> RepresentationLike:
    """The representation by which the group moves points; a single point isn't moved."""
    if space.dimensionality == 0:
        raise BadArgument(
            "gspace",
            "a gspace of the plane or of space",
            "one of a single point, which nothing moves",
        )
    return space.basespace_action
