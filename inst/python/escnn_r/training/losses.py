"""Losses: numbers for each target, or for each example, of which the mean is taken in one place.

Those with a name are in `losses_and_metrics`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F

from ..bridge import BadArgument
from .weighing import Counted

# of a batch's output and target
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
# the mean over all that counts
MeanLoss = Callable[[torch.Tensor, Counted], torch.Tensor]

_FOCUS = 2.0
# keeps the overlap of a class that neither occurs nor is predicted from being 0 / 0
_SMOOTH = 1.0


def each(loss: Loss) -> MeanLoss:
    """The mean of a loss that has a number for each target."""

    def mean(output: torch.Tensor, counted: Counted) -> torch.Tensor:
        return _mean(loss(output, counted.targets), counted.weights)

    return mean


def _mean(losses: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
    if weights is None:
        return losses.mean()
    while weights.dim() > losses.dim():
        # of several numbers that have one loss together
        weights = weights.amin(1)
    return (losses * weights.to(losses)).mean()


# those of each example or pixel, or of each number of it
cross_entropy: Loss = partial(F.cross_entropy, reduction="none")
squared: Loss = partial(F.mse_loss, reduction="none")
absolute: Loss = partial(F.l1_loss, reduction="none")
# squared where the error is small, absolute elsewhere
huber: Loss = partial(F.smooth_l1_loss, reduction="none")


def binary_cross_entropy(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """That of each label on its own; outputs are logits."""
    return F.binary_cross_entropy_with_logits(output, target.to(output), reduction="none")


def focal(cross_entropy: Loss) -> Loss:
    """A cross entropy that counts less where the true class is likely already."""

    def loss(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        entropy = cross_entropy(output, target)
        return (1 - torch.exp(-entropy)) ** _FOCUS * entropy

    return loss


def dice(output: torch.Tensor, counted: Counted) -> torch.Tensor:
    """One less the overlap of predicted and true map, a mean over classes, then over examples."""
    if output.dim() < 3:
        raise BadArgument(
            "loss",
            '"cross_entropy" or "focal" where each example has one class',
            '"dice", which compares maps with a class for each pixel',
        )
    target, weights = counted.targets, counted.weights
    probabilities = output.softmax(1)
    true = F.one_hot(target, output.shape[1]).movedim(-1, 1).to(probabilities)
    both = 1.0 if weights is None else weights.unsqueeze(1).to(probabilities)
    space = tuple(range(2, output.dim()))
    common = (both * probabilities * true).sum(space)
    sizes = (both * (probabilities + true)).sum(space)
    losses = 1 - ((2 * common + _SMOOTH) / (sizes + _SMOOTH)).mean(1)
    return _mean(losses, None if weights is None else weights.flatten(1).mean(1))


def summed(terms: list[tuple[float, MeanLoss]]) -> MeanLoss:
    """The sum of losses, each times its factor."""

    def total(output: torch.Tensor, counted: Counted) -> torch.Tensor:
        first, *rest = (factor * loss(output, counted) for factor, loss in terms)
        return sum(rest, first)

    return total


def user_loss(loss: Loss) -> MeanLoss:
    """A function of the user's, which only gets what counts.

    It is told apart when it fails or gives something else than a number, or a number for each.
    """

    def mean(output: torch.Tensor, counted: Counted) -> torch.Tensor:
        target, weights = counted.targets, counted.weights
        chosen = output
        if weights is not None:
            chosen, target, weights = _that_counts(output, target, weights, counted.rows)
            if len(weights) == 0:
                return (output * 0).sum()
        value = _called(loss, chosen, target)
        if value.dim() > 0 and value.shape in (target.shape, target.shape[:1]):
            if weights is None:
                return value.mean()
            if weights.dim() > value.dim():
                weights = weights.flatten(1).mean(1)
            # those that are missing count as zeros
            count = len(output) if counted.rows else counted.targets.numel()
            return (value * weights.to(value)).sum() / (count * value[:1].numel())
        if value.numel() != 1:
            raise _no_loss(f"a tensor of dim c({', '.join(str(n) for n in value.shape)})")
        if counted.uneven:
            raise BadArgument(
                "loss",
                "a function that gives one number for each example, as there are `weights`",
                "one that gives a single number",
                "Leave out `mean()`, or take the mean over all dimensions but the first.",
            )
        # those that are missing count as zeros
        return value.reshape(()) * float(counted.share())

    return mean


def _that_counts(
    output: torch.Tensor, target: torch.Tensor, weights: torch.Tensor, rows: bool
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Outputs, targets and weights without those of no weight.

    Where parts of examples are missing it is pixel by pixel, or number by number.
    """
    if rows:
        counted = weights.flatten(1).any(1) if weights.dim() > 1 else weights > 0
        return output[counted], target[counted], weights[counted]
    counted = weights > 0
    if output.dim() == target.dim() + 1:
        output = output.movedim(1, -1)
    return output[counted], target[counted], weights[counted]


def _called(loss: Loss, output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    try:
        value: Any = loss(output, target)
    except Exception as problem:
        message = " ".join(str(problem).split()).rstrip(". ")
        raise BadArgument("loss", _ALLOWED, f"one that fails: {message}") from problem
    if not isinstance(value, torch.Tensor):
        raise _no_loss("something else")
    return value


_ALLOWED = (
    "a function of output and target, both torch tensors, that gives one torch number, "
    "or one for each example"
)


def _no_loss(what: str) -> BadArgument:
    return BadArgument(
        "loss", _ALLOWED, f"one that gives {what}", "For example `torch$nn$functional$l1_loss`."
    )
