"""Head-room: numeric decompositions need irreps of higher frequencies than were asked for.

escnn makes the irreps of a continuous group up to a ``maximum_frequency`` and
gives up when a tensor product or a representation needs one beyond it; whether
it does depends on what its cache holds. Here the missing irreps are made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..bridge import BadArgument

# each time the highest frequency doubles; a product of two irreps needs one
_ATTEMPTS = 2


def retried(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call ``function``, again with more irreps where it runs out of them."""
    for _ in range(_ATTEMPTS):
        try:
            return function(*args, **kwargs)
        except Exception as problem:
            group = _short_of_irreps(problem)
            if group is None or not grow(group):
                raise
    try:
        return function(*args, **kwargs)
    except Exception as problem:
        group = _short_of_irreps(problem)
        if group is None:
            raise
        raise BadArgument(
            "maximum_frequency",
            "high enough for the decomposition that this needs",
            f"what {group.name} has now, even after it was raised {_ATTEMPTS} times",
            "Make the group or gspace with a higher `maximum_frequency`.",
        ) from problem


def _short_of_irreps(problem: Exception) -> Any:
    """The group that ran out of irreps, or None for any other problem."""
    is_short = type(problem).__name__ == "InsufficientIrrepsException"
    return getattr(problem, "G", None) if is_short else None


def grow(group: Any) -> bool:
    """Double the highest frequency of a group's irreps; whether there was anything to double."""
    factors = [getattr(group, name) for name in ("G1", "G2") if hasattr(group, name)]
    if factors:
        grown = [grow(factor) for factor in factors]
        for first in factors[0].irreps():
            for second in factors[1].irreps():
                group.irrep(first.id, second.id)
        return any(grown)
    highest = getattr(group, "_maximum_frequency", None)
    if not group.continuous or highest is None:
        return False
    # the groups are singletons, which this raises in place
    type(group)._generator(maximum_frequency=max(2 * int(highest), 1))
    return True
