"""Editing of sequences. Each edit gives a new sequence of the same layers.

Layers are named by their number, from 0 as in Python, or by a name of their
own, which they keep wherever they go.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..bridge import BadArgument
from .layers import find
from .protocols import EquivariantModuleLike

if TYPE_CHECKING:
    import torch

Part = tuple[str, Any]


def is_sequence(module: torch.nn.Module) -> bool:
    """Whether it is a sequence itself, escnn's or ours, not a subclass with another purpose."""
    import escnn.nn

    kind = type(module)
    return issubclass(kind, escnn.nn.SequentialModule) and kind.__name__ == "SequentialModule"


def parts(module: torch.nn.Module) -> list[Part]:
    """The layers with the names of their own, empty for those that go by number."""
    if not is_sequence(module):
        return [("", module)]
    return [("" if name.isdigit() else name, layer) for name, layer in module._modules.items()]


def layer_names(module: torch.nn.Module) -> list[str]:
    """The layers' own names."""
    return [name for name, _ in parts(module)]


def join(
    sources: list[Any], names: list[str] | None = None, argument: str = "..."
) -> EquivariantModuleLike:
    """A sequence of modules and of the layers of sequences, with a name for each or none."""
    layers: list[Part] = []
    for module, name in zip(sources, names or [""] * len(sources), strict=True):
        inner = parts(module)
        if name and len(inner) == 1:
            inner = [(name, inner[0][1])]
        elif name:
            inner = [(f"{name}_{i}", layer) for i, (_, layer) in enumerate(inner, start=1)]
        layers += inner
    return make(layers, argument)


def make(layers: list[Part], argument: str = "...") -> EquivariantModuleLike:
    """A sequence of these layers, if types follow on and names are free."""
    _check_types([layer for _, layer in layers], argument)
    named: OrderedDict[str, Any] = OrderedDict()
    for number, (name, layer) in enumerate(layers):
        if "." in name or name.isdigit():
            raise BadArgument("names", "names without a dot that aren't numbers", f'"{name}"')
        key = name or str(number)
        if key in named:
            raise BadArgument("names", "names that differ", f'"{name}" twice')
        named[key] = layer
    return find("SequentialModule")(named)


def _check_types(layers: list[Any], argument: str) -> None:
    for position, (first, second) in enumerate(pairwise(layers), start=2):
        if first.out_type != second.in_type:
            raise BadArgument(
                argument,
                f"layers whose types follow on: layer {position - 1} "
                f"({type(first).__name__}) gives {_label(first.out_type)}",
                f"layer {position} ({type(second).__name__}), which takes {_label(second.in_type)}",
            )


def _label(kind: Any) -> str:
    from ..fields import type_label

    return type_label(kind) or "nothing that is known"


def pick_layers(module: torch.nn.Module, index: list[int]) -> EquivariantModuleLike:
    """The sequence of the layers at these positions, from 0."""
    inner = parts(module)
    return make([inner[i] for i in index], "i")


def layer_of(module: torch.nn.Module, position: int) -> torch.nn.Module:
    """One layer, from 0."""
    return parts(module)[position][1]


def replace_layer(
    module: torch.nn.Module, position: int, value: EquivariantModuleLike | None, name: str = ""
) -> EquivariantModuleLike:
    """Another layer at a position from 0; one beyond the end adds it, None takes it away."""
    inner = parts(module)
    fresh = (
        []
        if value is None
        else [(name or dict(enumerate(layer_names(module))).get(position, ""), value)]
    )
    return make([*inner[:position], *fresh, *inner[position + 1 :]], "value")


def rename_layers(module: torch.nn.Module, own: list[str]) -> EquivariantModuleLike:
    """The same layers under other names; empty ones go by number."""
    inner = parts(module)
    return make([(name, layer) for name, (_, layer) in zip(own, inner, strict=True)])
