"""The plain network of a model, kept as long as the model's weights are what they were.

For predictions: filters are expanded and batch norms folded once, not at each
call. Whatever speaks against it, the model itself is used.
"""

from __future__ import annotations

import weakref
from typing import Any

import torch

from ..nn import Snapshot, exactly, flat, raw_weights
from . import comparison, network
from .traced import Traced

_TOLERANCE = 2e-6


class State:
    """What a module's outputs depend on: its layers, their modes, and all numbers in them."""

    def __init__(self, module: torch.nn.Module) -> None:
        """As it is at present."""
        self._parts = [(weakref.ref(part), part.training) for part in module.modules()]
        self._numbers = Snapshot(*_numbers(module), exact=True)

    def holds(self, module: torch.nn.Module) -> bool:
        """Whether the module still is in this state."""
        parts = list(module.modules())
        return (
            len(parts) == len(self._parts)
            and all(
                training == part.training and ref() is part
                for (ref, training), part in zip(self._parts, parts, strict=True)
            )
            and self._numbers.holds(*_numbers(module))
        )


# of each model its state, and the plain network of that, or None where it is not to be used
_KEPT: weakref.WeakKeyDictionary[Any, tuple[State, Any]] = weakref.WeakKeyDictionary()


def kept_network(module: torch.nn.Module) -> tuple[State | None, Any]:
    """The module's state, and its network if that is made already.

    No state is given where the module must run itself.
    """
    if not _simple(module):
        return None, None
    kept = _KEPT.get(module)
    return kept if kept is not None and kept[0].holds(module) else (State(module), None)


def new_network(
    module: torch.nn.Module, state: State, first: torch.Tensor
) -> torch.nn.Module | None:
    """The network of a module that is in evaluation mode now, or None; kept with its state.

    It is compared with the module on the first two examples of an input.
    """
    kept = _KEPT.get(module)
    if kept is None or kept[0] is not state:
        kept = (state, _compared(module, first[:2]))
        _KEPT[module] = kept
    return kept[1]


def _simple(module: Any) -> bool:
    """Tensors in and out, on a grid, and nobody who watches the layers."""
    kinds = [getattr(module, name, None) for name in ("in_type", "out_type")]
    if any(kind is None or not hasattr(kind, "gspace") for kind in kinds):
        return False
    return not any(
        part._forward_hooks or part._forward_pre_hooks or getattr(part, "takes_points", False)
        for part in module.modules()
    )


def _numbers(module: Any) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """Weights with statistics, and the filters that layers in evaluation mode hold.

    Those of escnn's own layers stay what they are when weights are loaded.
    """
    held = [
        getattr(part, name, None)
        for part in module.modules()
        if not part.training and hasattr(part, "expand_parameters")
        for name in ("filter", "matrix", "expanded_bias")
    ]
    filters = [each for each in held if isinstance(each, torch.Tensor)]
    return list(raw_weights.own_weights(module).values()), filters


def _compared(module: Any, x: torch.Tensor) -> Any:
    try:
        fast = network.plain(module)
        if any(isinstance(part, Traced) for part in fast.modules()):
            return None
        # with the advice that the module gives, as it may not run again
        with exactly():
            expected = comparison.as_tuple(Traced(module)(x))
            outputs = comparison.as_tuple(fast(x.clone()))
    except Exception:
        return None
    near = len(flat(outputs)) == 1 and comparison.error(outputs, expected) < _TOLERANCE
    return fast if near else None
