"""What a module takes or gives: one thing, several in order, or several by label."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .protocols import Tensors

if TYPE_CHECKING:
    import torch


def flat(collection: Any) -> list[Any]:
    """All of them as a list."""
    if isinstance(collection, dict):
        return list(collection.values())
    return list(collection) if isinstance(collection, (tuple, list)) else [collection]


def each(function: Callable[[Any], Any], collection: Any) -> Any:
    """A function of each of them, in the same form."""
    if isinstance(collection, dict):
        return {label: function(one) for label, one in collection.items()}
    if isinstance(collection, (tuple, list)):
        return tuple(function(one) for one in collection)
    return function(collection)


def call(module: torch.nn.Module, x: Tensors) -> Tensors:
    """A module on what it takes."""
    return module(*x) if isinstance(x, (tuple, list)) else module(x)
