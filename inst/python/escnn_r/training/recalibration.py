"""Batch norms whose running statistics are estimated anew from data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from ..bridge.errors import BadArgument
from ..nn import batch_statistics
from . import batches, memory
from .batches import Examples
from .evaluation import wrap


def recalibrate(module: torch.nn.Module, data: Examples, batch_size: int) -> torch.nn.Module:
    """Give all running statistics of a module the values that they have on ``data``."""
    if not batch_statistics.batch_norms(module):
        raise BadArgument(
            "model",
            "a module with batch normalisation that keeps running statistics",
            "one without",
        )
    parameter = next(iter(module.parameters()), torch.zeros(()))

    def parts() -> Iterator[tuple[Any, int]]:
        for values, *_ in batches.batches(data, batch_size):
            yield values.to(parameter), len(values)

    with memory.kept():
        return batch_statistics.estimate(
            module, parts(), lambda values: module(wrap(module, values))
        )
