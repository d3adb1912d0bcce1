"""A model as a plain PyTorch module, compared with it."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from ..nn import evaluation
from .clouds import CloudOriginal, point_layers
from .comparison import TOLERANCE
from .originals import Original
from .registry import NoPlainForm


def checked_network(
    module: torch.nn.Module, size: Sequence[int] | None = None
) -> tuple[torch.nn.Module, Original]:
    """The plain network, compared with the model, which is given as what that was compared with.

    If they differ, the layer is named.
    """
    original = CloudOriginal(module) if point_layers(module) else Original(module, size)
    network = original.plain_network()
    gap = original.example.gap(network)
    if gap > TOLERANCE:
        raise NoPlainForm(original.differing_layer(), f"whose plain form is off by {gap:.1e}")
    return network, original


def plain_module(module: torch.nn.Module, size: Sequence[int] | None = None) -> torch.nn.Module:
    """A PyTorch module without escnn that computes the same, compared before it is given.

    The module keeps its mode.
    """
    try:
        with evaluation(module, exact=True):
            return checked_network(module, size)[0]
    except NoPlainForm as problem:
        problem.argument = "x"
        raise
