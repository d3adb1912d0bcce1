"""Sequences that can end in several branches, and never overwrite a layer."""

from __future__ import annotations

from escnn import nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, check_type
from ..protocols import EquivariantModuleLike

__all__ = ["SequentialModule"]


class SequentialModule(nn.SequentialModule):
    """As escnn's, whose ``append`` to a slice can replace a layer, by a name already there."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Each layer in turn."""
        if hasattr(input, "type"):
            check_type(input, self.in_type)
        for layer in self._modules.values():
            input = layer(input)
        return input

    def append(self, module: EquivariantModuleLike) -> SequentialModule:
        """Add a layer at the end, by a name that is free."""
        number = len(self)
        while str(number) in self._modules:
            number += 1
        self.add_module(str(number), module)
        return self

    def add_module(self, name: str, module: EquivariantModuleLike) -> None:
        """Add a layer at the end, by a new name."""
        if name in self._modules:
            raise BadArgument("name", "one that no layer has yet", f'"{name}"')
        super().add_module(name, module)
