"""Networks and graphs compared with the models that they are of."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from ..nn import exactly

TOLERANCE = 1e-5
# a graph computes in another order than the network that it is of
GRAPH_TOLERANCE = 2 * TOLERANCE


@dataclass(frozen=True)
class Sample:
    """Inputs of a model, and what it gives for them; ``about`` says in words which they are."""

    about: str
    inputs: tuple[torch.Tensor, ...]
    outputs: tuple[torch.Tensor, ...]

    def copied_inputs(self) -> tuple[torch.Tensor, ...]:
        """The inputs, for layers that may write into them."""
        return tuple(x.clone() for x in self.inputs)

    def gap(self, run: Callable[..., Any]) -> float:
        """How far what ``run`` gives is from what the model gives, for numbers of 32 bits."""
        with quietly():
            outputs = as_tuple(run(*self.copied_inputs()))
        return error(outputs, self.outputs) / slack(self.outputs)

    def graph_gap(self, run: Callable[..., Any]) -> float:
        """The same of a graph on the CPU; infinite where it fails."""
        inputs = tuple(x.cpu() for x in self.inputs)
        try:
            return Sample(self.about, inputs, self.outputs).gap(run)
        except Exception:
            # each engine has errors of its own
            return float("inf")


@contextmanager
def quietly() -> Iterator[None]:
    """Without warnings about sizes that a trace takes for constants, and without gradients.

    Exactly, too, so that what is compared differs by rounding alone.
    """
    with warnings.catch_warnings(), torch.no_grad(), exactly():
        warnings.simplefilter("ignore")
        yield


def as_tuple(outputs: torch.Tensor | Sequence[torch.Tensor]) -> tuple[torch.Tensor, ...]:
    """One tensor, or several, as a tuple."""
    return tuple(outputs) if isinstance(outputs, (tuple, list)) else (outputs,)


def error(outputs: tuple[torch.Tensor, ...], expected: tuple[torch.Tensor, ...]) -> float:
    """The largest difference, relative to the largest value; infinite where shapes differ."""
    worst = 0.0
    if len(outputs) != len(expected):
        return float("inf")
    for one, other in zip(outputs, expected, strict=True):
        if one.shape != other.shape:
            return float("inf")
        if other.numel() == 0:
            continue
        # on the CPU, as they may be on different devices, and not all have doubles
        one, other = one.detach().cpu().double(), other.detach().cpu().double()
        gap = (one - other).abs().max()
        scale = other.abs().max().clamp(min=1e-12)
        value = float(gap / scale)
        # what is no number in one must be none in the other
        worst = max(worst, value if value == value else float("inf"))
    return worst


def slack(expected: tuple[torch.Tensor, ...]) -> float:
    """How many times the tolerance numbers of this precision need."""
    return {torch.float64: 1.0, torch.float32: 1.0}.get(expected[0].dtype, 1e3)
