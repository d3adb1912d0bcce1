"""Extents of arrays that come in: none is zero, but the number of examples may be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .errors import BadArgument


def check_extents(shape: Sequence[int], argument: str = "x") -> None:
    """Refuse examples that have nothing in them; there may be no examples."""
    sizes = [int(size) for size in shape]
    if 0 in sizes[1:]:
        raise BadArgument(
            argument,
            "an array whose dimensions after the first, which counts examples, are all at least 1",
            f"one of dim c({', '.join(map(str, sizes))})",
        )


def check_examples(data: Any, argument: str = "x") -> Any:
    """Refuse data without any example where one is needed; batches of a function have no number."""
    if hasattr(data, "__len__") and len(data) == 0:
        raise BadArgument(argument, "data with at least one example", "data without any")
    return data
