"""Losses: functions of a batch's output and target; those with a name are in `measures`."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as functional

from ..bridge import BadArgument

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def binary_cross_entropy(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """That of each label on its own; outputs are logits."""
    return functional.binary_cross_entropy_with_logits(output, target.to(output))


def user_loss(loss: Loss) -> Loss:
    """A function of the user's, which is told apart when it fails or gives no number."""

    def checked(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        allowed = "a function of output and target, both torch tensors, that gives one torch number"
        try:
            value = loss(output, target)
        except Exception as problem:
            message = " ".join(str(problem).split()).rstrip(". ")
            raise BadArgument("loss", allowed, f"one that fails: {message}") from problem
        if isinstance(value, torch.Tensor) and value.numel() == 1:
            return value.reshape(())
        what = "something else"
        if isinstance(value, torch.Tensor):
            what = f"a tensor of dim c({', '.join(str(n) for n in value.shape)})"
        raise BadArgument(
            "loss", allowed, f"one that gives {what}", "For example `torch$nn$functional$l1_loss`."
        )

    return checked
