"""Gspaces, with upstream's axes set right."""

from __future__ import annotations

from math import pi
from typing import Any

from .errors import BadArgument

# What upstream must be given so that reflections happen in `axis`, measured on
# the action itself: fullCylindricalOnR3 halves the angle, and conicalOnR3 and
# mirOnR3 turn it the other way (their defaults, pi / 2, come out the same).
_AXIS = {
    "fullCylindricalOnR3": lambda axis: 2 * axis,
    "conicalOnR3": lambda axis: (pi - axis) % pi,
    "mirOnR3": lambda axis: (pi - axis) % pi,
}


def build(name: str, **kwargs: Any) -> Any:
    """The gspace made by the factory ``name``, with only the arguments it has."""
    from escnn import gspaces

    given = {key: value for key, value in kwargs.items() if value is not None}
    if name in _AXIS:
        given["axis"] = float(_AXIS[name](given.get("axis", pi / 2)))
    if "adjoint" in given:
        given["adjoint"] = _in_o3(given["adjoint"])
    return getattr(gspaces, name)(**given)


def _in_o3(element: Any) -> Any:
    """An element of O(3), also from one of SO(3)."""
    from escnn.group import O3, SO3, o3_group

    if isinstance(element.group, O3):
        return element
    if isinstance(element.group, SO3):
        return o3_group().element((0, element.to("Q")), "Q")
    raise BadArgument("adjoint", "an element of SO(3) or O(3)", f"one of {element.group.name}")
