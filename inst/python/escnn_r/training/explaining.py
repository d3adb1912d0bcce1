"""Which pixels an output depends on: maps that turn along with what is turned.

All three methods ask the module itself, in evaluation mode, and change nothing of it. Where
inputs turn by an element that maps the grid onto itself, so do the maps: windows of the occlusion
lie symmetrically about the centre, and channels are summed up by what turns don't change.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument
from ..nn import evaluation
from . import batches, memory, output_shapes, threads
from .batches import Examples
from .evaluation import wrap

Score = Callable[[torch.Tensor], torch.Tensor]
Windows = list[tuple[slice, ...]]


@dataclass
class Question:
    """What is to be explained, and how.

    ``output`` is the class, label or number from 0, or None for what the model
    gives itself: its class, or the length of all numbers.
    """

    method: str
    targets: str
    output: int | None
    steps: int
    baseline: float
    window: list[int] | None
    stride: list[int] | None


def explain_outputs(
    module: torch.nn.Module, data: Examples, question: dict[str, Any], batch_size: int
) -> dict[str, torch.Tensor]:
    """Maps of all examples, the inputs, and the outputs that they explain, from 0."""
    query = Question(**question)
    parameter = next(iter(module.parameters()), torch.zeros(()))
    maps, inputs, outputs, scores = [], [], [], []
    sharing = threads.Sharing()
    with evaluation(module), memory.kept():
        for values, *_ in batches.batches(data, batch_size):
            _check(values)
            values = values.to(parameter)
            with sharing.batch():
                chosen, score = _scored(module, values, query)
                part = _METHODS[query.method](score, values, query)
                scores.append(score(values).cpu())
            maps.append(part.cpu())
            inputs.append(values.cpu())
            outputs.append(chosen.cpu())
    return {
        "maps": torch.cat(maps),
        "inputs": torch.cat(inputs),
        "outputs": torch.cat(outputs),
        "scores": torch.cat(scores),
    }


def _check(values: Any) -> None:
    if not isinstance(values, torch.Tensor) or values.dim() not in (4, 5):
        raise BadArgument(
            "x", "images or volumes", "something else", "Maps show pixels: clouds have none."
        )


def _scored(
    module: torch.nn.Module, values: torch.Tensor, question: Question
) -> tuple[torch.Tensor, Score]:
    """Which output is explained of each example, and a function that gives its size.

    The function takes as many examples as ``values`` has, or a multiple, one round after another.
    """
    classes = question.targets != "numbers"

    def run(x: torch.Tensor) -> torch.Tensor:
        return output_shapes.plain_output(module(wrap(module, x)), None, classes)

    first = run(values)
    if first.dim() == 1:
        first = first[:, None]
    count, width = first.shape[:2]
    if question.output is not None and question.output >= width:
        raise BadArgument(
            "class", f"one of the model's {width} outputs", f"number {question.output + 1}"
        )
    if question.targets == "numbers" and question.output is None and (width > 1 or first.dim() > 2):
        none = torch.full((count,), -1)
        return none, lambda x: run(x).flatten(1).norm(dim=1)
    if first.dim() > 2:
        if question.output is None:
            raise BadArgument(
                "class",
                "the name or the number of a class, as the model gives one for each pixel",
                "NULL",
            )
        weights = _pixels(first, question)
        explained = torch.full((count,), question.output)
        return explained, lambda x: _mean_score(run(x)[:, question.output], weights)
    explained = (
        first.argmax(1) if question.output is None else torch.full((count,), question.output)
    )
    explained = explained.to(first.device)

    def score(x: torch.Tensor) -> torch.Tensor:
        outputs = run(x)
        outputs = outputs[:, None] if outputs.dim() == 1 else outputs
        rows = explained.repeat(len(x) // count)
        return outputs.gather(1, rows[:, None])[:, 0]

    return explained, score


def _pixels(first: torch.Tensor, question: Question) -> torch.Tensor:
    """The pixels whose output is explained: those that have the class, or all if none has."""
    if question.targets == "numbers":
        within = torch.ones_like(first[:, 0])
    elif question.targets == "labels":
        within = (first[:, question.output] > 0).to(first)
    else:
        within = (first.argmax(1) == question.output).to(first)
    within = within.flatten(1)
    within[within.sum(1) == 0] = 1
    return within / within.sum(1, keepdim=True)


def _mean_score(output: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    rounds = len(output) // len(weights)
    return (output.flatten(1) * weights.repeat(rounds, 1)).sum(1)


def _slope(score: Score, values: torch.Tensor) -> torch.Tensor:
    """The derivative of each example's score by its own values."""
    with torch.enable_grad():
        at = values.detach().clone().requires_grad_(True)
        (slope,) = torch.autograd.grad(score(at).sum(), at)
    return slope.detach()


def _gradient(score: Score, values: torch.Tensor, question: Question) -> torch.Tensor:
    """The length of the derivative at each pixel."""
    return _slope(score, values).norm(dim=1)


def _integrated(score: Score, values: torch.Tensor, question: Question) -> torch.Tensor:
    """What each pixel adds to the score, on a straight way from the baseline (midpoints)."""
    start = torch.full_like(values, question.baseline)
    total = torch.zeros_like(values)
    for step in range(question.steps):
        total += _slope(score, start + (step + 0.5) / question.steps * (values - start))
    return ((values - start) * total / question.steps).sum(1)


def _occlusion(score: Score, values: torch.Tensor, question: Question) -> torch.Tensor:
    """How much the score falls when what is around a pixel is covered, on average."""
    whole = score(values)
    space = values.shape[2:]
    fall = torch.zeros(len(values), *space).to(values)
    times = torch.zeros(space).to(values)
    for window in _windows(tuple(space), question):
        everywhere = (slice(None), slice(None), *window)
        covered = values.clone()
        covered[everywhere] = question.baseline
        lost = (whole - score(covered)).reshape(-1, *[1] * len(space))
        fall[everywhere[1:]] += lost
        times[window] += 1
    return fall / times


def _windows(space: tuple[int, ...], question: Question) -> Windows:
    """Windows that cover the grid and lie symmetrically about its centre."""
    axes = []
    for axis, length in enumerate(space):
        size = _of_axis(question.window, axis, len(space), "window") or max(1, round(length / 7))
        size = min(size, length)
        step = _of_axis(question.stride, axis, len(space), "stride") or max(1, size // 2)
        # pixels between windows would have no value
        step = min(step, size)
        axes.append(_along(length, size, step))
    return list(itertools.product(*axes))


def _of_axis(numbers: list[int] | None, axis: int, axes: int, argument: str) -> int | None:
    if numbers is None:
        return None
    if len(numbers) not in (1, axes):
        raise BadArgument(
            argument, f"one number, or {axes}, one for each axis", f"{len(numbers)} numbers"
        )
    return int(numbers[axis] if len(numbers) > 1 else numbers[0])


def _along(length: int, size: int, step: int) -> list[slice]:
    count = int(np.ceil((length - size) / step)) + 1
    # what hangs over is shared by both ends; an odd rest would favour one of them
    over = (count - 1) * step + size - length
    if over % 2:
        size += 1
        over += 1
    starts = [i * step - over // 2 for i in range(count)]
    return [slice(max(0, at), min(length, at + size)) for at in starts]


_METHODS: dict[str, Callable[[Score, torch.Tensor, Question], torch.Tensor]] = {
    "gradient": _gradient,
    "integrated_gradients": _integrated,
    "occlusion": _occlusion,
}
