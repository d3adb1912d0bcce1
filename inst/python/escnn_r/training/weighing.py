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

from ..bridge import BadArgument
from ..datasets import MISSING_CLASS, Points, describe_clouds, filled, missing
from ..fields import clouds
from . import batches
from .batches import Data, Examples
from .examples import Part
from .rotated_data import Rotated

# examples whose targets are looked at at once
_BLOCK = 1024


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
        # Apple's GPUs have no wider numbers
        wide = torch.float32 if targets.device.type == "mps" else torch.float64
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


def with_new_gaps(targets: Any, weighing: Weighing | None, share: float = 1.0) -> Weighing | None:
    """How to weigh targets of which pixels may have come in from outside, which aren't known.

    ``share`` is that of the pixels that are there, so that the mean of the weights stays.
    """
    if not isinstance(targets, torch.Tensor) or targets.dim() < 3 or not missing(targets).any():
        return weighing
    known = weighing or Weighing()
    return replace(known, rows=False, scale=known.scale / share)


class Weighted:
    """Other data, and how to weigh their targets."""

    def __init__(
        self,
        source: Examples,
        examples: torch.Tensor | None = None,
        classes: torch.Tensor | None = None,
        scale: float = 1.0,
        rows: bool = True,
        weighing: Weighing | None = None,
    ) -> None:
        """``examples`` are weights of those of the source, which may have some itself."""
        self.source, self.examples = source, examples
        self._weighing = weighing or Weighing(None, classes, scale, rows)

    @property
    def classes(self) -> torch.Tensor | None:
        """What each class counts."""
        return self._weighing.classes

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.source)

    def take(self, index: npt.NDArray[np.int64]) -> batches.Batch:
        """Values, targets and how to weigh these."""
        values, targets, *inner = self.source.take(index)
        own = None if self.examples is None else self.examples[torch.as_tensor(np.array(index))]
        if own is None and inner:
            own = inner[0].examples
        elif own is not None and isinstance(values, Points):
            own = _of_rows(own, values, targets)
        return values, targets, self._weighing.of(own, values)


def _of_rows(weights: torch.Tensor, values: Points, targets: Any) -> torch.Tensor:
    """Weights of clouds, or those of their points where these have targets."""
    index = clouds.cloud(values.coords).index
    assert index is not None
    return weights[index] if len(targets) == len(index) else weights


def with_example_weights(data: Data, weights: npt.ArrayLike) -> Data:
    """Data with a weight for each example."""
    numbers = torch.as_tensor(np.array(weights, dtype=np.float64))
    if isinstance(data, batches.Calls):
        raise BadArgument(
            "weights",
            "left out where `x` is a function, or numbers named by classes",
            "one number for each example",
            "Let the function give `list(x, y, weights)`.",
        )
    if len(numbers) != len(data):
        raise BadArgument(
            "weights",
            f"one number for each of {len(data)} examples",
            f"{len(numbers)} numbers",
            "Weights of classes have their names: `c(cat = 1, dog = 3)`.",
        )
    return Weighted(data, numbers)


def weighed(
    data: Data, classes: str | list[float] | None, targets: str, levels: int, argument: str = "y"
) -> Data:
    """Data with weights of mean 1, or as they are where all of their targets count the same.

    ``classes`` has the weight of each class or label, or is "balanced". ``targets`` is their kind.
    """
    if isinstance(data, batches.Calls):
        return _weighed_calls(data, classes, targets)
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
        raise BadArgument(argument, "known for at least one example", "missing everywhere")
    if not gaps and examples is None and classes is None:
        return data
    table = _table(classes, values, targets, levels)
    mean = _mean(Weighing(None, table), values, examples)
    if mean == 0:
        raise BadArgument(
            "weights", "above 0 for at least one target that isn't missing", "0 for all of them"
        )
    return Weighted(data, None, table, 1 / mean, rows)


def missing_targets(data: Data) -> list[int] | None:
    """How many of the targets are missing, and how many there are; None where none are."""
    targets = None if isinstance(data, batches.Calls) else targets_of(data)
    if not isinstance(targets, torch.Tensor) or not isinstance(data, Weighted):
        return None
    gaps, _ = _gaps(targets)
    return [gaps, targets.numel()] if gaps else None


def targets_of(data: Any) -> torch.Tensor | None:
    """The targets of all examples, for which no values are read."""
    if isinstance(data, batches.Arrays):
        return data.targets
    if isinstance(data, Part):
        whole = targets_of(data.source)
        return None if whole is None else whole[_rows(data)]
    if isinstance(data, (Weighted, Rotated)):
        return targets_of(data.source)
    targets: torch.Tensor | None = data.targets()
    return targets


def _rows(part: Part) -> torch.Tensor:
    """Where the targets of a part are among those of its source."""
    counts = point_counts(part.source)
    if counts is None:
        return torch.as_tensor(part.index)
    ends = np.cumsum(counts)
    pieces = [np.arange(ends[i] - counts[i], ends[i]) for i in part.index]
    return torch.from_numpy(np.concatenate(pieces))


def point_counts(data: Any) -> npt.NDArray[np.int64] | None:
    """How many points each cloud has; None where targets are not of points."""
    if isinstance(data, Part):
        whole = point_counts(data.source)
        return None if whole is None else whole[data.index]
    if isinstance(data, (Weighted, Rotated)):
        return point_counts(data.source)
    about = describe_clouds(data)
    return np.asarray(about["counts"], dtype=np.int64) if about["points"] else None


def example_weights(data: Any) -> torch.Tensor | None:
    """The weights of all examples, as they were given."""
    if isinstance(data, Weighted) and data.examples is not None:
        return data.examples
    if isinstance(data, Part):
        whole = example_weights(data.source)
        return None if whole is None else whole[torch.as_tensor(data.index)]
    return example_weights(data.source) if isinstance(data, (Weighted, Rotated)) else None


def class_weights(data: Any) -> torch.Tensor | None:
    """The weight of each class, as all examples have it."""
    if isinstance(data, Weighted) and data.classes is not None:
        return data.classes
    return class_weights(data.source) if isinstance(data, (Weighted, Rotated, Part)) else None


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
