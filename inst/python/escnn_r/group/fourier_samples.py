"""Where functions over a group are sampled: sensible grids, and grids from plain values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any, cast

from ..bridge import BadArgument, check_elements
from .protocols import ElementLike, GroupLike, OrthogonalLike, ProductLike

# escnn's own names of what is given in lower case
_UPPER = {"n": "N", "m": "M", "l": "L"}


def grid(
    group: GroupLike,
    choice: Sequence[ElementLike] | dict[str, Any] | None,
    irreps: list[Any],
    size: int,
    argument: str = "grid",
) -> list[Any]:
    """The elements to sample at: a list of them, a grid's arguments, or None for a good choice."""
    if choice is None:
        return default(group, irreps, size)
    if isinstance(choice, dict):
        return _from_arguments(group, choice, argument)
    elements = list(choice)
    if not elements or any(getattr(element, "group", None) != group for element in elements):
        raise BadArgument(
            argument,
            f"elements of {group.name}, or the arguments of a grid such as `list(type = , n = )`",
            "something else" if elements else "an empty list",
        )
    return elements


def _from_arguments(group: Any, arguments: dict[str, Any], argument: str) -> list[Any]:
    named = {_UPPER.get(name, name): _whole(value) for name, value in arguments.items()}
    for name, value in named.items():
        if name in ("N", "M", "L") and isinstance(value, int):
            check_elements(value, argument, str(named.get("type", "")))
    try:
        return list(group.grid(**named))
    except Exception as problem:
        raise BadArgument(
            argument,
            f"the arguments of a grid that {group.name} has",
            ", ".join(f"{name} = {_whole(value)}" for name, value in arguments.items()),
            f"{str(problem).rstrip('.') or 'They do not fit together'}. `NULL` chooses a good one.",
        ) from problem


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value == round(value) else value


def default(group: GroupLike, irreps: list[Any], size: int) -> list[Any]:
    """All elements of a finite group; otherwise enough for functions of these irreps.

    Grids of rotations of space are unions of cosets of the icosahedral group,
    under which the layer is then exactly equivariant.
    """
    if not group.continuous:
        return list(group.elements)
    kind = type(group).__name__
    if hasattr(group, "G1") and hasattr(group, "G2"):
        parts = [default(part, irreps, size) for part in (group.G1, group.G2)]
        pair = cast(ProductLike, group).pair_elements
        return [pair(first, second) for first, second in product(*parts)]
    if kind in ("SO2", "O2"):
        highest = max(_numbers(irreps))
        return list(group.grid(N=8 * highest + 8, type="regular"))
    cosets = math.ceil(size / 10)
    ico = group.grid("ico")
    if kind == "O3":
        others = cast(OrthogonalLike, group).grid_so3("rand", N=cosets, seed=0)[1:]
    else:
        others = group.grid("rand", N=cosets, seed=0)[1:]
    return [*ico, *(turn @ other for other in others for turn in ico)]


def _numbers(ids: Any) -> list[int]:
    if isinstance(ids, (tuple, list)):
        return [number for each in ids for number in _numbers(each)]
    return [int(ids)]
