"""Metrics that add up over batches; those with a name are in `losses_and_metrics`.

Each gets outputs, targets, and what each target counts, or None where all count the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

import numpy as np
import torch

from . import class_scores
from .class_scores import Numbers
from .probabilities import wide

Weights: TypeAlias = torch.Tensor | None


class Metric(Protocol):
    """What adds up a number over batches."""

    def update(self, output: torch.Tensor, target: torch.Tensor, weights: Weights = None) -> None:
        """Take a batch into account."""

    def value(self) -> float | Numbers | dict[str, float]:
        """The number so far; several for one of each class, or by their names."""


class Mean:
    """The mean of a number for each example."""

    def __init__(
        self, of: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], part: str | None = None
    ) -> None:
        """``of`` gives a number for each example, or for each pixel of it.

        Of targets with several parts, such as energies and forces, ``part`` is the one it is about.
        """
        self._of, self._part = of, part
        self.total, self.count = 0.0, 0.0

    def update(self, output: torch.Tensor, target: torch.Tensor, weights: Weights = None) -> None:
        """Take a batch into account."""
        values = wide(self._of(output, target))
        if weights is not None and self._part is not None:
            weights = getattr(weights, self._part)
        if weights is None:
            self.total += float(values.sum())
            self.count += values.numel()
        else:
            counts = wide(weights)
            self.total += float((values * counts).sum())
            self.count += float(counts.sum())

    def value(self) -> float:
        """The mean so far."""
        return self.total / self.count if self.count else float("nan")


class Root(Mean):
    """The square root of a mean."""

    def value(self) -> float:
        """The root of the mean so far."""
        return float(np.sqrt(super().value()))


class Explained:
    """The share of the variance that is explained, a mean over the numbers of an example."""

    def __init__(self) -> None:
        """Start without examples."""
        self._sums: torch.Tensor | None = None
        self._shift: torch.Tensor | None = None

    def update(self, output: torch.Tensor, target: torch.Tensor, weights: Weights = None) -> None:
        """Take a batch into account."""
        out, true = _columns(output), _columns(target)
        each = torch.ones_like(true) if weights is None else _columns(weights)
        if self._shift is None:
            # sums of squares of large numbers would lose the small differences
            self._shift = (each * true).sum(0) / each.sum(0).clamp(min=1e-300)
        centred = true - self._shift
        sums = torch.stack(
            [
                each.sum(0),
                (each * centred).sum(0),
                (each * centred**2).sum(0),
                (each * (out - true) ** 2).sum(0),
            ]
        )
        self._sums = sums if self._sums is None else self._sums + sums

    def value(self) -> float:
        """The share so far; not a number where targets don't differ."""
        if self._sums is None:
            return float("nan")
        count, first, second, error = self._sums.numpy()
        total = second - first**2 / np.maximum(count, 1e-300)
        varies = total > 1e-12 * np.maximum(second, 1e-300)
        return float((1 - error[varies] / total[varies]).mean()) if varies.any() else float("nan")


def _columns(values: torch.Tensor) -> torch.Tensor:
    """A row for each example or pixel, a column for each number of it."""
    if values.dim() == 1:
        return values.cpu().double().unsqueeze(1)
    return values.movedim(1, -1).reshape(-1, values.shape[1]).cpu().double()


class Confusion:
    """A score from the counts of true and predicted classes, or its mean over labels."""

    def __init__(
        self, score: Callable[[Numbers], float] | Callable[[Numbers], Numbers], labels: bool = False
    ) -> None:
        """``score`` reads a matrix of counts, a row for each true class; "no" and "yes" of a label.

        With ``labels`` an example may have several.
        """
        self._score, self._labels = score, labels
        self.counts: Numbers | None = None

    def update(self, output: torch.Tensor, target: torch.Tensor, weights: Weights = None) -> None:
        """Take a batch into account."""
        if self._labels:
            true, predicted = (each.long().unbind(1) for each in (target > 0.5, output > 0))
            own = [None] * len(true) if weights is None else weights.unbind(1)
            each = zip(true, predicted, own, strict=True)
            counts = np.stack([_pairs(yes, said, 2, weight) for yes, said, weight in each])
        else:
            counts = _pairs(target, output.argmax(1), output.shape[1], weights)
        self.counts = counts if self.counts is None else self.counts + counts

    def value(self) -> float | Numbers:
        """The score so far; several for a score of each class."""
        if self.counts is None:
            return float("nan")
        if self._labels:
            return class_scores.mean_of_known([self._score(each) for each in self.counts])
        return self._score(self.counts)


