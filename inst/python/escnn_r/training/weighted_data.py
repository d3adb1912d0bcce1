"""Data that come with weights, and what is known of those of all examples."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..datasets import Dataset, Points
from . import batches
from .batches import Data, Examples
from .examples import OfOthers, of_all, origin
from .weighing import EVEN, Weighing


class Weighted(OfOthers):
    """Other data, and how to weigh their targets."""

    def __init__(
        self, source: Examples, examples: torch.Tensor | None = None, weighing: Weighing = EVEN
    ) -> None:
        """``examples`` are weights of those of the source, which may have some itself."""
        super().__init__(source)
        self.examples, self.weighing = examples, weighing

    def take(self, index: npt.NDArray[np.int64]) -> batches.Batch:
        """Values, targets and how to weigh these."""
        values, targets, *inner = self.source.take(index)
        own = None if self.examples is None else self.examples[torch.as_tensor(np.array(index))]
        if own is None and inner:
            own = inner[0].examples
        elif own is not None and isinstance(values, Points):
            # those of clouds, or of their points where these have targets
            own = own[values.index] if len(targets) == len(values.coords) else own
        return values, targets, self.weighing.of(own, values)


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


def has_forces(data: object) -> bool:
    """Whether targets are energies with forces."""
    source = origin(data)
    return isinstance(source, Dataset) and source.has_forces


def example_weights(data: object) -> torch.Tensor | None:
    """The weights of all examples, as they were given."""

    def read(source: object) -> torch.Tensor | None:
        return source.examples if isinstance(source, Weighted) else None

    return of_all(data, read)


def class_weights(data: object) -> torch.Tensor | None:
    """The weight of each class, as all examples have it."""
    while isinstance(data, OfOthers):
        if isinstance(data, Weighted) and data.weighing.classes is not None:
            return data.weighing.classes
        data = data.source
    return None


def nothing_known(argument: str) -> BadArgument:
    """Targets that are all missing."""
    return BadArgument(argument, "known for at least one example", "missing for all of them")


def nothing_counts() -> BadArgument:
    """Weights by which no target counts."""
    return BadArgument(
        "weights", "above 0 for at least one target that isn't missing", "0 for all of them"
    )
