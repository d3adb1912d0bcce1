"""Subgroups: escnn's ids from plain values, with what each group allows."""

from __future__ import annotations

import math
from typing import Any

from .errors import BadArgument
from .groups import group_of


def read(space: Any, given: Any, argument: str = "subgroup") -> Any:
    """The id that escnn uses for a subgroup, from numbers, words and lists of them.

    Whole floats become integers, infinity becomes escnn's -1, NaN becomes
    None and lists become tuples. "trivial" and "self" are the smallest and
    the largest subgroup.
    """
    group = group_of(space)
    if isinstance(given, str) and given in ("trivial", "self"):
        return getattr(group, f"subgroup_{given}_id")
    try:
        wanted = _typed(group, given)
        group.subgroup(wanted)
    except Exception as problem:
        raise BadArgument(
            argument, f"a subgroup of {group.name}", _show(given), _hint(group)
        ) from problem
    return wanted


def _typed(group: Any, given: Any) -> Any:
    kind = type(group).__name__
    plain = _plain(given)
    if kind == "CyclicGroup" and plain == -1:
        return group.order()
    if kind == "O2":
        axis, order = plain
        return (None if axis is None else float(axis)), order
    return plain


def _plain(given: Any) -> Any:
    if isinstance(given, (list, tuple)):
        return tuple(_plain(part) for part in given)
    if isinstance(given, float):
        if math.isnan(given):
            return None
        if math.isinf(given):
            return -1
        return int(given) if given == round(given) else given
    return given


def _show(given: Any) -> str:
    if isinstance(given, (list, tuple)):
        return f"({', '.join(_show(part) for part in given)})"
    if isinstance(given, str):
        return f'"{given}"'
    return f"{given:g}" if isinstance(given, float) else str(given)


def _hint(group: Any) -> str:
    hints = {
        "CyclicGroup": "Give its order, which divides {order}.",
        "DihedralGroup": "Give `c(axis, n)`, `axis` NA without reflections, `n` dividing {n}.",
        "SO2": "Give the number of rotations, `Inf` for all.",
        "O2": "Give `c(axis, n)`, `axis` an angle or NA without reflections, `n` may be Inf.",
    }
    found = hints.get(type(group).__name__, '"trivial" and "self" are always there.')
    order = "" if group.continuous else group.order()
    return found.format(order=order, n=getattr(group, "rotation_order", ""))
