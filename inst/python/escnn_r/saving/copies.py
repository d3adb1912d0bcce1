"""Copies of modules, here and for other sessions."""

from __future__ import annotations

import copy
from typing import Any

import torch

from ..bridge import BadArgument
from ..nn import choose_alike, evaluation_mode, freezing, own, raw_weights
from . import model_files, recipes, remaking


def thawed_copy(module: torch.nn.Module, frozen: list[str], fixed: list[str]) -> torch.nn.Module:
    """A copy in training mode, but for the parts that were frozen when it was trained.

    ``fixed`` are the names of parameters that training left as they were.
    """
    thawed = evaluation_mode.train(fresh_copy(module), frozen)
    return freezing.fix_parameters(thawed, fixed)


def fresh_copy(module: torch.nn.Module) -> torch.nn.Module:
    """A copy of a module that shares nothing with it; by its recipe where it has one."""
    try:
        twin = remaking.read(recipes.write(module))
    except BadArgument:
        return choose_alike(copy.deepcopy(module), module)
    parameter = next(iter(module.parameters()), None)
    if parameter is not None:
        twin.to(dtype=parameter.dtype)
    raw_weights.load_weights(twin, raw_weights.read_weights(module))
    evaluation_mode.set_modes(twin, evaluation_mode.modes(module))
    freezing.fix_parameters(twin, freezing.fixed_parameters(module))
    return choose_alike(twin, module)


def evaluation_copy(module: torch.nn.Module) -> torch.nn.Module:
    """A copy where the module is, in evaluation mode."""
    duplicate = fresh_copy(module)
    parameter = next(iter(module.parameters()), None)
    if parameter is not None:
        duplicate.to(parameter.device)
    with torch.no_grad():
        duplicate.eval()
    return duplicate


def package_module(module: torch.nn.Module) -> dict[str, Any]:
    """A module as text and bytes, for another language to keep."""
    parts = model_files.pack_model(module)
    return {
        "recipe": parts["recipe.json"].decode(),
        "own": own(module),
        "weights": bytearray(parts["weights.safetensors"]),
    }


def unpackage_module(
    text: str, raw: bytes | bytearray, own: remaking.Makers | None = None
) -> torch.nn.Module:
    """The module of a ``package()``; ``own`` makes the modules that recipes don't."""
    with model_files.followed("one from another session", "x"):
        return model_files.unpack_model(
            {"recipe.json": text.encode(), "weights.safetensors": bytes(raw)}, own
        )
