"""Data that come with weights, and what is known of all targets without reading any values."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..datasets import Points, describe_clouds
from ..fields import clouds
from . import batches
from .batches import Data, Examples
from .examples import Part
from .rotated_data import Rotated
from .weighing import Weighing


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
            "Name weights of classes: `c(cat = 1, dog = 3)`.",
        )
    return Weighted(data, numbers)


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


def has_forces(data: Any) -> bool:
    """Whether targets are energies with forces."""
    while isinstance(data, (Weighted, Rotated, Part)):
        data = data.source
    return bool(describe_clouds(data)["forces"])


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


def nothing_known(argument: str) -> BadArgument:
    """Targets that are all missing."""
    return BadArgument(argument, "known for at least one example", "missing everywhere")


def nothing_counts() -> BadArgument:
    """Weights by which no target counts."""
    return BadArgument(
        "weights", "above 0 for at least one target that isn't missing", "0 for all of them"
    )
