"""Running statistics of batch norms: whether they fit a batch, and how to estimate them anew.

Training never uses them, evaluation does. They follow the batches of the last steps, so they lag
behind weights that still move, above all after few steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from . import evaluation_mode

# values, and how many examples they are of
_Batches = Iterator[tuple[Any, int]]


def batch_norms(module: torch.nn.Module, frozen: bool = False) -> list[Any]:
    """The parts with running statistics that training renews, or the ``frozen`` ones.

    A module that is in evaluation mode as a whole is only used: none of it is frozen.
    """
    return [
        part
        for part in module.modules()
        if getattr(part, "momentum", 0) != 0
        and _statistics(part)
        and (part.training or not module.training) != frozen
    ]


def _statistics(part: torch.nn.Module) -> dict[str, torch.Tensor]:
    names = ("running_mean", "running_var")
    return {n: values for n, values in part.named_buffers(recurse=False) if n.endswith(names)}


def estimate(
    module: torch.nn.Module, batches: _Batches, call: Callable[[Any], Any], frozen: bool = False
) -> torch.nn.Module:
    """Make running statistics the means over ``batches``, pairs of values and their number.

    Those of ``frozen`` parts as well, if asked. All other parts are in evaluation mode. A batch
    that fails leaves everything as it was.
    """
    norms = batch_norms(module) + (batch_norms(module, frozen=True) if frozen else [])
    put_back = _kept([values for part in norms for values in _statistics(part).values()])
    try:
        with _watching(module, norms):
            seen = 0
            for values, number in batches:
                seen += number
                for part in norms:
                    part.momentum = number / seen
                call(values)
    except BaseException:
        put_back()
        raise
    return module


def disagreement(
    module: torch.nn.Module, values: Any, call: Callable[[Any], Any], frozen: bool = False
) -> dict[str, float]:
    """How far running statistics are from those of a batch, where they differ most.

    ``shift`` is the distance of means in standard deviations of the batch, ``ratio`` that of the
    standard deviations, at least 1; both are means over the channels of a layer, and the largest
    of all layers.
    """
    norms = batch_norms(module, frozen)
    worst = {"shift": 0.0, "ratio": 1.0}
    before = [{n: values.clone() for n, values in _statistics(part).items()} for part in norms]
    with unmoved(norms), _watching(module, norms):
        for part in norms:
            part.momentum = 1.0
        call(values)
        for part, was in zip(norms, before, strict=True):
            _compare(part, was, _statistics(part), worst)
    return worst


def _compare(
    part: Any, was: dict[str, torch.Tensor], now: dict[str, torch.Tensor], worst: dict[str, float]
) -> None:
    for name, variance in now.items():
        if not name.endswith("running_var"):
            continue
        spread = variance.clamp_min(part.eps)
        logs = (was[name].clamp_min(part.eps) / spread).log().abs() / 2
        worst["ratio"] = max(worst["ratio"], math.exp(float(logs.mean())))
        mean = name[: -len("var")] + "mean"
        if mean in now and now[mean].shape == spread.shape:
            shift = ((was[mean] - now[mean]).abs() / spread.sqrt()).mean()
            worst["shift"] = max(worst["shift"], float(shift))


def _kept(tensors: list[torch.Tensor]) -> Callable[[], None]:
    """What puts back the present values of tensors."""
    before = [values.clone() for values in tensors]

    def put_back() -> None:
        with torch.no_grad():
            for values, was in zip(tensors, before, strict=True):
                values.copy_(was)

    return put_back


@contextmanager
def unmoved(norms: list[Any]) -> Iterator[None]:
    """Statistics of these parts, and their counts of batches, come back afterwards."""
    statistics = [values for part in norms for values in _statistics(part).values()]
    put_back = _kept(statistics + _counts(norms))
    try:
        yield
    finally:
        put_back()


def _counts(norms: list[Any]) -> list[torch.Tensor]:
    """The counts of batches of those parts that have one."""
    counts = [getattr(part, "num_batches_tracked", None) for part in norms]
    return [count for count in counts if count is not None]


@contextmanager
def _watching(module: torch.nn.Module, norms: list[Any]) -> Iterator[None]:
    """Only these parts look at batches; modes, momenta and counts come back afterwards."""
    momenta = [part.momentum for part in norms]
    put_counts_back = _kept(_counts(norms))
    inside = {id(part) for part in norms}
    with evaluation_mode.evaluation(module):
        for part in module.modules():
            # a layer of escnn asks its own mode, and its parts of one size each theirs
            if any(id(each) in inside for each in part.children()) and hasattr(
                part, "reset_running_stats"
            ):
                part.training = True
        for part in norms:
            part.training = True
        try:
            yield
        finally:
            for part, momentum in zip(norms, momenta, strict=True):
                part.momentum = momentum
            put_counts_back()
