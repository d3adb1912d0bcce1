"""Between which values inputs lie, channel by channel."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from . import batches
from .batches import Calls
from .examples import Part

# values of a channel that quantiles are taken of
_MOST = 100_000


def value_range(data: Any, count: int, share: float = 0.0) -> dict[str, list[float]] | None:
    """Quantiles of each channel at ``share`` from both ends, from ``count`` examples at most.

    None for clouds, functions, and data without channels that have a space.
    """
    if isinstance(data, Calls) or len(data) == 0:
        return None
    index = np.unique(np.linspace(0, len(data) - 1, min(count, len(data))).astype(np.int64))
    parts = []
    for values, *_ in batches.batches(Part(data, index), 16):
        if not isinstance(values, torch.Tensor) or values.dim() < 4:
            return None
        rows = values.detach().transpose(0, 1).flatten(1)
        if share == 0.0:
            rows = torch.stack([rows.amin(1), rows.amax(1)], 1)
        parts.append(rows.double().cpu().numpy())
    rows = np.concatenate(parts, axis=1)
    rows = rows[:, :: max(1, rows.shape[1] // _MOST)] if share else rows
    low, high = np.quantile(rows, [share, 1 - share], axis=1)
    return {"low": low.tolist(), "high": high.tolist()}
