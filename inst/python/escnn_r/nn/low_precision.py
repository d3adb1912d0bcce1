"""Which operations keep float32 where training computes in bfloat16.

Processors that compute in bfloat16 gain two to four times by it in products, yet PyTorch has no
quick code there for some other operations: a depthwise convolution takes up to 12 times as long
backwards. ``bench/precision_layers.py`` measures each kind of layer in both; what loses there
goes through ``in_float32()``. GPUs have quick code for all, and nothing changes for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch


def autocast_on(device: str) -> bool:
    """Whether layers on this kind of device compute in lower precision now."""
    try:
        return torch.is_autocast_enabled(device)
    except TypeError:
        # before PyTorch 2.4 each kind of device had a function of its own
        return torch.is_autocast_enabled() or torch.is_autocast_cpu_enabled()


def in_float32(
    operation: Callable[..., torch.Tensor], values: torch.Tensor, *args: Any, **kwargs: Any
) -> torch.Tensor:
    """``operation(values, ...)``; on a processor in float32, also where others are in bfloat16."""
    if values.device.type != "cpu" or not autocast_on("cpu"):
        return operation(values, *args, **kwargs)
    with torch.autocast("cpu", enabled=False):
        exact = [a.float() if _low(a) else a for a in args]
        return operation(values.float(), *exact, **kwargs).to(values.dtype)


def convolve(
    operation: Callable[..., torch.Tensor],
    values: torch.Tensor,
    *args: Any,
    groups: int,
    **kwargs: Any,
) -> torch.Tensor:
    """A convolution, in float32 where it is depthwise: each channel has its own kernel."""
    if groups == values.shape[1] > 1:
        return in_float32(operation, values, *args, groups=groups, **kwargs)
    return operation(values, *args, groups=groups, **kwargs)


def _low(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.dtype == torch.bfloat16
