"""What a checkpoint may say: each field is checked before a trainer believes it."""

from __future__ import annotations

from typing import Any

import torch

from ..bridge.files import (
    DamagedField,
    anything,
    listing,
    mapping,
    number,
    optional,
    record,
    whole,
)

_RECORD = mapping(number(nan=True))
_PROGRESS = {
    "epoch": whole(0, 10**6),
    "batch": whole(),
    "step": whole(),
    "lr_scale": number(0, 1e12),
    "loss_sum": number(nan=True),
    "seen": whole(),
    "history": listing(_RECORD),
}
# what older versions didn't write
_PROGRESS_SINCE = {"work": optional(listing(number(0, 1e300), 2, 2))}
_ABOUT = record(
    {
        "progress": record(_PROGRESS, _PROGRESS_SINCE),
        "optimizer": mapping(anything),
        "plan": mapping(anything),
        "scaler": mapping(number()),
    }
)
# what an optimizer needs of each parameter that it has stepped
_STATES = {
    "adam": {"step", "exp_avg", "exp_avg_sq"},
    "adamw": {"step", "exp_avg", "exp_avg_sq"},
    "rmsprop": {"step", "square_avg"},
    "sgd": set(),
}


def check(about: object, steps: int | None) -> None:
    """The description; ``steps`` is the number of batches in an epoch, where it is known."""
    progress = _ABOUT(about, "")["progress"]
    unknown = sorted(set(progress) - set(_PROGRESS) - set(_PROGRESS_SINCE))
    if unknown:
        raise DamagedField(f"progress.{unknown[0]}", "left out", progress[unknown[0]])
    history = progress["history"]
    if len(history) != progress["epoch"]:
        raise DamagedField(
            "progress.epoch", f"{len(history)}, as there are records", progress["epoch"]
        )
    for i, each in enumerate(history):
        field = f"progress.history[{i}]"
        if set(each) != set(history[0]) or not {"epoch", "loss", "lr", "seconds"} <= set(each):
            raise DamagedField(field, "of the columns that all records have", list(each))
        if each["epoch"] != i + 1:
            raise DamagedField(f"{field}.epoch", str(i + 1), each["epoch"])
    if progress["batch"] > progress["step"] or (progress["epoch"] and not progress["step"]):
        raise DamagedField("progress.step", "as many as there were batches", progress["step"])
    if steps is not None and progress["batch"] >= max(steps, 1):
        raise DamagedField("progress.batch", f"below {steps}", progress["batch"])


def check_optimizer(
    state: dict[str, dict[str, Any]], shapes: dict[str, torch.Size], kind: str
) -> None:
    """What the optimizer keeps of each parameter, by the parameter's name."""
    needed = _STATES.get(kind, set())
    for name, values in state.items():
        if not needed <= set(values):
            raise DamagedField(
                f"optimizer.{name}", f"with {', '.join(sorted(needed))}", list(values)
            )
        for key, value in values.items():
            field = f"optimizer.{name}/{key}"
            if isinstance(value, torch.Tensor):
                fits = value.numel() == 1 or value.shape == shapes[name]
                if not fits or value.dtype == torch.bool:
                    raise DamagedField(field, f"of shape {tuple(shapes[name])}", list(value.shape))
            else:
                # such as the momentum of an optimizer that was told to have none
                optional(number())(value, field)


def check_best(best: dict[str, dict[str, torch.Tensor]], weights: dict[str, torch.Tensor]) -> None:
    """Weights of the best epochs, which are of the model, too."""
    shapes = {name: value.shape for name, value in weights.items()}
    for monitor, values in best.items():
        if {name: value.shape for name, value in values.items()} != shapes:
            raise DamagedField(f"best.{monitor}", "of the model's weights", sorted(values)[:3])
