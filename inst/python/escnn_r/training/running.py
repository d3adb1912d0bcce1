"""A training from its start to what R is told of its end."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import torch

from ..bridge import WorkerFailed
from ..nn import evaluation_mode, freezing
from .batches import Data
from .checkpoints import CheckpointFile
from .distributed import processes, sharing
from .loop import Trainer
from .plan import Plan
from .progress import Hook, Record


def make_trainer(
    module: torch.nn.Module, data: Data, validation: Data | None, values: dict[str, Any]
) -> Trainer:
    """A trainer by the values of a plan; one of several in a launched process."""
    plan = Plan(**values)
    if processes.launched():
        return sharing.trainer_of_process(module, data, validation, plan)
    return Trainer(module, data, validation, plan)


def run_training(
    trainer: Trainer,
    on_epoch: Hook | None,
    on_batch: Hook | None,
    checkpoint: str | None = None,
    every: float | None = None,
    pause: float = 0.1,
) -> dict[str, Any]:
    """Train; ``on_batch`` is called at most every ``pause`` seconds.

    With ``checkpoint`` a file is written after each epoch, and within epochs
    after every ``every`` batches.
    """
    file = None if checkpoint is None else CheckpointFile(checkpoint, every)
    try:
        history = trainer.run(on_epoch, on_batch, file, pause)
    except WorkerFailed as problem:
        return {"failed": problem.as_dict()}
    module, progress = trainer.module, trainer.progress
    return {
        "history": history,
        "stopped": progress.epoch < trainer.plan.epochs,
        "batch": progress.batch,
        "device": trainer.where(),
        "frozen": evaluation_mode.frozen(module),
        "fixed": freezing.fixed_parameters(module),
        "misfit": trainer.misfit,
        "unsaved": asdict(file) if file and file.failures else None,
        "parameters": sum(p.numel() for p in module.parameters() if p.requires_grad),
        "unlearnt": sum(p.numel() for p in module.parameters() if not p.requires_grad),
    }


def training_history(trainer: Trainer) -> list[Record]:
    """The records of the epochs that a trainer has behind it."""
    return [dict(record) for record in trainer.progress.history]
