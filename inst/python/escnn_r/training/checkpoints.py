"""Checkpoints: everything that training needs to go on as if nothing had happened."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from ..errors import BadArgument
from ..keep import files, weights
from .loop import Progress, Trainer, random_states

FORMAT = 1
_PARTS = ("about.json", "weights.safetensors", "optimizer.safetensors", "random.safetensors")


def save(trainer: Trainer, path: str) -> None:
    """Write a checkpoint; the one before it stays until this one is whole."""
    import safetensors.torch

    state, options = _optimizer(trainer)
    parts = {
        "weights.safetensors": safetensors.torch.save(weights.read(trainer.module)),
        "optimizer.safetensors": safetensors.torch.save(state),
        "random.safetensors": safetensors.torch.save(random_states()),
    }
    about = {
        "format": FORMAT,
        "sha256": {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()},
        "progress": asdict(trainer.progress),
        "optimizer": options,
        "plan": _fingerprint(trainer),
        "scaler": trainer.scaler.state_dict(),
    }
    files.write_archive(Path(path), {"about.json": json.dumps(about).encode(), **parts})


def load(trainer: Trainer, path: str) -> Trainer:
    """Set a trainer as it was when the checkpoint was written."""
    import safetensors.torch

    parts = files.read_archive(path, _PARTS, FORMAT)
    about = json.loads(parts["about.json"])
    expected = _fingerprint(trainer)
    different = [k for k, v in expected.items() if about["plan"].get(k) != v]
    if different:
        raise BadArgument(
            "resume",
            "a checkpoint of the same training",
            f"one with another {', '.join(different)}",
            "Give the same model, data and settings, or start without `resume`.",
        )
    weights.load(trainer.module, safetensors.torch.load(parts["weights.safetensors"]))
    _load_optimizer(trainer, safetensors.torch.load(parts["optimizer.safetensors"]), about)
    trainer.scaler.load_state_dict(about["scaler"])
    trainer.progress = Progress(**about["progress"])
    trainer.random = safetensors.torch.load(parts["random.safetensors"])
    return trainer


def _names(trainer: Trainer) -> list[str]:
    return sorted(n for n, p in trainer.module.named_parameters() if p.requires_grad)


def _optimizer(trainer: Trainer) -> tuple[dict[str, torch.Tensor], dict[str, Any]]:
    """The optimizer's state by the names of the parameters that it belongs to."""
    whole = trainer.optimizer.state_dict()
    tensors, plain = {}, {}
    for number, name in enumerate(_names(trainer)):
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
    state: dict[int, dict[str, Any]] = {}
    numbers = {name: number for number, name in enumerate(_names(trainer))}
    for where, value in [*tensors.items(), *about["optimizer"].items()]:
        name, _, key = where.rpartition("/")
        state.setdefault(numbers[name], {})[key] = value
    trainer.optimizer.load_state_dict({**whole, "state": state})


def _fingerprint(trainer: Trainer) -> dict[str, Any]:
    """What must be the same for training to go on."""
    plan = trainer.plan
    return {
        "seed": plan.seed,
        "batch size": plan.batch_size,
        "optimizer": plan.optimizer,
        "number of examples": len(trainer.data) if hasattr(trainer.data, "__len__") else None,
        "parameters": {n: list(p.shape) for n, p in sorted(trainer.module.named_parameters())},
    }
