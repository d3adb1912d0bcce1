"""Running a module to measure it: in evaluation mode, and as exactly as the device can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


@contextmanager
def evaluation(module: Any) -> Iterator[None]:
    """Evaluate exactly, without gradients, and give every submodule its own mode back."""
    modes = [(part, part.training) for part in module.modules()]
    with torch.no_grad(), exactly():
        module.eval()
        try:
            yield
        finally:
            for part, training in modes:
                if part.training != training:
                    part.train(training)


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
