"""How large the layers of a recipe may be, for the weights that lie beside it.

A few bytes of text can ask for a filter of any size, but a filter is made from
weights: each of them serves some thousand numbers at most.
"""

from __future__ import annotations

from typing import Any

from ..bridge.files import DamagedField

_FREE = 20_000_000
_FOR_EACH = 10_000
_MOST_CHANNELS = 1_000_000


class Room:
    """Counts the numbers that layers have, up to what their weights allow."""

    def __init__(self, weights: int | None) -> None:
        """Without ``weights`` there is no limit, for recipes of this session's own."""
        self._limit = None if weights is None else _FREE + _FOR_EACH * weights
        self._taken = 0

    def take_fields(self, channels: int) -> None:
        """Refuse a type of more channels than tensors have."""
        if self._limit is not None and channels > _MOST_CHANNELS:
            raise DamagedField("fields", f"of at most {_MOST_CHANNELS} channels", channels)

    def take_layer(self, name: str, arguments: dict[str, Any]) -> None:
        """Refuse a layer for which there are too few weights."""
        if self._limit is None:
            return
        self._taken += _numbers(arguments)
        if self._taken > self._limit:
            raise DamagedField(
                name, "of a size that fits the weights beside it", f"{self._taken} numbers"
            )


def _numbers(arguments: dict[str, Any]) -> int:
    """The numbers of a layer's filter, or of its grid."""
    channels = getattr(arguments.get("in_type"), "size", 1)
    if "out_type" in arguments:
        space = getattr(arguments["in_type"], "gspace", None)
        width = arguments.get("kernel_size", 1)
        width = int(width) if isinstance(width, (int, float)) else 1
        points = width ** getattr(space, "dimensionality", 0) / max(
            1, int(arguments.get("groups", 1))
        )
        return int(channels * getattr(arguments["out_type"], "size", 1) * points)
    return int(channels * _samples(arguments))


def _samples(arguments: Any) -> int:
    if not isinstance(arguments, dict):
        return 1
    counts = [int(v) for k, v in arguments.items() if k == "N" and isinstance(v, (int, float))]
    return max([1, *counts, *(_samples(each) for each in arguments.values())])
