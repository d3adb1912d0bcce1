"""Expanding weights over a steerable basis, fast.

escnn stores every element of a basis in the full representation of its fields. Here a
basis is kept as small blocks, one for each pair of irreps, in float64; a layer combines
its weights there and changes basis once, or makes escnn's dense basis of them where that
is cheaper. Weights, their order and their names are escnn's.
"""

from .swap import expanding

__all__ = ["expanding"]