def _pairs(true: torch.Tensor, predicted: torch.Tensor, n: int, weights: Weights) -> Numbers:
    pairs = (true * n + predicted).reshape(-1)
    wide_weights = None if weights is None else wide(weights.reshape(-1))
    if wide_weights is not None:
        pairs = pairs.to(wide_weights.device)
    counts = torch.bincount(pairs, weights=wide_weights, minlength=n * n)
    return counts.reshape(n, n).cpu().double().numpy()


class Ranking:
    """Area under the ROC curve: the mean over classes, each against the rest, or over labels."""

    def __init__(self, labels: bool = False) -> None:
        """Start without examples; with ``labels`` an example may have several."""
        self._labels = labels
        self._scores: list[Any] = []
        self._targets: list[Any] = []
        self._weights: list[Any] = []

    def update(self, output: torch.Tensor, target: torch.Tensor, weights: Weights = None) -> None:
        """Take a batch into account."""
        # a label's order is that of its own output; of maps each pixel is an example
        scores = output.float() if self._labels else output.float().softmax(1)
        scores = scores.movedim(1, -1)
        self._scores.append(scores.reshape(-1, scores.shape[-1]).cpu().numpy())
        targets = target if self._labels else target.reshape(-1)
        self._targets.append(targets.cpu().numpy())
        own = torch.ones(targets.shape) if weights is None else weights.reshape(targets.shape)
        self._weights.append(own.cpu().double().numpy())

    def value(self) -> float:
        """The area so far."""
        if not self._scores:
            return float("nan")
        scores, targets = np.concatenate(self._scores), np.concatenate(self._targets)
        weights = np.concatenate(self._weights)
        two = scores.shape[1] == 2 and not self._labels
        areas = []
        for column in [1] if two else range(scores.shape[1]):
            positive = targets[:, column] > 0.5 if self._labels else targets == column
            own = weights[:, column] if self._labels else weights
            areas.append(_area(scores[:, column], positive, own))
        return class_scores.mean_of_known(areas)


def _area(scores: Any, positive: Any, weights: Numbers) -> float:
    """How much of the weight of pairs is in the right order; ties count half."""
    _, ranks = np.unique(scores, return_inverse=True)
    ranks = ranks.reshape(-1)
    above = np.bincount(ranks, weights * positive)
    below = np.bincount(ranks, weights * ~positive)
    pairs = above.sum() * below.sum()
    return float((above * (below.cumsum() - below / 2)).sum() / pairs) if pairs else float("nan")


class Own:
    """A function of the user's of all targets, outputs and weights, which gives named numbers."""

    def __init__(self, function: Callable[..., dict[str, float]], kind: str) -> None:
        """``kind`` is that of the targets."""
        self._function, self._kind = function, kind
        self._parts: list[tuple[Any, ...]] = []

    def update(self, output: torch.Tensor, target: torch.Tensor, weights: Weights = None) -> None:
        """Keep a batch; of maps of classes each pixel is an example."""
        output = output.detach().cpu().double()
        target = target.cpu()
        own = torch.ones(target.shape) if weights is None else weights.cpu()
        if self._kind == "classes":
            output = output.softmax(1).movedim(1, -1).reshape(-1, output.shape[1])
            target, own = target.reshape(-1), own.reshape(-1)
        elif self._kind == "labels":
            output = output.sigmoid()
        counted = own > 0 if own.dim() == 1 else own.flatten(1).any(1)
        target = target.double().masked_fill(own == 0, float("nan"))
        self._parts.append((target[counted], output[counted], own[counted].double()))

    def value(self) -> dict[str, float]:
        """The numbers by their names."""
        parts = (torch.cat(each).numpy() for each in zip(*self._parts, strict=True))
        return {name: float(number) for name, number in dict(self._function(*parts)).items()}
