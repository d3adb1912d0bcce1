"""What is timed of a network: a training step, and inference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networks
import torch


def training(module: Any, net: networks.Network) -> Callable[[], None]:
    """One step of gradient descent on one batch."""
    module.train()
    optimizer = torch.optim.SGD(module.parameters(), lr=1e-4)
    given = net.input(module)

    def run() -> None:
        optimizer.zero_grad(set_to_none=True)
        module(given).tensor.square().mean().backward()
        optimizer.step()

    return run


def inference(module: Any, net: networks.Network) -> Callable[[], None]:
    """A prediction in evaluation mode."""
    module.eval()
    given = net.input(module)

    def run() -> None:
        with torch.no_grad():
            module(given)

    return run
