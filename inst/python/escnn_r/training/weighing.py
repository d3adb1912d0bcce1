"""What each target of a batch counts: by its example, its class, and nothing where it is missing.

Weights are scaled once so that their mean over all targets of the data is 1, those of missing ones
being 0. The plain mean over a batch, or over a process's part of it, is then right on average, and
over an epoch it is exactly the weighted mean over what counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..datasets import filled, missing
from .precision import widest


@dataclass(frozen=True)
class Counted:
    """Targets without gaps, and what each counts; no weights where all count the same.

    ``rows`` says that only whole examples are missing, ``uneven`` that some targets count more
    than others, besides those that are missing. ``points`` is how much more a mean over the points
    of this part of a batch counts than one over its clouds.
    """

    targets: torch.Tensor
    weights: torch.Tensor | None = None
    rows: bool = True
    uneven: bool = False
    points: float = 1.0

    def share(self) -> torch.Tensor | float:
        """The mean of the weights; energies and forces have theirs in their loss."""
        return self.weights.mean() if isinstance(self.weights, torch.Tensor) else 1.0


@dataclass(frozen=True)
class Weighing:
    """How to weigh the targets of a batch.

    ``examples`` has a number for each example, ``classes`` one for each class, or for each of
    both values of each label.
    """

    examples: torch.Tensor | None = None
    classes: torch.Tensor | None = None
    scale: float = 1.0
    rows: bool = True

    def to(self, device: torch.device, dtype: torch.dtype | None = None) -> Weighing:
        """The same on a device, in numbers of a type."""
        parts = (self.examples, self.classes)
        moved = (None if w is None else w.to(device, dtype) for w in parts)
        examples, classes = moved
        return replace(self, examples=examples, classes=classes)

    def __getitem__(self, rows: slice | npt.NDArray[np.int64]) -> Weighing:
        """That of some of the batch's examples."""
        part = None if self.examples is None else self.examples[rows]
        return replace(self, examples=part)

    def of(self, examples: torch.Tensor | None, values: Any) -> Weighing:
        """That of a batch of these values, with weights of its examples."""
        return replace(self, examples=examples)

    def counted(self, targets: torch.Tensor) -> Counted:
        """Targets with what each counts."""
        uneven = self.examples is not None or self.classes is not None
        return Counted(filled(targets), self.weights(targets), self.rows, uneven)

    def weights(self, targets: torch.Tensor) -> torch.Tensor:
        """A number for each target."""
        gaps = missing(targets)
        whole = targets if targets.is_floating_point() else targets.masked_fill(gaps, 0)
        wide = widest(targets.device)
        weights = torch.full(whole.shape, self.scale, dtype=wide, device=targets.device)
        if self.classes is not None:
            by_class = self.classes
            if by_class.dim() == 2:
                weights = weights * torch.where(whole > 0.5, by_class[1], by_class[0])
            else:
                weights = weights * by_class[whole]
        if self.examples is not None:
            weights = weights * self.examples.reshape(-1, *[1] * (targets.dim() - 1))
        return weights.masked_fill(gaps, 0.0)


EVEN = Weighing()


def with_new_gaps(targets: Any, weighing: Weighing | None, share: float = 1.0) -> Weighing | None:
    """How to weigh targets of which pixels may have come in from outside, which aren't known.

    ``share`` is that of the pixels that are there, so that the mean of the weights stays. Of a
    batch that processes share it is that of all, of which one may have no gaps.
    """
    maps = isinstance(targets, torch.Tensor) and targets.dim() >= 3
    if not maps or (share == 1 and not missing(targets).any()):
        return weighing
    known = weighing or EVEN
    return replace(known, rows=False, scale=known.scale / share)
