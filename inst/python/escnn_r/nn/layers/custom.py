"""Modules whose forward is a function that is given, in whatever language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from escnn import nn

from ...bridge import BadArgument
from ...fields import FieldTypeLike, GeometricTensorLike, check_type, field_type_label
from ..completed import Completed
from ..plain_calls import inside

__all__ = ["CustomModule"]


class CustomModule(Completed, nn.EquivariantModule):
    """Calls a function of the module and the input, and checks what it gives."""

    arguments: Any = None
    token: str = ""

    def __init__(self, in_type: Any, out_type: Any, forward: Callable[[Any, Any], Any]) -> None:
        """``out_type`` may be None, to be set later or to stay as the input's."""
        super().__init__()
        self.in_type = in_type
        self.out_type = in_type if out_type is None else out_type
        self._forward = forward

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """What the function gives, as a geometric tensor of the output type."""
        check_type(input, self.in_type)
        with inside():
            out = self._forward(self, input)
        expected = field_type_label(self.out_type)
        if isinstance(out, torch.Tensor):
            if out.dim() < 2 or out.shape[1] != self.out_type.size:
                raise BadArgument(
                    "forward",
                    f"a function that gives a tensor of its out type, {expected}",
                    f"one that gives a torch tensor of shape {tuple(out.shape)}",
                )
            return nn.GeometricTensor(out, self.out_type, input.coords)
        if not isinstance(out, nn.GeometricTensor):
            raise BadArgument(
                "forward",
                f"a function that gives a geometric tensor of its out type, {expected}",
                "one that gives something else",
            )
        if out.type != self.out_type:
            raise BadArgument(
                "forward",
                f"a function that gives a tensor of its out type, {expected}",
                f"one that gives {field_type_label(out.type)}",
            )
        return out


def custom_module(
    name: str,
    in_type: FieldTypeLike,
    out_type: FieldTypeLike,
    initialize: Callable[[Any], Any] | None,
    forward: Callable[[Any, Any], Any],
    arguments: Any = None,
    token: str = "",
) -> CustomModule:
    """A module of a class of this name; ``initialize`` is called with it.

    ``arguments`` are the plain values by which it can be made again, ``token`` is the
    name of what makes it.
    """
    module = type(name, (CustomModule,), {})(in_type, out_type, forward)
    module.arguments, module.token = arguments, token
    if initialize is not None:
        initialize(module)
    return module
