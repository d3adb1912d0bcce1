"""Optimizers, from plain values, with learning rates of their own for layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..bridge import BadArgument, choose
from ..nn import editing

_OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "sgd": torch.optim.SGD,
    "rmsprop": torch.optim.RMSprop,
}


def optimizer(module: torch.nn.Module, settings: dict[str, Any]) -> torch.optim.Optimizer:
    """An optimizer of all that a module trains; parameters in the order of their names.

    ``rates`` among the settings has learning rates of their own for layers, by name or by
    position from 1, or for parameters whose names start so.
    """
    options = {key: value for key, value in settings.items() if key not in ("name", "rates")}
    make = choose("optimizer", settings["name"], _OPTIMIZERS)
    named = sorted((n, p) for n, p in module.named_parameters() if p.requires_grad)
    if not named:
        raise BadArgument("model", "one with parameters to train", "one without any")
    groups: list[dict[str, Any]] = [{"params": []}]
    prefixes: list[str] = []
    for layer, rate in (settings.get("rates") or {}).items():
        prefixes.append(_prefix(module, layer, [name for name, _ in named]))
        groups.append({"params": [], "lr": rate})
    for name, parameter in named:
        fitting = [k for k, p in enumerate(prefixes, 1) if name == p or name.startswith(f"{p}.")]
        # the longest says most
        group = max(fitting, key=lambda k: len(prefixes[k - 1]), default=0)
        groups[group]["params"].append(parameter)
    return make([group for group in groups if group["params"]], **options)


def _prefix(module: torch.nn.Module, layer: str, names: list[str]) -> str:
    """How the names of a layer's parameters start."""

    def starts(prefix: str) -> bool:
        return any(name == prefix or name.startswith(f"{prefix}.") for name in names)

    children = [name for name, _ in module.named_children()]
    prefix, known = layer, f"Parameters have such names: {', '.join(names[:4])}."
    if editing.is_sequence(module):
        # digits are positions, not the names from 0 that Python gives to layers without one
        by_position = {str(k): name for k, name in enumerate(children, 1)}
        prefix = by_position.get(layer, "") if layer.isdigit() else layer
        known = ", ".join(
            k if name.isdigit() else f'{k} ("{name}")'
            for k, name in by_position.items()
            if starts(name)
        )
        known = f"Layers with parameters that are trained: {known}."
    if not starts(prefix):
        raise BadArgument(
            "optimizer",
            "one whose learning rates are for layers of the model that are trained, by name or by "
            "position from 1",
            f'one with a rate for "{layer}"',
            known,
        )
    return prefix


def trained_names(module: torch.nn.Module, optimizer: torch.optim.Optimizer) -> list[str]:
    """The names of an optimizer's parameters, in its order."""
    names = {id(parameter): name for name, parameter in module.named_parameters()}
    return [names[id(p)] for group in optimizer.param_groups for p in group["params"]]
