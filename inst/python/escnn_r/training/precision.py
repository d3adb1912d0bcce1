"""Precisions: which of them a device has, and which it is slow in."""

from __future__ import annotations

import platform
import warnings
from pathlib import Path

import torch

from ..bridge import choose
from ..nn import advise

LOW = {"bf16": torch.bfloat16, "fp16": torch.float16}
_DEVICES = {"cpu": "CPU", "cuda": "GPU", "mps": "Apple GPU"}


def widest(device: torch.device) -> torch.dtype:
    """The widest numbers of a device: Apple's GPUs have no double precision."""
    return torch.float32 if device.type == "mps" else torch.float64


def check_precision(precision: str, device: torch.device) -> None:
    """Refuse a precision that the device doesn't have."""
    allowed = ["float32"]
    if device.type != "mps":
        allowed += ["float64"]
    allowed += [name for name, low in LOW.items() if _has_low(device, low)]
    place = f" on this {_DEVICES[device.type]}"
    choose("precision", precision, dict.fromkeys(allowed), _remedy(precision, device), place)
    if device.type == "cpu" and precision in LOW and not computes_bf16(torch.__config__.show()):
        advise(
            "slow",
            f'This processor does not compute in bfloat16: `precision = "{precision}"` is '
            'emulated, and much slower than "float32".',
        )


def computes_bf16(report: str, machine: str | None = None, flags: str | None = None) -> bool:
    """Whether the processor has instructions for it: on x86 AVX-512 BF16 or AMX.

    ``flags`` are those that Linux tells. Elsewhere ``report``, what PyTorch tells of itself, has
    to do, where AVX-512 is the most that is said: older PyTorch leaves that out, though the
    library that convolves has code for both.
    """
    if (machine or platform.machine()).lower() not in ("x86_64", "amd64"):
        return True
    flags = _flags() if flags is None else flags
    if flags:
        return not {"avx512_bf16", "amx_bf16"}.isdisjoint(flags.split())
    used = next((line for line in report.splitlines() if "CPU capability usage" in line), "")
    return "AVX512" in used


def _flags(path: str = "/proc/cpuinfo") -> str:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2] for line in lines if line.startswith("flags")), "")


def _has_low(device: torch.device, low: torch.dtype) -> bool:
    if device.type == "cuda":
        return low == torch.float16 or torch.cuda.is_bf16_supported()
    if device.type == "cpu":
        return low == torch.bfloat16
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            torch.autocast(device.type, dtype=low)
    except Exception:
        return False
    return True


def _remedy(precision: str, device: torch.device) -> str | None:
    if precision == "fp16" and device.type == "cpu":
        return 'Its gradients need a GPU; on the CPU "bf16" saves memory, "float32" is exact.'
    if precision == "float64" and device.type == "mps":
        return 'Apple\'s GPUs have no double precision: take `device = "cpu"` for it.'
    return None
