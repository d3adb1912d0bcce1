"""Building modules: one constructor for every class, and pipes of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from . import (
    advice,
    modules,
    preconditions,
    preconditions_fibre,  # noqa: F401 registers itself
    preconditions_gates,  # noqa: F401 registers itself
)
from .errors import BadArgument


def out_type_of(source: Any) -> Any:
    """What comes out of a pipe so far: a field type itself, or a module's output type."""
    return source.out_type if hasattr(source, "out_type") else source


def build(class_name: str, source: Any, *args: Any, **kwargs: Any) -> Any:
    """Make a layer on top of ``source``; on a module, the sequence of both.

    The sequence is a new one made of the same layers, so that ``source``
    stays as it was.
    """
    in_type = out_type_of(source)
    preconditions.check(class_name, in_type, args, kwargs)
    advice.about(class_name, in_type, args, kwargs)
    layer = modules.find(class_name)(in_type, *args, **kwargs)
    return layer if in_type is source else sequence([source, layer])


def sequence(parts: list[Any]) -> Any:
    """A SequentialModule, with nested sequences laid flat and types checked in order."""
    import escnn.nn as nn

    from .describe import field_type_label

    layers: list[Any] = []
    for part in parts:
        layers.extend(part if type(part) is nn.SequentialModule else [part])
    for position, (first, second) in enumerate(pairwise(layers), start=2):
        if first.out_type != second.in_type:
            raise BadArgument(
                "...",
                f"layers whose types follow on: layer {position - 1} "
                f"({type(first).__name__}) gives {field_type_label(first.out_type)}",
                f"layer {position} ({type(second).__name__}), "
                f"which takes {field_type_label(second.in_type)}",
            )
    return nn.SequentialModule(*layers)
