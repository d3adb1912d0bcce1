"""Checkpoints: everything that training needs to go on as if nothing had happened."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from ..bridge import BadArgument
from ..bridge.files import DamagedField, archive, parse, tensor_bytes, writing
from ..nn import raw_weights
from . import batches, checkpoint_fields, random_states
from .loop import Trainer
from .optimizers import trained_names
from .progress import Progress

FORMAT = 1
_TENSORS = ("weights", "optimizer", "random", "best")
_PARTS = ("about.json", *(f"{name}.safetensors" for name in _TENSORS))
# what earlier versions did not write
_SINCE = ("targets", "weights of targets")


@dataclass
class CheckpointFile:
    """Writes checkpoints to a file: after each epoch, and within it after ``every`` batches.

    Hours of training are worth more than a file: where one can't be written, the one before
    stays, and it is counted.
    """

    path: str
    every: float | None = None
    failures: int = 0
    reason: str = ""
    # whether the last one failed, and in which epoch those that failed in a row began
    last: bool = False
    epoch: int = 0

    def __call__(self, trainer: Trainer) -> None:
        """Write one, if it is time to."""
        batch = trainer.progress.batch
        if batch and (self.every is None or batch % int(self.every)):
            return
        try:
            save_checkpoint(trainer, self.path)
            self.last = False
        except writing.NotWritten as problem:
            if not self.last:
                self.epoch = trainer.progress.epoch + (batch > 0)
            self.failures, self.reason, self.last = self.failures + 1, problem.why, True


def save_checkpoint(trainer: Trainer, path: str) -> None:
    """Write a checkpoint; the one before it stays until this one is whole."""
    import safetensors.torch

    trainer.settle()
    state, options = _optimizer(trainer)
    tensors = {
        "weights": raw_weights.read_weights(trainer.module),
        "optimizer": state,
        "random": random_states.current(),
        "best": {f"{k}/{n}": v for k, best in trainer.best.items() for n, v in best.items()},
    }
    parts = {f"{name}.safetensors": safetensors.torch.save(tensors[name]) for name in _TENSORS}
    about = {
        "format": FORMAT,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
        "progress": asdict(trainer.progress),
        "optimizer": options,
        "plan": _fingerprint(trainer),
        "scaler": trainer.scaler.state_dict(),
    }
    archive.write_archive(Path(path), {"about.json": json.dumps(about).encode(), **parts})


def rehearse_checkpoint(trainer: Trainer, path: str) -> None:
    """Find out before training whether checkpoints can be written, with room for two."""
    size = sum(
        v.numel() * v.element_size() for v in raw_weights.read_weights(trainer.module).values()
    )
    # the optimizer may keep two numbers for each, the best weights are one more
    writing.rehearse(Path(path), 4 * size + (1 << 16))


def load_checkpoint(trainer: Trainer, path: str) -> Trainer:
    """Set a trainer as it was when the checkpoint was written."""
    parts = archive.read_archive(path, _PARTS, FORMAT, "resume")
    try:
        # a metric may be no number, where a class has no examples
        about = parse(parts["about.json"], nan=True)
        checkpoint_fields.check(about, batches.count(trainer.data, trainer.plan.batch_size))
        _check_same(trainer, about)
        trainer.checkpoint = path
        return _set(trainer, parts, about)
    except Exception as problem:
        if isinstance(problem, BadArgument) and problem.argument == "resume":
            raise
        raise _cannot_be_followed(path, problem) from problem


def checkpoint_seed(path: str) -> int:
    """The seed of the training that a checkpoint is of."""
    parts = archive.read_archive(path, _PARTS, FORMAT, "resume")
    try:
        return int(json.loads(parts["about.json"])["plan"]["seed"])
    except Exception as problem:
        raise _cannot_be_followed(path, problem) from problem


def _cannot_be_followed(path: str, problem: Exception) -> BadArgument:
    # its checksums are right, so someone wrote it with intent
    return BadArgument(
        "resume",
        "a checkpoint, as `callback_checkpoint()` writes it",
        f'"{path}", which cannot be followed ({type(problem).__name__})',
        str(problem).strip().split("\n")[0] or None,
    )


def _check_same(trainer: Trainer, about: dict[str, Any]) -> None:
    written = about["plan"]
    # those that were written by earlier versions have no checksums of the data
    known = {k: v for k, v in _fingerprint(trainer).items() if k in written or k not in _SINCE}
    different = [k for k, v in known.items() if written.get(k) != v]
    if different:
        raise BadArgument(
            "resume",
            "a checkpoint of the same training",
            f"one that differs in {', '.join(different)}",
            "Give the same model, data and settings, or start without `resume`.",
        )


def _set(trainer: Trainer, parts: dict[str, bytes], about: dict[str, Any]) -> Trainer:
    read = {name: tensor_bytes.read(parts[f"{name}.safetensors"]) for name in _TENSORS}
    best: dict[str, dict[str, torch.Tensor]] = {}
    for where, value in read["best"].items():
        monitor, _, name = where.partition("/")
        best.setdefault(monitor, {})[name] = value
    checkpoint_fields.check_best(best, read["weights"])
    progress = Progress(**about["progress"])
    torch.Generator().set_state(read["random"]["torch"])
    _load_optimizer(trainer, read["optimizer"], about)
    trainer.scaler.load_state_dict(about["scaler"])
    raw_weights.load_weights(trainer.module, read["weights"])
    trainer.progress, trainer.random = progress, read["random"]
    trainer.best = best
    return trainer


def keep_best(trainer: Trainer, name: str) -> None:
    """Remember the weights as they are, under a name; checkpoints have them, too."""
    trainer.best[name] = raw_weights.read_weights(trainer.module)


def restore_best(trainer: Trainer, name: str) -> bool:
    """Put back the weights that were remembered, if there are any; whether there were."""
    if name in trainer.best:
        raw_weights.load_weights(trainer.module, trainer.best[name])
    return name in trainer.best


def _optimizer(trainer: Trainer) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """The optimizer's state by the names of the parameters that it belongs to."""
    whole = trainer.optimizer.state_dict()
    tensors, plain = {}, {}
    for number, name in enumerate(trained_names(trainer.module, trainer.optimizer)):
        for key, value in whole["state"].get(number, {}).items():
            where = f"{name}/{key}"
            if isinstance(value, torch.Tensor):
                tensors[where] = value.detach().cpu().clone().contiguous()
            else:
                plain[where] = value
    return tensors, plain


