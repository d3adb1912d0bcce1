"""Batch norms whose running statistics are estimated anew from data.

In training they follow the batches of some steps, and lag behind weights that still move: after
few steps, or large ones, evaluation then computes something else than training did. Training
itself never reads them, so it takes the same steps whether or not they are renewed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import torch

from ..bridge import BadArgument
from ..nn import batch_statistics
from . import batches, memory
from .batches import Calls, Data, Examples
from .evaluation import wrap

# as many examples as a running mean of batches is made of, more or less; all of 2,000 take longer,
# and change accuracies by less than 0.001 (`bench/renewal.R`)
_ENOUGH = 512
# batches that are kept of a function, which can't be asked again
_KEPT = 4


def recalibrate(module: torch.nn.Module, data: Examples, batch_size: int) -> torch.nn.Module:
    """Give all running statistics of a module the values that they have on ``data``."""
    norms = batch_statistics.batch_norms
    if not norms(module) and not norms(module, frozen=True):
        raise BadArgument(
            "x",
            "a module with batch normalisation that keeps running statistics",
            "one without",
        )
    parameter = next(iter(module.parameters()), torch.zeros(()))

    def parts() -> Iterator[tuple[Any, int]]:
        for values, *_ in batches.batches(data, batch_size):
            yield values.to(parameter), len(values)

    with memory.kept():
        return batch_statistics.estimate(
            module, parts(), lambda values: module(wrap(module, values)), frozen=True
        )


class Renewal:
    """Renews the statistics of a module in training, from batches like those it is trained on."""

    def __init__(self, module: torch.nn.Module, data: Data, call: Callable[[Any], Any]) -> None:
        """``call`` runs the module on the values of a batch, as training does."""
        self.module, self.call = module, call
        self._recent: deque[Any] | None = deque(maxlen=_KEPT) if isinstance(data, Calls) else None
        self._on = True

    def off(self) -> None:
        """Leave all statistics as training has them."""
        self._on = False

    def saw(self, values: Any) -> None:
        """Remember a batch of a function."""
        if self._on and self._recent is not None:
            self._recent.append(values)

    def renew(self, feed: Iterator[Any], examples: Callable[[Any], int]) -> None:
        """Renew from ``feed``, or from the batches that were remembered."""
        if not self._on or not batch_statistics.batch_norms(self.module):
            return
        source = feed if self._recent is None else iter(list(self._recent))
        batch_statistics.estimate(self.module, _enough(source, examples), self.call)

    def misfit(self, feed: Iterator[Any]) -> dict[str, float] | None:
        """How far frozen statistics are from those of a batch, where there are any."""
        if not self._on or not batch_statistics.batch_norms(self.module, frozen=True):
            return None
        source = feed if self._recent is None else iter(list(self._recent))
        values = next(source, None)
        if values is None:
            return None
        return batch_statistics.disagreement(self.module, values, self.call, frozen=True)


def _enough(feed: Iterator[Any], examples: Callable[[Any], int]) -> Iterator[tuple[Any, int]]:
    seen = 0
    for values in feed:
        number = examples(values)
        yield values, number
        seen += number
        if seen >= _ENOUGH:
            return
