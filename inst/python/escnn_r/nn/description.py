"""Modules as plain data, for printing and for checks."""

from __future__ import annotations

from typing import Any

import torch

from ..fields import type_label
from . import editing


def describe_module(module: torch.nn.Module) -> dict[str, Any]:
    """Class, types, size and steps of a module."""
    named = editing.parts(module) if editing.is_sequence(module) else []
    return {
        "class": type(module).__name__,
        "label": module_label(module),
        "in_type": type_label(getattr(module, "in_type", None)),
        "out_type": type_label(getattr(module, "out_type", None)),
        "parameters": count_trainable(module),
        "frozen": sum(p.numel() for p in module.parameters() if not p.requires_grad),
        "bytes": sum(p.numel() * p.element_size() for p in module.parameters()),
        "training": bool(module.training),
        "layers": [describe_module(layer) for _, layer in named],
        "parts": {} if named else _parts(module),
        "names": [name for name, _ in named],
        "extra": _settings(module),
    }


def module_label(module: torch.nn.Module) -> str:
    """What a module is called in sentences and titles: a sequence by its length."""
    if not editing.is_sequence(module):
        return type(module).__name__
    count = len(list(module.children()))
    return f"network of {count} layer{'' if count == 1 else 's'}"


def _parts(module: Any) -> dict[str, Any]:
    """What a module that is no sequence consists of, by the way to it."""
    descriptions: dict[str, Any] = {}
    for name, child in module.named_children():
        if editing.is_sequence(child):
            layers = enumerate(child, start=1)
            descriptions |= {
                f"${name}[[{number}]]": describe_module(layer) for number, layer in layers
            }
        elif hasattr(child, "in_type"):
            inner = {f"${name}{path}": part for path, part in _parts(child).items()}
            descriptions |= inner or {f"${name}": describe_module(child)}
    return descriptions


def floating_tensor(module: torch.nn.Module) -> torch.Tensor:
    """A tensor of the precision and on the device of a module's weights."""
    return next((p for p in module.parameters() if p.is_floating_point()), torch.zeros(()))


def count_trainable(module: torch.nn.Module) -> int:
    """How many numbers training changes."""
    return sum(p.numel() for p in module.parameters() if p.requires_grad)


def _settings(module: Any) -> str:
    """The settings that tell one layer of a class from another."""
    shown = []
    usual = {"kernel_size": None, "stride": 1, "padding": 0, "dilation": 1, "groups": 1}
    for name, default in usual.items():
        value = getattr(module, name, default)
        first = value[0] if isinstance(value, (tuple, list)) and len(set(value)) == 1 else value
        if first not in (None, default):
            shown.append(f"{name.removesuffix('_size')} {first}")
    return ", ".join(shown)
