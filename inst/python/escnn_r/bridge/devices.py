"""Devices that tensors can be on."""

from __future__ import annotations

import torch

from .errors import BadArgument


def pick_device(name: str) -> torch.device:
    """The device of a name; "auto" is the fastest one that is there."""
    mps = getattr(torch.backends, "mps", None)
    kinds = {
        "cuda": torch.cuda.is_available(),
        "mps": mps is not None and mps.is_available(),
        "cpu": True,
    }
    if name == "auto":
        return torch.device(next(kind for kind, usable in kinds.items() if usable))
    kind, _, number = name.partition(":")
    if not kinds.get(kind, False):
        have = ", ".join(f'"{each}"' for each, usable in kinds.items() if usable)
        raise BadArgument(
            "device", f'"auto" or one that is there: {have}', f'"{name}"', _why_missing(kind)
        )
    if number and not (number.isdigit() and int(number) < _count(kind)):
        have = ", ".join(f'"{kind}:{i}"' for i in range(_count(kind)))
        raise BadArgument("device", f"one that is there: {have}", f'"{name}"')
    return torch.device(name)


def _count(kind: str) -> int:
    return torch.cuda.device_count() if kind == "cuda" else 1


def _why_missing(kind: str) -> str | None:
    if kind == "cuda" and torch.version.cuda is None:
        return (
            "This PyTorch is built without CUDA. On a machine with an NVIDIA GPU, "
            '`install_escnn(device = "cuda", reinstall = TRUE)` installs one with it.'
        )
    if kind == "cuda":
        return "PyTorch finds no NVIDIA GPU: see that its driver works, with `nvidia-smi`."
    if kind == "mps":
        return "It stands for Apple's GPUs, on macOS 12.3 or newer."
    return None