def _load_optimizer(
    trainer: Trainer, tensors: dict[str, torch.Tensor], about: dict[str, Any]
) -> None:
    whole = trainer.optimizer.state_dict()
    state: dict[str, dict[str, Any]] = {}
    for where, value in [*tensors.items(), *about["optimizer"].items()]:
        name, _, key = where.rpartition("/")
        state.setdefault(name, {})[key] = value
    trained = trained_names(trainer.module, trainer.optimizer)
    numbers = {name: number for number, name in enumerate(trained)}
    shapes = {name: value.shape for name, value in trainer.module.named_parameters()}
    unknown = sorted(set(state) - set(numbers))
    if unknown:
        raise DamagedField("optimizer", "of the model's parameters", unknown[:3])
    checkpoint_fields.check_optimizer(state, shapes, trainer.plan.optimizer["name"])
    numbered = {numbers[name]: values for name, values in state.items()}
    trainer.optimizer.load_state_dict({**whole, "state": numbered})


def _fingerprint(trainer: Trainer) -> dict[str, Any]:
    """What must be the same for training to go on."""
    plan = trainer.plan
    return {
        "seed": plan.seed,
        "batch size": plan.batch_size,
        "optimizer": plan.optimizer["name"],
        "number of examples": len(trainer.data) if hasattr(trainer.data, "__len__") else None,
        **trainer.checksums,
        "parameters": {n: list(p.shape) for n, p in sorted(trainer.module.named_parameters())},
    }
