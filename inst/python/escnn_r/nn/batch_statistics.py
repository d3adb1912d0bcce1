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


def _statistics(part: torch.nn.Module) -> list[tuple[str, torch.Tensor]]:
    return [
        (name, values)
        for name, values in part.named_buffers(recurse=False)
        if name.endswith(("running_mean", "running_var"))
    ]


def estimate(
    module: torch.nn.Module, batches: _Batches, call: Callable[[Any], Any], frozen: bool = False
) -> torch.nn.Module:
    """Make running statistics the means over ``batches``, pairs of values and their number.

    Those of ``frozen`` parts as well, if asked. All other parts are in evaluation mode. A batch
    that fails leaves everything as it was.
    """
    norms = batch_norms(module) + (batch_norms(module, frozen=True) if frozen else [])
    before = [values.clone() for part in norms for _, values in _statistics(part)]
    try:
        with _watching(module, norms):
            seen = 0
            for values, number in batches:
                seen += number
                for part in norms:
                    part.momentum = number / seen
                call(values)
    except BaseException:
        _restore(norms, before)
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
    before = [values.clone() for part in norms for _, values in _statistics(part)]
    try:
        with _watching(module, norms):
            for part in norms:
                part.momentum = 1.0
            call(values)
        old = iter(before)
        for part in norms:
            was = {name: next(old) for name, _ in _statistics(part)}
            _compare(part, was, dict(_statistics(part)), worst)
    finally:
        _restore(norms, before)
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


def _restore(norms: list[Any], before: list[torch.Tensor]) -> None:
    kept = iter(before)
    with torch.no_grad():
        for part in norms:
            for _, values in _statistics(part):
                values.copy_(next(kept))


@contextmanager
def unmoved(norms: list[Any]) -> Iterator[None]:
    """Statistics of these parts, and their counts of batches, come back afterwards."""
    before = [values.clone() for part in norms for _, values in _statistics(part)]
    counts = _counts(norms)
    try:
        yield
    finally:
        _restore(norms, before)
        _recount(counts)


def _counts(norms: list[Any]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """The counts of batches of those parts that have one, and what they are now."""
    counts = [getattr(part, "num_batches_tracked", None) for part in norms]
    return [(count, count.clone()) for count in counts if count is not None]


def _recount(counts: list[tuple[torch.Tensor, torch.Tensor]]) -> None:
    for count, was in counts:
        count.copy_(was)


@contextmanager
def _watching(module: torch.nn.Module, norms: list[Any]) -> Iterator[None]:
    """Only these parts look at batches; modes, momenta and counts come back afterwards."""
    momenta = [part.momentum for part in norms]
    counts = _counts(norms)
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
            _recount(counts)
