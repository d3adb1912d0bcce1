"""Scores of classes from the counts of true and predicted ones, a row for each true class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def mean_of_known(values: Any) -> float:
    """The mean of those that are numbers."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def mean(scores: Callable[[Numbers], Numbers]) -> Callable[[Numbers], float]:
    """The mean of a score of each class, over those that occur."""
    return lambda counts: mean_of_known(scores(counts))


def positive(scores: Callable[[Numbers], Numbers]) -> Callable[[Numbers], float]:
    """That of the second of two classes, as R's `glm()` has it, or the mean over more."""

    def score(counts: Numbers) -> float:
        values = scores(counts)
        return float(values[1]) if len(values) == 2 else mean_of_known(values)

    return score


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Not a number where there is nothing to divide by."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


def overlaps(counts: Numbers) -> Numbers:
    """Intersection over union of each class; not a number where it doesn't occur."""
    return _ratio(np.diag(counts), counts.sum(0) + counts.sum(1) - np.diag(counts))


def dices(counts: Numbers) -> Numbers:
    """Twice the intersection over the sum of both sizes, of each class."""
    return _ratio(2 * np.diag(counts), counts.sum(0) + counts.sum(1))


def recalls(counts: Numbers) -> Numbers:
    """The share of each class's examples that are told right."""
    return _ratio(np.diag(counts), counts.sum(1))


def rejections(counts: Numbers) -> Numbers:
    """The share of the examples of other classes that are told so."""
    true, predicted, both = counts.sum(1), counts.sum(0), np.diag(counts)
    return _ratio(counts.sum() - true - predicted + both, counts.sum() - true)
