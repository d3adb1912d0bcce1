"""Scores of classes from the counts of true and predicted ones, a row for each true class."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def mean_of_known(values: Any) -> float:
    """The mean of those that are numbers."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    """Not a number where there is nothing to divide by."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)


def balanced(counts: Numbers) -> float:
    """The mean over classes of the share of their examples that are told right."""
    return mean_of_known(_ratio(np.diag(counts), counts.sum(1)))


def overlaps(counts: Numbers) -> Numbers:
    """Intersection over union of each class; not a number where it doesn't occur."""
    return _ratio(np.diag(counts), counts.sum(0) + counts.sum(1) - np.diag(counts))


def mean_overlap(counts: Numbers) -> float:
    """Its mean over the classes that occur."""
    return mean_of_known(overlaps(counts))


def dices(counts: Numbers) -> Numbers:
    """Twice the intersection over the sum of both sizes, of each class."""
    return _ratio(2 * np.diag(counts), counts.sum(0) + counts.sum(1))


def mean_dice(counts: Numbers) -> float:
    """Its mean over the classes that occur."""
    return mean_of_known(dices(counts))


def f1(counts: Numbers) -> float:
    """That of the second of two classes, or the mean over more."""
    return _of_positive(dices(counts))


def sensitivity(counts: Numbers) -> float:
    """The share of positive examples that are told right."""
    return _of_positive(_ratio(np.diag(counts), counts.sum(1)))


def specificity(counts: Numbers) -> float:
    """The share of examples that aren't positive that are told so."""
    true, predicted, both = counts.sum(1), counts.sum(0), np.diag(counts)
    return _of_positive(_ratio(counts.sum() - true - predicted + both, counts.sum() - true))


def _of_positive(values: Numbers) -> float:
    """The second of two, as R's `glm()` has it, or the mean over more."""
    return float(values[1]) if len(values) == 2 else mean_of_known(values)
