"""What is timed of a network: a training step, and inference."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import drawn
import networks
import torch
from harness import Case


def training(module: Any, net: networks.Network) -> Callable[[], None]:
    """One step of gradient descent on one batch."""
    module.train()
    optimizer = torch.optim.SGD(module.parameters(), lr=1e-4)
    batch = net.input(module)

    def run() -> None:
        optimizer.zero_grad(set_to_none=True)
        module(batch).tensor.square().mean().backward()
        optimizer.step()

    return run


def inference(module: Any, net: networks.Network) -> Callable[[], None]:
    """A prediction in evaluation mode."""
    module.eval()
    batch = net.input(module)

    def run() -> None:
        with torch.no_grad():
            module(batch)

    return run


def over_networks(family: str, step: Callable[..., Any]) -> Callable[[bool], Iterator[Case]]:
    """Cases of the named networks and of drawn ones; another BENCH_SEED draws others."""

    def cases(quick: bool) -> Iterator[Case]:
        some = drawn.drawn(5 if quick else 30, int(os.environ.get("BENCH_SEED", "1")))
        for net in networks.NETWORKS + some:
            if net.heavy and "--heavy" not in sys.argv:
                continue
            try:
                ours, plain = net.pair()
            except RuntimeError as problem:
                # such as escnn's batch norm of volumes, which CUDA's library refuses
                print(f"{family:<10} {net.name:<50} failed: {str(problem).splitlines()[0]}")
                continue
            yield Case(family, net.name, step(ours, net), step(plain, net), heavy=net.heavy)

    return cases
