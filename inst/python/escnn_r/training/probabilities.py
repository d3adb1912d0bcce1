"""Scores of predicted probabilities, a number for each target or example."""

from __future__ import annotations

import torch


def wide(values: torch.Tensor) -> torch.Tensor:
    """In double precision, which Apple's GPUs don't have."""
    return (values.cpu() if values.device.type == "mps" else values).double()


def log_losses(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Minus the logarithm of the probability of each true class."""
    log_probabilities = wide(output).log_softmax(1)
    return -log_probabilities.gather(1, target.to(log_probabilities.device).unsqueeze(1)).squeeze(1)


def label_log_losses(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The same for each label on its own."""
    signed = torch.where(target > 0.5, output, -output)
    return -torch.nn.functional.logsigmoid(wide(signed))


def brier_scores(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Half the squared distance of the probabilities of all classes from 0 and 1."""
    probabilities = wide(output).softmax(1)
    true = torch.nn.functional.one_hot(target, output.shape[1]).movedim(-1, 1).to(probabilities)
    return ((probabilities - true) ** 2).sum(1) / 2


def label_brier_scores(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The squared distance of each label's probability from 0 or 1."""
    probabilities = wide(output).sigmoid()
    return (probabilities - target.to(probabilities)) ** 2
