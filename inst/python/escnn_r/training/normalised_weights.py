"""Data whose targets count as they should, of whatever kind these are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from ..bridge import BadArgument
from ..datasets import MISSING_CLASS, missing
from . import batches, energy_weighing
from .batches import Data
from .examples import point_counts, targets_of
from .weighing import Weighing
from .weighted_data import Weighted, example_weights, has_forces, nothing_counts, nothing_known

# examples whose targets are looked at at once
_BLOCK = 1024


def weighed(
    data: Data, classes: str | list[float] | None, targets: str, levels: int, argument: str = "y"
) -> Data:
    """Data with weights of mean 1, or as they are where all of their targets count the same.

    ``classes`` has the weight of each class or label, or is "balanced". ``targets`` is their kind.
    """
    if isinstance(data, batches.Calls):
        return _weighed_calls(data, classes, targets)
    if targets == "energies":
        how = energy_weighing.energy_weighing(data, argument)
        return data if how is None else Weighted(data, weighing=how)
    values = targets_of(data)
    if not isinstance(values, torch.Tensor) or len(data) == 0:
        return data
    examples = example_weights(data)
    counts = point_counts(data)
    if examples is not None and counts is not None:
        # a cloud's weight is that of each of its points
        examples = examples.repeat_interleave(torch.from_numpy(counts))
    gaps, rows = _gaps(values)
    if gaps == values.numel():
        raise nothing_known(argument)
    if not gaps and examples is None and classes is None:
        return data
    table = _table(classes, values, targets, levels)
    mean = _mean(Weighing(None, table), values, examples)
    if mean == 0:
        raise nothing_counts()
    return Weighted(data, weighing=Weighing(None, table, 1 / mean, rows))


def missing_targets(data: Data) -> list[int] | None:
    """How many of the targets are missing, and how many there are; None where none are."""
    if not isinstance(data, Weighted):
        return None
    if has_forces(data):
        return energy_weighing.missing_energies(data)
    targets = targets_of(data)
    if not isinstance(targets, torch.Tensor):
        return None
    gaps, _ = _gaps(targets)
    return [gaps, targets.numel()] if gaps else None


def _weighed_calls(data: batches.Calls, classes: Any, targets: str) -> batches.Calls:
    """Of batches from a function nobody knows the whole: each has weights of mean 1."""
    if isinstance(classes, str):
        raise BadArgument(
            "weights",
            "a number for each class where `x` is a function",
            f'"{classes}"',
            "How often the classes occur isn't known before the last batch.",
        )
    table = _table(classes, torch.zeros(0), targets, 0)

    def batch(epoch: int, number: int) -> batches.Batch | None:
        part = data.function(epoch, number)
        if part is None or not isinstance(part, (tuple, list)) or len(part) not in (2, 3):
            return part
        values, batch_targets, *own = part
        gaps, rows = _gaps(batch_targets)
        if not gaps and not own and table is None:
            return values, batch_targets, None
        weighing = Weighing(own[0] if own else None, table, 1.0, rows)
        mean = float(weighing.weights(batch_targets).mean())
        return values, batch_targets, replace(weighing, scale=1 / mean if mean else 1.0)

    return batches.Calls(batch)


def _blocks(targets: torch.Tensor) -> range:
    return range(0, len(targets), _BLOCK)


def _gaps(targets: torch.Tensor) -> tuple[int, bool]:
    """How many targets are missing, and whether these are all of some examples."""
    count, rows = 0, True
    for start in _blocks(targets):
        gaps = missing(targets[start : start + _BLOCK])
        gaps = gaps.reshape(len(gaps), -1)
        count += int(gaps.sum())
        rows = rows and bool((gaps.all(1) == gaps.any(1)).all())
    return count, rows


def _mean(weighing: Weighing, targets: torch.Tensor, examples: torch.Tensor | None) -> float:
    total = 0.0
    for start in _blocks(targets):
        at = slice(start, start + _BLOCK)
        own = None if examples is None else examples[at]
        part = replace(weighing, examples=own).weights(targets[at])
        total += float(part.sum(dtype=torch.float64))
    return total / targets.numel()


def _table(
    classes: str | list[float] | None, targets: torch.Tensor, kind: str, levels: int
) -> torch.Tensor | None:
    """The weight of each class, or of both values of each label."""
    if classes is None:
        return None
    count = _count_labels if kind == "labels" else _count_classes
    if isinstance(classes, str):
        counts = count(targets, levels)
        occur = (counts > 0).sum(0).clamp(min=1)
        return counts.sum(0) / (occur * counts.clamp(min=1))
    numbers = torch.tensor(classes, dtype=torch.float64)
    return torch.stack([numbers, numbers]) if kind == "labels" else numbers


def _count_classes(targets: torch.Tensor, levels: int) -> torch.Tensor:
    known = targets[targets != MISSING_CLASS]
    return torch.bincount(known, minlength=levels).double()


def _count_labels(targets: torch.Tensor, levels: int) -> torch.Tensor:
    return torch.stack([(targets == value).sum(0) for value in (0, 1)]).double()
