"""Training in other processes, to which a module goes as its recipe and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..bridge import BadArgument
from ..nn import own
from ..training import Data, Plan, TrainerInWorkers, Transport
from . import model_files, objects

if TYPE_CHECKING:
    import torch


def trainer_in_workers(
    module: torch.nn.Module,
    data: Data,
    validation: Data | None,
    values: dict[str, Any],
    workers: int,
    folder: str | None = None,
    show: bool = True,
) -> TrainerInWorkers:
    """A trainer by the values of a plan that trains in processes of their own."""
    transport = Transport(
        _packed, model_files.unpack_model, objects.package_object, objects.unpackage_object
    )
    plan = Plan(**values)
    return TrainerInWorkers(module, data, validation, plan, workers, transport, folder, show)


def _packed(module: Any, workers: int) -> dict[str, bytes]:
    # other processes have no functions of this one
    if foreign := own(module):
        parts = ", ".join(f'"{name}"' for name, _ in foreign)
        raise _unmade(workers, f"It has modules of your own: {parts}.")
    try:
        return model_files.pack_model(module)
    except BadArgument as problem:
        why = f"It {problem.rule}"
        raise _unmade(workers, why) from problem


def _unmade(workers: int, why: str) -> BadArgument:
    return BadArgument(
        "workers",
        "1 for a model that other processes can't make from its recipe",
        str(workers),
        f"{why} Run the script with `escnn_launch()`: then every process makes the model.",
    )
