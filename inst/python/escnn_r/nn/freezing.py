"""Parts of a network that training leaves as they are."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from . import editing


def freeze_layers(module: torch.nn.Module, layers: list[int] | None = None) -> torch.nn.Module:
    """Fix weights and running statistics of layers of a sequence (from 0), or of all.

    The module as a whole goes into training mode, in which frozen layers stay in evaluation mode.
    """
    with torch.no_grad():
        if not module.training:
            module.train()
        for layer in _chosen(module, layers):
            layer.eval()
            for parameter in layer.parameters():
                parameter.requires_grad_(False)
        module.training = True
    return module


def unfreeze_layers(module: torch.nn.Module, layers: list[int] | None = None) -> torch.nn.Module:
    """Let training change layers again, all of them by default."""
    with torch.no_grad():
        for layer in _chosen(module, layers):
            layer.train()
            for parameter in _learnt(layer):
                parameter.requires_grad_(True)
        module.training = True
    return module


def fixed_parameters(module: torch.nn.Module) -> list[str]:
    """Names of the parameters that were frozen."""
    learnt = {id(parameter) for parameter in _learnt(module)}
    return [
        name
        for name, parameter in module.named_parameters()
        if id(parameter) in learnt and not parameter.requires_grad
    ]


def fix_parameters(module: torch.nn.Module, names: list[str]) -> torch.nn.Module:
    """Freeze parameters by name, as ``fixed_parameters()`` listed them."""
    known = dict(module.named_parameters())
    for name in names:
        if name in known:
            known[name].requires_grad_(False)
    return module


def _chosen(module: torch.nn.Module, layers: list[int] | None) -> list[torch.nn.Module]:
    return [module] if layers is None else [editing.layer_of(module, k) for k in layers]


def _learnt(module: torch.nn.Module) -> Iterator[torch.nn.Parameter]:
    """Parameters that are made to be learnt; a mask is one by its class only."""
    from escnn.nn import MaskModule

    for part in module.modules():
        if not isinstance(part, MaskModule):
            yield from part.parameters(recurse=False)
