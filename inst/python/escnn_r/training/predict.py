"""Predictions: a module applied to data, batch by batch."""

from __future__ import annotations

from typing import Any

import torch

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
    with evaluating(module):
        for values, _ in feeds.batches(data, batch_size):
            result = module(wrap(module, values.to(parameter)))
            plain = losses.plain_output(result, None, classes) if flat else result.tensor
            found.append(plain.cpu())
    return torch.cat(found)


def finish(output: torch.Tensor, kind: str, labels: bool = False) -> torch.Tensor:
    """Class numbers from 0, labels, probabilities, or the outputs as they are."""
    if labels and kind in ("class", "prob"):
        return output > 0 if kind == "class" else output.sigmoid()
    if kind == "class":
        return output.argmax(1)
    if kind == "prob":
        return output.softmax(1)
    return output
