"""Shapes that go through a module, found by running it on zeros.

escnn's ``evaluate_output_shape`` repeats by hand what each layer does, and is
wrong or missing for several; a run cannot be.
"""

from __future__ import annotations

from typing import Any

import torch

from ..bridge import BadArgument
from ..fields import FieldTypeLike, GeometricTensorLike, field_type_label
from ..group import channels
from .description import floating_tensor
from .evaluation_mode import evaluation
from .inputs_and_outputs import call, each, flat
from .protocols import Shape


def output_shape(module: torch.nn.Module, size: Shape, argument: str = "size") -> Any:
    """The shape of the output; with a batch in front if ``size`` has one."""
    inputs, batch = _inputs(module, size, argument)
    with evaluation(module):
        outputs = _run(module, inputs, argument)
    return _shape(outputs, batch)


def shapes_of_layers(module: torch.nn.Module, size: Shape, argument: str = "size") -> list[Any]:
    """The shape after each layer of a sequence, without batch."""
    inputs, _ = _inputs(module, size, argument)
    shapes: list[Any] = []
    with evaluation(module):
        value: Any = inputs
        for layer in module:
            value = _run(layer, value, argument)
            shapes.append(_shape(value, None))
    return shapes


def _run(module: Any, inputs: Any, argument: str) -> Any:
    try:
        return call(module, inputs)
    except BadArgument:
        raise
    except (RuntimeError, AssertionError, ValueError, TypeError) as problem:
        text = str(problem).splitlines()
        raise BadArgument(
            argument,
            f"a size that {type(module).__name__} takes",
            "one on which it fails" + (f": {text[0]}" if text else ""),
        ) from problem


def _inputs(module: Any, size: Any, argument: str) -> tuple[Any, int | None]:
    """Zeros for each input of the module, and the batch size if there was one."""
    sizes = [int(s) for s in size]
    one = hasattr(module.in_type, "gspace")
    d = flat(module.in_type)[0].gspace.dimensionality
    if not max(d, 1) <= len(sizes) <= d + 2:
        axes = {2: ["height", "width"], 3: ["depth", "height", "width"]}.get(d, [])
        raise BadArgument(
            argument,
            f"`c({', '.join(['channels', *axes])})`, with or without the channels, "
            "or with a batch in front",
            f"{len(sizes)} number{'s' if len(sizes) != 1 else ''}",
        )
    if one and len(sizes) > d and sizes[-1 - d] != module.in_type.size:
        raise BadArgument(
            argument,
            f"one with {channels(module.in_type.size)}, "
            f"as the input type {field_type_label(module.in_type)} has",
            f"one with {sizes[-1 - d]}",
        )
    like = floating_tensor(module)

    def zeros(kind: FieldTypeLike) -> GeometricTensorLike:
        from escnn.nn import GeometricTensor

        shape = (1, kind.size, *sizes[len(sizes) - d :])
        return GeometricTensor(torch.zeros(shape, dtype=like.dtype, device=like.device), kind)

    return each(zeros, module.in_type), sizes[0] if len(sizes) == d + 2 else None


def _shape(outputs: Any, batch: int | None) -> Any:
    if isinstance(outputs, (dict, tuple, list)):
        return each(lambda one: _shape(one, batch), outputs)
    values = outputs.tensor if hasattr(outputs, "tensor") else outputs
    shape = [int(s) for s in values.shape[1:]]
    return shape if batch is None else [batch, *shape]
