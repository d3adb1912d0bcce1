"""What the ways to expand a block cost on an ordinary processor, and which is taken."""

from __future__ import annotations

import numpy as np

from .block import Block
from .factored import Factored
from .paths import BlockExpansion, Dense

# Nanoseconds on an ordinary processor; only their ratios matter. What is read once in a
# row costs least, what is copied into another order most.
_LARGE_PRODUCT, _SMALL_PRODUCT, _READ, _COPIED, _CALLS = 0.08, 0.1, 0.17, 1.0, 30000.0


def dense(elements: float, o: float, i: float, s: float, fields: float) -> float:
    """Estimated cost of a product with the whole basis: elements x out x in x points."""
    size = elements * o * i * s
    return _LARGE_PRODUCT * fields * size + _READ * size + _COPIED * fields * o * i * s + _CALLS


def factored(small: float, pairs: int, o: float, i: float, s: float, fields: float) -> float:
    """Estimated cost by pairs of irreps, whose bases have ``small`` numbers together.

    A factor keeps escnn's way where it is close.
    """
    cost = (
        _SMALL_PRODUCT * fields * (small + o * i * s * (o + i))
        + 6 * _COPIED * fields * o * i * s
        + (pairs + 3) * _CALLS
    )
    return 1.2 * cost


def chosen(block: Block, outs: int, ins: int) -> BlockExpansion:
    """The way that costs less for so many fields out and in."""
    o, i, s = block.out_repr.size, block.in_repr.size, len(block.points)
    small = sum(pair.index.size * int(np.prod(pair.values.shape[1:])) for pair in block.pairs)
    by_pairs = factored(small, len(block.pairs), o, i, s, outs * ins) < dense(
        block.dimension(), o, i, s, outs * ins
    )
    return Factored(block) if by_pairs else Dense(block)
