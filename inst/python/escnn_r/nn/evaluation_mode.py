"""Training and evaluation mode: switching a module for a while, and what was frozen before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import torch


@contextmanager
def evaluation(module: torch.nn.Module, exact: bool = False) -> Iterator[None]:
    """Evaluate without gradients, and give every submodule its own mode back.

    With ``exact``, GPUs compute as exactly as they can.
    """
    before = modes(module)
    with torch.no_grad(), exactly() if exact else nullcontext():
        module.eval()
        try:
            yield
        finally:
            set_modes(module, before)


def modes(module: torch.nn.Module) -> dict[str, bool]:
    """Of each part, by its name, whether it is in training mode."""
    return {name: bool(part.training) for name, part in module.named_modules()}


def set_modes(module: torch.nn.Module, saved: dict[str, bool]) -> None:
    """Set the modes that ``modes()`` gave.

    No part goes through another mode on the way: that would expand its filter anew.
    """
    parts = dict(module.named_modules())
    with torch.no_grad():
        _set(module, {id(parts[n]): mode for n, mode in saved.items() if n in parts})


def _set(part: Any, modes_by_id: dict[int, bool], above: bool = True) -> None:
    # a basis that equals another one is listed once: it goes with its layer
    mode = modes_by_id.get(id(part), above)
    if all(modes_by_id.get(id(each), mode) == mode for each in part.modules()):
        part.train(mode)
        return
    if type(part).train is torch.nn.Module.train:
        part.training = mode
    else:
        part.train(mode)
    for child in part.children():
        _set(child, modes_by_id, mode)


def frozen(module: torch.nn.Module) -> list[str]:
    """The parts that somebody put into evaluation mode, of a module in training mode.

    A module that is in evaluation mode as a whole has none: it was only used.
    """
    return [name for name, training in modes(module).items() if module.training and not training]


def train(module: torch.nn.Module, frozen: list[str]) -> torch.nn.Module:
    """Training mode for all parts but these."""
    set_modes(module, {name: name not in frozen for name in modes(module)})
    return module


@contextmanager
def exactly() -> Iterator[None]:
    """Without TF32, in which GPUs convolve unless they are told otherwise."""
    if not torch.cuda.is_available():
        yield
        return
    cudnn = torch.backends.cudnn
    before, cudnn.allow_tf32 = cudnn.allow_tf32, False
    try:
        yield
    finally:
        cudnn.allow_tf32 = before
