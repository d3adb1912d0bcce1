"""What a caller needs to train: data from plain arrays, a copy of the model, a run, a package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, check_extents
from ..bridge import arrays as convert
from ..bridge.files import NotWritten
from ..nn import EquivariantModuleLike, evaluation_mode, raw_weights
from . import augmentation, batches, checkpoints, evaluation, loop
from .batches import Data, Examples

_TYPES = {"float32": "float32", "bf16": "float32", "fp16": "float32", "float64": "float64"}


def example_arrays(
    values: npt.NDArray[Any] | torch.Tensor,
    targets: npt.NDArray[Any] | torch.Tensor | None,
    classes: bool,
    precision: str = "float32",
) -> batches.Arrays:
    """Examples in memory; class numbers count from 0."""
    x = values.detach() if isinstance(values, torch.Tensor) else _tensor(values, _TYPES[precision])
    check_extents(x.shape)
    if targets is None:
        return batches.Arrays(x, None)
    kind = "int64" if classes else _TYPES[precision]
    y = targets.detach() if isinstance(targets, torch.Tensor) else _tensor(targets, kind)
    if len(x) != len(y):
        raise BadArgument(
            "y",
            f"of {len(x)} examples, as `x` has",
            f"of {len(y)}",
            "The first dimension of both counts the examples.",
        )
    check_extents(y.shape, "y")
    return batches.Arrays(x, y)


def _tensor(values: Any, dtype: str) -> torch.Tensor:
    return convert.to_tensor(np.asarray(values), dtype)


def example_calls(
    function: Callable[[int, int], Any], classes: bool, precision: str
) -> batches.Calls:
    """Batches from a function; its arrays are converted one batch at a time."""

    def batch(epoch: int, number: int) -> batches.Batch | None:
        found = function(epoch, number)
        if found is None:
            return None
        x, y = found
        part = example_arrays(x, y, classes, precision)
        return part.values, part.targets

    return batches.Calls(batch)


def split_examples(data: Examples, fraction: float, seed: int) -> tuple[Any, Any]:
    """A random part of the examples for validation, and the rest for training."""
    n = len(data)
    held = round(n * fraction)
    if held < 1 or held >= n:
        raise BadArgument(
            "validation",
            "a fraction that leaves examples on both sides",
            f"{fraction:g} of {n} examples",
        )
    where = np.random.default_rng([seed, 2]).permutation(n)
    first, rest = np.sort(where[:held]), np.sort(where[held:])
    return Part(data, rest), Part(data, first)


class Part:
    """Some of the examples of other data."""

    def __init__(self, data: Any, index: Any) -> None:
        """``index`` holds positions from 0."""
        self._data, self._index = data, index

    def __len__(self) -> int:
        """The number of examples."""
        return len(self._index)

    def take(self, index: npt.ArrayLike) -> batches.Batch:
        """The examples at these positions."""
        found: batches.Batch = self._data.take(self._index[np.asarray(index)])
        return found


def make_trainer(
    module: torch.nn.Module, data: Data, validation: Examples | None, plan: dict[str, Any]
) -> loop.Trainer:
    """A trainer by a plan of plain values; ``augment`` is None, "exact" or "all"."""
    return loop.Trainer(module, data, validation, plan_of(module, plan))


def plan_of(module: EquivariantModuleLike, plan: dict[str, Any]) -> evaluation.Plan:
    """The plan that plain values tell."""
    chosen = evaluation.Plan(**{k: v for k, v in plan.items() if k != "augment"})
    if plan.get("augment") is not None:
        exact = plan["augment"] == "exact"
        chosen.augment = augmentation.Turns(
            module.in_type, exact, chosen.seed, getattr(module, "out_type", None)
        )
    return chosen


def run_training(
    made: loop.Trainer,
    on_epoch: Callable[[Any], Any] | None,
    on_batch: Callable[[Any], Any] | None,
    checkpoint: str | None = None,
    every: float | None = None,
    pause: float = 0.1,
) -> dict[str, Any]:
    """Train; ``on_batch`` is called at most every ``pause`` seconds.

    With ``checkpoint`` a file is written after each epoch, and within epochs
    after every ``every`` batches.
    """
    unsaved: dict[str, Any] = {}

    def keep(trainer: loop.Trainer) -> None:
        batch = trainer.progress.batch
        if batch == 0 or (every is not None and batch % int(every) == 0):
            try:
                checkpoints.save_checkpoint(trainer, str(checkpoint))
                unsaved["last"] = False
            except NotWritten as problem:
                # hours of training are worth more than a file: the one before stays
                epoch = trainer.progress.epoch + (batch > 0)
                since = unsaved["epoch"] if unsaved.get("last") else epoch
                count = unsaved.get("count", 0) + 1
                unsaved.update(count=count, reason=problem.why, epoch=since, last=True)

    history = made.run(on_epoch, on_batch, None if checkpoint is None else keep, pause)
    return {
        "history": history,
        "stopped": made.progress.epoch < made.plan.epochs,
        "batch": made.progress.batch,
        "device": str(made.device),
        "frozen": evaluation_mode.frozen(made.module),
        "unsaved": unsaved if unsaved.get("count") else None,
        "parameters": sum(p.numel() for p in made.module.parameters() if p.requires_grad),
    }


def training_history(made: loop.Trainer) -> list[dict[str, Any]]:
    """The records of the epochs that a trainer has behind it."""
    return [dict(record) for record in made.progress.history]


def keep_best(made: loop.Trainer, name: str) -> None:
    """Remember the weights as they are, under a name; checkpoints have them, too."""
    made.best[name] = raw_weights.read_weights(made.module)


def restore_best(made: loop.Trainer, name: str) -> bool:
    """Put back the weights that were remembered, if there are any; whether there were."""
    if name in made.best:
        raw_weights.load_weights(made.module, made.best[name])
    return name in made.best


def write_log(path: str, lines: list[str], append: bool) -> None:
    """Write lines to a file; without ``append`` it begins anew."""
    with Path(path).open("a" if append else "w", encoding="utf-8") as stream:
        stream.write("".join(f"{line}\n" for line in lines))


def scores(module: torch.nn.Module, data: Examples, plan: dict[str, Any]) -> dict[str, float]:
    """Loss and metrics of a module on data with targets."""
    chosen = evaluation.Plan(**plan)
    return evaluation.Judge(module, chosen).evaluate(data)
