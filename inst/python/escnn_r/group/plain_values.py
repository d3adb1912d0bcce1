"""Group elements from plain values."""

from __future__ import annotations

from itertools import product
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument, check_elements, choose
from .membership import check_finite
from .protocols import ElementLike, ElementValue, GroupLike, Space


def group_of(space: Space) -> GroupLike:
    """The fibre group of a gspace, or the group itself."""
    return cast(GroupLike, getattr(space, "fibergroup", cast(GroupLike, space)))


def group_element(group: GroupLike, value: ElementValue, param: str | None = None) -> ElementLike:
    """An element of ``group`` from numbers, in the types that escnn insists on."""
    param = param or group.PARAM
    check_param(group, param)
    try:
        element = _make(group, value, param)
    except Exception as problem:
        allowed = f"an element of {group.name} in the parametrisation {param!r}"
        raise BadArgument("value", allowed, _short(value), _element_hint(group)) from problem
    return element


def check_param(group: GroupLike, param: str, argument: str = "param") -> None:
    """Raise BadArgument for a parametrisation that the group's elements don't have."""
    choose(argument, param, dict.fromkeys(group.PARAMETRIZATIONS), where=f" for {group.name}")


def _make(group: Any, value: Any, param: str) -> Any:
    from escnn.group import CyclicGroup, DihedralGroup

    if hasattr(group, "G1"):
        factors = (group.G1, group.G2)
        pairs = product(*(factor.PARAMETRIZATIONS for factor in factors))
        params = next(pair for pair in pairs if f"[{pair[0]} | {pair[1]}]" == param)
        parts = [_make(*each) for each in zip(factors, value, params, strict=True)]
        return group.element(tuple(part.to(part.group.PARAM) for part in parts), group.PARAM)
    if param == "MAT" and isinstance(group, (CyclicGroup, DihedralGroup)):
        # upstream loses the angle of a matrix here, so it is turned into steps
        return group.element(_typed(group, _steps(group, value), group.PARAM))
    return group.element(_typed(group, value, param), param)


def _typed(group: Any, value: Any, param: str) -> Any:
    from escnn.group import O2, O3, SO2, CyclicGroup, DihedralGroup

    if isinstance(group, (CyclicGroup, SO2)):
        return _planar(value, param)
    if isinstance(group, (DihedralGroup, O2)):
        flip, rotation = value
        return _whole(flip), _planar(rotation, param)
    if isinstance(group, O3):
        inversion, rotation = value if len(value) == 2 else (value[0], value[1:])
        return _whole(inversion), np.asarray(rotation, dtype=float)
    return np.asarray(value, dtype=float)


def _planar(value: Any, param: str) -> Any:
    if param == "MAT":
        return _matrix(value)
    return _whole(value) if param == "int" else float(_scalar(value))


def _steps(group: Any, value: Any) -> Any:
    from escnn.group import DihedralGroup

    if isinstance(group, DihedralGroup):
        return value[0], _matrix_steps(group.rotation_order, value[1])
    return _matrix_steps(group.order(), value)


def _matrix_steps(order: int, value: Any) -> int:
    matrix = _matrix(value)
    steps = np.arctan2(matrix[1, 0], matrix[0, 0]) * order / (2 * np.pi)
    whole = int(np.round(steps))
    angle = 2 * np.pi * whole / order
    turn = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    if not np.allclose(matrix, turn, atol=1e-6):
        raise ValueError("not a rotation of the group")
    return whole % order


def _scalar(value: Any) -> Any:
    return np.asarray(value).reshape(-1)[0] if np.size(value) == 1 else _reject()


def _reject() -> Any:
    raise ValueError("one number was expected")


def _whole(value: Any) -> int:
    number = float(_scalar(value))
    if number != round(number):
        raise ValueError("a whole number was expected")
    return int(number)


def _matrix(value: Any) -> npt.NDArray[Any]:
    return np.asarray(value, dtype=float).reshape(2, 2)


def _element_hint(group: Any) -> str:
    kind = type(group).__name__
    hints = {
        "CyclicGroup": "Give the number of steps, from 0 to {last}.",
        "DihedralGroup": "Give `c(flip, steps)`, flip 0 or 1, steps from 0 to {last}.",
        "SO2": "Give the angle in radians.",
        "O2": "Give `c(flip, angle)`, flip 0 or 1, the angle in radians.",
        "SO3": "Give a unit quaternion `c(x, y, z, w)`.",
        "O3": "Give `c(inversion, x, y, z, w)`: 0 or 1, then a unit quaternion.",
    }
    steps = getattr(group, "rotation_order", None) or group.order()
    default = f"Parametrisations: {', '.join(group.PARAMETRIZATIONS)}."
    return hints.get(kind, default).format(last=steps - 1)


def _short(value: Any) -> str:
    text = np.array2string(np.asarray(value, dtype=object), threshold=8, separator=", ")
    return " ".join(text.split())


def group_elements(group: GroupLike) -> list[Any]:
    """All elements of a finite group."""
    check_finite(group, ", to list its elements", "Use `testing_elements(g)` for a finite sample.")
    return list(group.elements)


def testing_elements(space: Space, n: int | None = None) -> list[Any]:
    """The elements that escnn tests with: all of a finite group, a sample otherwise."""
    from escnn.group import O2, SO2

    group = group_of(space)
    check_elements(n)
    if n is not None and isinstance(group, (SO2, O2)):
        return list(group.testing_elements(n))
    return list(group.testing_elements())


def same_group(left: ElementLike, right: ElementLike) -> bool:
    """Whether two elements can be multiplied."""
    return bool(left.group == right.group)


def element_power(base: ElementLike, exponent: int) -> ElementLike:
    """A power of an element, negative ones through the inverse, by repeated squaring."""
    factor = base if exponent >= 0 else ~base
    result, steps = base.group.identity, abs(exponent)
    while steps:
        if steps & 1:
            result = result @ factor
        factor, steps = factor @ factor, steps >> 1
    return result
