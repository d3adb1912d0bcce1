"""Running a module as a plan says, and judging how well it does."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from ..errors import BadArgument
from . import feeds, losses, metrics


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
    labels: list[str] = field(default_factory=list)
    seed: int = 0
    device: str = "cpu"
    precision: str = "float32"
    clip: float | None = None
    augment: Any = None


class Judge:
    """Runs a module as a plan says, and measures how well it does."""

    def __init__(self, module: Any, plan: Plan) -> None:
        """Put the module on its device, in its precision."""
        self.module, self.plan = module, plan
        self.device = pick_device(plan.device)
        self.dtype = torch.float64 if plan.precision == "float64" else torch.float32
        self.low = {"bf16": torch.bfloat16, "fp16": torch.float16}.get(plan.precision)
        _check_precision(plan.precision, self.device)
        module.to(device=self.device, dtype=self.dtype)
        self.loss = losses.find(plan.loss, plan.classes is not None)

    def _output(self, values: torch.Tensor, targets: Any) -> torch.Tensor:
        result = self.module(wrap(self.module, values))
        return losses.plain_output(result, targets, self.plan.classes is not None)

    def _cast(self) -> Any:
        if self.low is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, dtype=self.low)

    def evaluate(self, data: Any) -> dict[str, float]:
        """Loss and metrics on other data, in evaluation mode."""
        classes = self.plan.classes is not None
        made = metrics.make(self.plan.metrics, classes)
        total, seen = 0.0, 0
        with evaluating(self.module):
            for values, targets in feeds.batches(data, self.plan.batch_size):
                targets = targets.to(self.device)
                with self._cast():
                    output = self._output(values.to(self.device, self.dtype), targets)
                    loss = self.loss(output, targets)
                total, seen = total + float(loss) * len(values), seen + len(values)
                for each in made.values():
                    each.update(output, targets)
        found = {"loss": total / max(seen, 1)}
        labels = self.plan.labels or [str(k) for k in range(self.plan.classes or 0)]
        return found | metrics.values(made, labels)


def wrap(module: Any, values: torch.Tensor) -> Any:
    """Values as the input that a module takes."""
    from escnn.nn import GeometricTensor

    kind = getattr(module, "in_type", None)
    return values if kind is None else GeometricTensor(values, kind)


@contextlib.contextmanager
def evaluating(module: Any) -> Iterator[None]:
    """Evaluation mode without gradients, and training mode again if it was so."""
    was = module.training
    with torch.no_grad():
        module.eval()
        try:
            yield
        finally:
            module.train(was)


def pick_device(name: str) -> torch.device:
    """The device of a name; "auto" is the fastest one that is there."""
    mps = getattr(torch.backends, "mps", None)
    there = {
        "cuda": torch.cuda.is_available(),
        "mps": mps is not None and mps.is_available(),
        "cpu": True,
    }
    if name == "auto":
        return torch.device(next(kind for kind, found in there.items() if found))
    kind = name.partition(":")[0]
    if not there.get(kind, False):
        have = ", ".join(f'"{each}"' for each, found in there.items() if found)
        raise BadArgument("device", f'"auto" or one that is there: {have}', f'"{name}"')
    return torch.device(name)


def _check_precision(precision: str, device: torch.device) -> None:
    allowed = {"float32", "float64", "bf16"} | ({"fp16"} if device.type == "cuda" else set())
    if precision not in allowed:
        named = ", ".join(f'"{each}"' for each in sorted(allowed))
        raise BadArgument("precision", f"one of {named} on the {device.type}", f'"{precision}"')
