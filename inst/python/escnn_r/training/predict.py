"""Predictions: a module applied to data, batch by batch."""

from __future__ import annotations

from typing import Any

import torch

from ..exporting import fused
from . import feeds, losses
from .judge import evaluating, wrap


def outputs(
    module: Any, data: Any, batch_size: int, classes: bool, flat: bool = True
) -> torch.Tensor:
    """The outputs for all examples, in order, on the CPU; ``flat`` drops axes of one pixel.

    A model that gives something for each point of a cloud gives that of all
    points, one cloud after another.
    """
    parameter = next(iter(module.parameters()), torch.zeros(()))
    found = []
    fast: Any = None
    with evaluating(module):
        for number, (values, _) in enumerate(feeds.batches(data, batch_size)):
            values = values.to(parameter)
            if number == 0:
                fast = _fused(module, values)
            result = module(wrap(module, values)) if fast is None else fast(values)
            plain = getattr(result, "tensor", result)
            plain = losses.plain_output(plain, None, classes) if flat else plain
            found.append(plain.cpu())
    return torch.cat(found)


def _fused(module: Any, values: Any) -> Any:
    """The module's plain network, where it has one that takes these values."""
    if not isinstance(values, torch.Tensor):
        return None
    kind = getattr(module, "in_type", None)
    if values.dim() < 2 or values.shape[1] != getattr(kind, "size", None):
        # the module itself says what is wrong
        return None
    return fused.of(module, values)


def finish(output: torch.Tensor, kind: str, labels: bool = False) -> torch.Tensor:
    """Class numbers from 0, labels, probabilities, or the outputs as they are."""
    if labels and kind in ("class", "prob"):
        return output > 0 if kind == "class" else output.sigmoid()
    if kind == "class":
        return output.argmax(1)
    if kind == "prob":
        return output.softmax(1)
    return output
