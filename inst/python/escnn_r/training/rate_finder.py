"""Learning rates tried one after another: how the loss changes while they grow."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

from . import batches, interrupts, memory, random_states
from .loop import Trainer

# of a running mean of the loss: the weight of what came before
_MEMORY = 0.9
# a loss that is so many times the smallest one only grows from there
_TOO_LARGE = 4.0


def try_rates(trainer: Trainer, low: float, high: float, steps: int) -> dict[str, list[float]]:
    """Train for ``steps`` with rates that grow evenly on a logarithmic scale.

    Gives the rates and the running mean of the loss, up to where it is too large or not finite.
    Smith (2017), https://arxiv.org/abs/1506.01186.
    """
    rates: list[float] = []
    losses: list[float] = []
    mean = 0.0
    growth = (high / low) ** (1 / max(steps - 1, 1))
    seeded = random_states.seeded(trainer.plan.seed, None)
    with seeded, interrupts.stopping(trainer.stop), memory.kept():
        for number, batch in enumerate(itertools.islice(_endless(trainer), steps)):
            rate = low * growth**number
            for group in trainer.optimizer.param_groups:
                group["lr"] = rate
            loss = float(trainer.step(*batch))
            mean = _MEMORY * mean + (1 - _MEMORY) * loss
            smooth = mean / (1 - _MEMORY ** (number + 1))
            if not math.isfinite(loss) or (losses and smooth > _TOO_LARGE * min(losses)):
                break
            rates.append(rate)
            losses.append(smooth)
    return {"lr": rates, "loss": losses}


def _endless(trainer: Trainer) -> Iterator[batches.Batch | tuple[Any, Any]]:
    plan = trainer.plan
    for epoch in itertools.count():
        trainer.progress.epoch = epoch
        any_batch = False
        for batch in batches.batches(trainer.data, plan.batch_size, plan.seed, epoch):
            if trainer.stopping:
                return
            any_batch = True
            yield batch
        if not any_batch:
            return
