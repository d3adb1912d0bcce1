"""The variances of escnn's generalised He initialisation, without a loop over all weights."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import torch

Pair = tuple[str, str]


def he_variances(
    kinds: dict[Pair, tuple[Any, Any]], in_count: dict[str, int], ranges: dict[Pair, Any]
) -> torch.Tensor:
    """Factors of weights, the same to the bit as ``init._generalized_he_init_variances``.

    ``kinds`` has for each pair of representations the one of the input, and where the
    irreps of each element are, ``in_count`` how many fields of each the input has.
    """
    seen: dict[Any, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    for (i, o), (in_repr, places) in kinds.items():
        at, count = np.unique(places, axis=1, return_counts=True)
        for (ii, oo), n in zip(at.T.tolist(), count.tolist(), strict=True):
            seen[(o, oo)][in_repr.irreps[ii]] += n * in_count[i]
    variances = torch.ones(max((last for _, last in ranges.values()), default=0))
    for pair, (in_repr, places) in kinds.items():
        product = [
            len(seen[(pair[1], oo)]) * seen[(pair[1], oo)][in_repr.irreps[ii]]
            for ii, oo in places.T.tolist()
        ]
        each = torch.tensor(1.0 / np.sqrt(np.array(product, float)), dtype=variances.dtype)
        first, last = ranges[pair]
        variances[first:last] = each.repeat((last - first) // len(each))
    return variances
