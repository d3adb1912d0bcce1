"""Metrics that add up over batches; those with a name are in `measures`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch

Counts = npt.NDArray[np.int64]


class Metric(Protocol):
    """What adds up a number over batches."""

    def update(self, output: torch.Tensor, target: torch.Tensor) -> None:
        """Take a batch into account."""

    def value(self) -> float | npt.NDArray[np.float64]:
        """The number so far; several for one of each class."""


class Mean:
    """The mean of a number for each example."""

    def __init__(self, of: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]) -> None:
        """``of`` gives a number for each example, or for each pixel of it."""
        self._of = of
        self.total, self.count = 0.0, 0

    def update(self, output: torch.Tensor, target: torch.Tensor) -> None:
        """Take a batch into account."""
        values = self._of(output, target)
        self.total += float(values.sum(dtype=torch.float64))
        self.count += values.numel()

    def value(self) -> float:
        """The mean so far."""
        return self.total / self.count if self.count else float("nan")


class Root(Mean):
    """The square root of a mean."""

    def value(self) -> float:
        """The root of the mean so far."""
        return float(np.sqrt(super().value()))


class Confusion:
    """A score from the counts of true and predicted classes."""

    def __init__(
        self, score: Callable[[Counts], float] | Callable[[Counts], npt.NDArray[np.float64]]
    ) -> None:
        """``score`` reads the matrix of counts, a row for each true class."""
        self._score = score
        self.counts: Counts | None = None

    def update(self, output: torch.Tensor, target: torch.Tensor) -> None:
        """Take a batch into account."""
        n = output.shape[1]
        pairs = target.reshape(-1) * n + output.argmax(1).reshape(-1)
        counts = torch.bincount(pairs, minlength=n * n).reshape(n, n).cpu().numpy()
        self.counts = counts if self.counts is None else self.counts + counts

    def value(self) -> float | npt.NDArray[np.float64]:
        """The score so far; several for a score of each class."""
        return float("nan") if self.counts is None else self._score(self.counts)


class Ranking:
    """Area under the ROC curve: the mean over classes, each against the rest, or over labels."""

    def __init__(self, labels: bool = False) -> None:
        """Start without examples; with ``labels`` an example may have several."""
        self._labels = labels
        self._scores: list[Any] = []
        self._targets: list[Any] = []

    def update(self, output: torch.Tensor, target: torch.Tensor) -> None:
        """Take a batch into account."""
        # a label's order is that of its own output; of maps each pixel is an example
        scores = output.float() if self._labels else output.float().softmax(1)
        scores = scores.movedim(1, -1)
        self._scores.append(scores.reshape(-1, scores.shape[-1]).cpu().numpy())
        targets = target if self._labels else target.reshape(-1)
        self._targets.append(targets.cpu().numpy())

    def value(self) -> float:
        """The area so far."""
        if not self._scores:
            return float("nan")
        from scipy.stats import rankdata

        scores, targets = np.concatenate(self._scores), np.concatenate(self._targets)
        two = scores.shape[1] == 2 and not self._labels
        areas = []
        for column in [1] if two else range(scores.shape[1]):
            positive = targets[:, column] > 0.5 if self._labels else targets == column
            p, n = int(positive.sum()), int((~positive).sum())
            if p and n:
                ranks = rankdata(scores[:, column])
                areas.append((ranks[positive].sum() - p * (p + 1) / 2) / (p * n))
        return float(np.mean(areas)) if areas else float("nan")


def balanced(counts: Counts) -> float:
    """The mean over classes of the share of their examples that are told right."""
    rows = counts.sum(1)
    return float((np.diag(counts)[rows > 0] / rows[rows > 0]).mean())


def overlaps(counts: Counts) -> npt.NDArray[np.float64]:
    """Intersection over union of each class; not a number where it doesn't occur."""
    union = counts.sum(0) + counts.sum(1) - np.diag(counts)
    return np.where(union > 0, np.diag(counts) / np.maximum(union, 1), np.nan)


def mean_overlap(counts: Counts) -> float:
    """Its mean over the classes that occur."""
    return float(np.nanmean(overlaps(counts)))
