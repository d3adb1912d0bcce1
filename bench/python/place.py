"""Where the measured networks are: BENCH_DEVICE, a CPU unless it names another device."""

from __future__ import annotations

import os
from typing import Any

import torch

DEVICE = torch.device(os.environ.get("BENCH_DEVICE", "cpu"))


def put(what: Any) -> Any:
    """A tensor or a module on the device that is measured."""
    return what.to(DEVICE)


def wait() -> None:
    """Return once the device has done all that it was given."""
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


def software() -> str:
    """PyTorch's version, with the name of the device where it is no CPU."""
    name = f", {torch.cuda.get_device_name()}" if DEVICE.type == "cuda" else ""
    return torch.__version__ + name
