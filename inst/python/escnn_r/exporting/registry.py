"""Which function makes a layer plain: registered by the name of the layer's class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from ..bridge import BadArgument
from ..nn import is_sequence
from .traced import Traced

Converter = Callable[[Any], torch.nn.Module]

# by the name of a layer's class
CONVERTERS: dict[str, Converter] = {}


class NoPlainForm(BadArgument):
    """A layer can't be exported; the message names it."""

    kind = "not_exported"
    allowed = "a model whose layers all have a form in plain PyTorch"

    def __init__(self, layer: Any, why: str, hint: str | None = None) -> None:
        """``why`` completes "with a layer that ..."."""
        name = type(layer).__name__
        super().__init__("model", self.allowed, f'one with a "{name}", {why}', hint)
        self.layer = name


def converter(*classes: str) -> Callable[[Converter], Converter]:
    """Register a function that gives the plain form of layers of these classes."""

    def register(function: Converter) -> Converter:
        for name in classes:
            CONVERTERS[name] = function
        return function

    return register


def convert(module: torch.nn.Module) -> torch.nn.Module:
    """The plain form of a module in evaluation mode, layer by layer.

    Classes of other people are traced: a name says nothing of what they do.
    """
    cls = type(module)
    known = cls.__module__.split(".")[0] in ("escnn", "escnn_r")
    if known and cls.__name__ in CONVERTERS:
        return CONVERTERS[cls.__name__](module)
    return Traced(module)


def layers_in_turn(module: torch.nn.Module) -> list[torch.nn.Module]:
    """The layers of a sequence and of sequences in it, or the module that is none."""
    if not is_sequence(module):
        return [module]
    return [each for layer in module.children() for each in layers_in_turn(layer)]
