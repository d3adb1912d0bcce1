"""Running a module as a plan says, and judging how well it does."""

from __future__ import annotations

import contextlib
import platform
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from ..bridge import BadArgument, pick_device
from ..datasets import Points
from ..nn import advise, evaluation
from . import batches, losses, memory, metrics, threads
from .batches import Examples


@dataclass
class Plan:
    """How to train: everything but the model and the data."""

    epochs: int = 10
    batch_size: int = 64
    loss: Any = None
    optimizer: str = "adam"
    options: dict[str, Any] = field(default_factory=dict)
    schedule: dict[str, Any] = field(default_factory=lambda: {"name": "constant"})
    metrics: list[str] = field(default_factory=list)
    classes: int | None = None
    labels: int | None = None
    class_names: list[str] = field(default_factory=list)
    seed: int = 0
    device: str = "cpu"
    precision: str = "float32"
    clip: float | None = None
    augment: Any = None
    measure_loss: bool = True

    @property
    def targets(self) -> str:
        """What is to be predicted: "classes", "labels" (several an example) or "numbers"."""
        if self.labels is not None:
            return "labels"
        return "numbers" if self.classes is None else "classes"


class Judge:
    """Runs a module as a plan says, and measures how well it does."""

    def __init__(self, module: Any, plan: Plan) -> None:
        """Put the module on its device, in its precision."""
        self.module, self.plan = module, plan
        self.device = pick_device(plan.device)
        self.dtype = torch.float64 if plan.precision == "float64" else torch.float32
        self.low = _LOW.get(plan.precision)
        check_precision(plan.precision, self.device)
        module.to(device=self.device, dtype=self.dtype)
        self.loss = losses.find(plan.loss, plan.targets)

    def _on_device(self, values: Any, dtype: torch.dtype | None = None) -> Any:
        """Values where the module is; a GPU gets them without waiting, in as few bytes."""
        if self.device.type == "cuda" and isinstance(values, torch.Tensor) and not values.is_cuda:
            values = values.pin_memory().to(self.device, non_blocking=True)
        return values.to(self.device, dtype)

    def _output(self, values: Any, targets: Any) -> torch.Tensor:
        result = self.module(wrap(self.module, values))
        return losses.plain_output(result, targets, self.plan.classes is not None)

    def _gathered(self, output: torch.Tensor, targets: Any) -> tuple[torch.Tensor, Any]:
        """Outputs and targets of the whole batch, also where processes share it."""
        return output, targets

    def _cast(self) -> Any:
        if self.low is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, dtype=self.low)

    def evaluate(self, data: Examples) -> dict[str, float]:
        """Loss and metrics on other data, in evaluation mode."""
        made = metrics.make(self.plan.metrics, self.plan.targets)
        wide = torch.float32 if self.device.type == "mps" else torch.float64
        total: Any = 0.0
        seen = 0
        sharing = threads.Sharing()
        with evaluation(self.module), memory.kept():
            for values, targets in batches.batches(data, self.plan.batch_size):
                values, targets = self._on_device(values, self.dtype), self._on_device(targets)
                with self._cast(), sharing.batch():
                    output = self._output(values, targets)
                    output, targets = self._gathered(output, targets)
                    if seen == 0:
                        losses.check(output, targets, self.plan.classes)
                    if self.plan.measure_loss:
                        loss = self.loss(output, targets)
                        total = total + loss.to(wide) * len(targets)
                seen += len(targets)
                for each in made.values():
                    each.update(output, targets)
        found = {"loss": float(total) / max(seen, 1)} if self.plan.measure_loss else {}
        names = self.plan.class_names or [str(k) for k in range(self.plan.classes or 0)]
        return found | metrics.values(made, names)


def wrap(module: torch.nn.Module, values: Any) -> Any:
    """Values, or a batch of clouds, as the input that a module takes."""
    from escnn.nn import GeometricTensor

    kind = getattr(module, "in_type", None)
    if isinstance(values, Points):
        if kind is None:
            raise BadArgument("model", "one of points, with an input type", "one without")
        return values.tensor(kind)
    return values if kind is None else GeometricTensor(values, kind)


def check_precision(precision: str, device: torch.device) -> None:
    """Refuse a precision that the device doesn't have."""
    allowed = ["float32"]
    if device.type != "mps":
        allowed += ["float64"]
    allowed += [name for name, low in _LOW.items() if _has_low(device, low)]
    if precision not in allowed:
        named = ", ".join(f'"{each}"' for each in allowed)
        raise BadArgument(
            "precision",
            f"one of {named} on this {_DEVICES[device.type]}",
            f'"{precision}"',
            _remedy(precision, device),
        )
    if device.type == "cpu" and precision in _LOW and not computes_bf16(torch.__config__.show()):
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


_LOW = {"bf16": torch.bfloat16, "fp16": torch.float16}
_DEVICES = {"cpu": "CPU", "cuda": "GPU", "mps": "Apple GPU"}


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
