"""Many group elements at once, and what they are as numbers and as matrices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument
from .membership import check_finite, check_of_group
from .plain_values import check_param, group_element, group_of
from .protocols import ElementLike, ElementValue, GroupLike, OrthogonalLike, ProductLike, Space
from .representations import orthogonal


def element_label(element: ElementLike) -> str:
    """An element in one short line."""
    group = element.group
    kind = type(group).__name__
    if hasattr(group, "G1"):
        return " ; ".join(
            element_label(part) for part in cast(ProductLike, group).split_element(element)
        )
    if kind == "SO2":
        return _number(element.to("radians"))
    if kind == "O2":
        flip, angle = element.to("radians")
        return f"({'-' if flip else '+'}, {_number(angle)})"
    if kind == "O3":
        inversion, turn = element.to("Q")
        return f"({'-' if inversion else '+'}, {_turn(turn)})"
    return _turn(element.to("Q")) if kind in ("SO3", "Icosahedral", "Octahedral") else str(element)


def _turn(quaternion: npt.NDArray[Any]) -> str:
    """A rotation by its angle and axis; half turns have two axes, of which one is chosen."""
    q = np.asarray(quaternion, dtype=float)
    size = float(np.linalg.norm(q[:3]))
    if size < 1e-6:
        return "no turn"
    axis = q[:3] / size
    angle = 2 * np.arctan2(size, q[3])
    if angle > np.pi + 1e-6:
        angle, axis = 2 * np.pi - angle, -axis
    if abs(angle - np.pi) < 1e-6:
        axis = axis * np.sign(axis[np.nonzero(np.abs(axis) > 1e-6)[0][-1]])
    return f"turn by {_number(angle)} about ({', '.join(_number(x) for x in axis)})"


def _number(x: float) -> str:
    text = f"{x:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def many_elements(
    space: Space, values: Iterable[ElementValue], param: str | None = None
) -> list[Any]:
    """Elements from several values: a list, the entries of a vector, or the rows of an array."""
    group = group_of(space)
    return [group_element(group, value, param) for value in values]


def converted_elements(elements: list[Any], param: str | None = None) -> list[Any]:
    """The values of elements in a parametrisation, as plain data."""
    return [_value(each, param or each.group.PARAM) for each in elements]


def _value(element: Any, param: str) -> Any:
    from escnn.group import O3

    group = element.group
    check_param(group, param)
    value = element.to(param)
    if isinstance(group, O3) and np.ndim(value[1]) == 1:
        # as people type it: the inversion, then the turn
        return np.concatenate([[float(value[0])], np.asarray(value[1], dtype=np.float64)])
    return _as_list(value)


def _as_list(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_as_list(part) for part in value]
    if isinstance(value, np.ndarray):
        return np.asarray(value, dtype=np.float64)
    return value


def change_param(space: Space, value: ElementValue, source: str, target: str) -> ElementValue:
    """The value that names the same element in another parametrisation."""
    group = group_of(space)
    for name, param in (("from", source), ("to", target)):
        check_param(group, param, name)
    return _value(group_element(group, value, source), target)


def element_matrix(element: ElementLike) -> npt.NDArray[Any]:
    """The element as an orthogonal matrix of the plane or of space.

    Reflections are those of the group's usual action: a flip of the plane
    mirrors at the first axis, and the inversion of space negates.
    """
    kind = type(element.group).__name__
    if kind in ("CyclicGroup", "SO2"):
        return _rotation(element.to("radians"))
    if kind in ("DihedralGroup", "O2"):
        flip, angle = element.to("radians")
        return _rotation(angle) @ np.diag([1.0, -1.0 if flip else 1.0])
    if kind in ("SO3", "Icosahedral", "Octahedral"):
        return np.asarray(element.to("MAT"), dtype=np.float64)
    if kind == "O3":
        inversion, turn = element.to("MAT")
        return (-1.0 if inversion else 1.0) * np.asarray(turn, dtype=np.float64)
    raise BadArgument(
        "x",
        "an element of a group of rotations and reflections",
        f"one of {element.group.name}",
        "Split it with `group_split_element()`, or use a representation.",
    )


def _rotation(angle: float) -> npt.NDArray[Any]:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def element_from_matrix(space: Space, value: npt.NDArray[Any]) -> ElementLike:
    """The element that acts by an orthogonal matrix; the inverse of ``matrix()``."""
    group = group_of(space)
    kind = type(group).__name__
    size = 2 if kind in ("CyclicGroup", "SO2", "DihedralGroup", "O2") else 3
    matrix = orthogonal(value, size, "value", f" for {group.name}")
    flips = np.linalg.det(matrix) < 0
    if kind in ("DihedralGroup", "O2"):
        turn = matrix @ np.diag([1.0, -1.0]) if flips else matrix
        return group_element(group, [int(flips), turn], "MAT")
    if kind == "O3":
        return group_element(group, [int(flips), -matrix if flips else matrix], "MAT")
    return group_element(group, matrix, "MAT")


def element_pair(group: GroupLike, first: ElementLike, second: ElementLike) -> ElementLike:
    """The element of a direct product that a pair of its factors' elements is."""
    one, two = element_factors(group)
    for name, part, factor in (("e1", first, one), ("e2", second, two)):
        check_of_group(factor, part, name, "an element")
    # escnn's pair_elements() puts the parametrisation among the values
    return group.element((part_value(first), part_value(second)), group.PARAM)


def part_value(element: ElementLike) -> ElementValue:
    """An element's value in its group's own parametrisation."""
    return element.to(element.group.PARAM)


def split_element(group: GroupLike, element: ElementLike) -> list[Any]:
    """The elements of both factors that make an element of a direct product."""
    element_factors(group)
    check_of_group(group, element, "element", "an element")
    return list(cast(ProductLike, group).split_element(element))


def include_element(group: GroupLike, element: ElementLike, factor: int) -> ElementLike:
    """An element of one factor as an element of the direct product."""
    parts = [each.identity for each in element_factors(group)]
    expected = parts[factor - 1].group
    check_of_group(expected, element, "element", "an element")
    parts[factor - 1] = element
    return element_pair(group, *parts)


def element_factors(group: GroupLike) -> list[Any]:
    """Both factors of a direct product."""
    if not hasattr(group, "G1"):
        raise BadArgument(
            "g",
            "a direct product",
            group.name,
            "Make one with `group_direct_product()` or `group_double()`.",
        )
    whole = cast(ProductLike, group)
    return [whole.G1, whole.G2]


def group_generators(group: GroupLike) -> list[Any]:
    """Elements whose products are all of a finite group."""
    check_finite(
        group,
        ", to have finitely many generators",
        "Use `testing_elements(g)` for a finite sample.",
    )
    return list(group.generators)


def group_inversion(group: GroupLike) -> ElementLike:
    """The inversion of space, x -> -x."""
    from escnn.group import O3

    if isinstance(group, O3):
        return cast(OrthogonalLike, group).inversion
    if getattr(group, "name", "") in ("FullIcosahedral", "FullOctahedral"):
        return include_element(group, cast(ProductLike, group).G1.element(1), 1)
    raise BadArgument("g", "a group with an inversion: O(3) or a full polyhedral group", group.name)
