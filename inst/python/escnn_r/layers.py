"""Building modules: one constructor for every class, and pipes of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from .errors import BadArgument


def out_type_of(source: Any) -> Any:
    """What comes out of a pipe so far: a field type itself, or a module's output type."""
    return source.out_type if hasattr(source, "out_type") else source


def build(class_name: str, source: Any, *args: Any, **kwargs: Any) -> Any:
    """Make a layer on top of ``source``; on a module, the sequence of both.

    The sequence is a new one made of the same layers, so that ``source``
    stays as it was.
    """
    import escnn.nn as nn

    in_type = out_type_of(source)
    _check_spaces(in_type, args)
    _check_nonlinearity(class_name, in_type)
    layer = getattr(nn, class_name)(in_type, *args, **kwargs)
    return layer if in_type is source else sequence([source, layer])


def _check_spaces(in_type: Any, args: tuple[Any, ...]) -> None:
    for out_type in args:
        if hasattr(out_type, "gspace") and out_type.gspace != in_type.gspace:
            raise BadArgument(
                "out_type",
                f"a field type on the input's gspace, with group {in_type.gspace.fibergroup.name}",
                f"one on another, with group {out_type.gspace.fibergroup.name}",
                "Make it from the same gspace, or give counts such as `c(regular = 4)`.",
            )


# the nonlinearity, in escnn's words, that each class applies
_NEEDS = {
    "ReLU": "pointwise",
    "ELU": "pointwise",
    "LeakyReLU": "pointwise",
    "PointwiseNonLinearity": "pointwise",
    "PointwiseMaxPool": "pointwise",
    "GroupPooling": "pointwise",
    "NormNonLinearity": "norm",
    "NormPool": "norm",
}


def _check_nonlinearity(class_name: str, in_type: Any) -> None:
    from .describe import representation_label

    needed = _NEEDS.get(class_name)
    for representation in in_type.representations if needed else ():
        supported = sorted(representation.supported_nonlinearities)
        if needed not in supported:
            raise BadArgument(
                "x",
                f"of fields whose representations support {needed} functions, "
                f"as {class_name} needs",
                f"one with {representation_label(representation)} of "
                f"{representation.group.name}, which supports {', '.join(supported) or 'none'}",
            )


def sequence(modules: list[Any]) -> Any:
    """A SequentialModule, with nested sequences laid flat and types checked in order."""
    import escnn.nn as nn

    from .describe import field_type_label

    layers: list[Any] = []
    for module in modules:
        layers.extend(module if type(module) is nn.SequentialModule else [module])
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
