"""Data sets whose classes are put in the order of others."""

from __future__ import annotations

import torch

from ..bridge import BadArgument
from .base import Batch, Dataset, Index, OfAnother
from .gaps import MISSING_CLASS, missing


class Reordered(OfAnother):
    """Another data set with its classes, or its labels, in another order."""

    def __init__(self, base: Dataset, classes: list[str]) -> None:
        """``classes`` has all of the other's, or for labels exactly these."""
        super().__init__(base, classes=classes)
        known = {name: number for number, name in enumerate(base.classes or [])}
        where = {name: number for number, name in enumerate(classes)}
        self._numbers = torch.tensor([where[name] for name in known], dtype=torch.int64)
        self._columns = [known.get(name, 0) for name in classes]

    def take(self, index: Index) -> Batch:
        """The same values, and targets by their new numbers."""
        values, targets = self.base.take(index)
        return values, self._renumbered(targets)

    def targets(self) -> torch.Tensor | None:
        """All targets by their new numbers."""
        return self._renumbered(self.base.targets())

    def _renumbered(self, targets: torch.Tensor | None) -> torch.Tensor | None:
        if targets is None:
            return None
        if self.several:
            return targets[:, self._columns]
        gaps = missing(targets)
        return self._numbers[targets.masked_fill(gaps, 0)].masked_fill(gaps, MISSING_CLASS)


def with_classes(data: Dataset, classes: list[str], argument: str) -> Dataset:
    """A data set with classes numbered as in this list; refused if it has others."""
    order = [str(name) for name in classes]
    own = data.classes or []
    if own == order:
        return data
    others = [name for name in own if name not in order]
    missing = [name for name in order if name not in own] if data.several else []
    if others or missing:
        what = "labels" if data.several else "classes"
        raise BadArgument(
            argument,
            f"of the {what} that were trained: {', '.join(order)}",
            f"a data set with {', '.join(own)}",
            f"Others are in it: {', '.join(others)}."
            if others
            else f"It lacks {', '.join(missing)}.",
        )
    return Reordered(data, order)
