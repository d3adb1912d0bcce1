"""What a module takes or gives: one thing, several in order, or several by label."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .protocols import Tensors

if TYPE_CHECKING:
    import torch


def flat(several: Any) -> list[Any]:
    """All of them as a list."""
    if isinstance(several, dict):
        return list(several.values())
    return list(several) if isinstance(several, (tuple, list)) else [several]


def each(function: Callable[[Any], Any], several: Any) -> Any:
    """A function of each of them, in the same form."""
    if isinstance(several, dict):
        return {label: function(one) for label, one in several.items()}
    if isinstance(several, (tuple, list)):
        return tuple(function(one) for one in several)
    return function(several)


def call(module: torch.nn.Module, x: Tensors) -> Tensors:
    """A module on what it takes."""
    return module(*x) if isinstance(x, (tuple, list)) else module(x)
