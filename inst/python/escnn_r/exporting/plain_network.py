"""A model as a plain PyTorch module, for its user."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from ..nn.evaluation_mode import evaluation
from . import clouds, network
from .registry import NoPlainForm


def plain_module(module: torch.nn.Module, size: Sequence[int] | None = None) -> torch.nn.Module:
    """A PyTorch module without escnn that computes the same, compared before it is given.

    The module keeps its mode.
    """
    try:
        with evaluation(module, exact=True):
            if clouds.takes_clouds(module):
                return clouds.checked(module)
            return network.checked(module, network.size_for(module, size))
    except NoPlainForm as problem:
        problem.argument = "x"
        raise
