"""Running a module as a plan says, and judging how well it does."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from ..data.clouds import Points
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
    labels: int | None = None
    class_names: list[str] = field(default_factory=list)
    seed: int = 0
    device: str = "cpu"
    precision: str = "float32"
    clip: float | None = None
    augment: Any = None

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
        self.low = {"bf16": torch.bfloat16, "fp16": torch.float16}.get(plan.precision)
        _check_precision(plan.precision, self.device)
        module.to(device=self.device, dtype=self.dtype)
        self.loss = losses.find(plan.loss, plan.targets)

    def _output(self, values: Any, targets: Any) -> torch.Tensor:
        result = self.module(wrap(self.module, values))
        return losses.plain_output(result, targets, self.plan.classes is not None)

    def _cast(self) -> Any:
        if self.low is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, dtype=self.low)

    def evaluate(self, data: Any) -> dict[str, float]:
        """Loss and metrics on other data, in evaluation mode."""
        made = metrics.make(self.plan.metrics, self.plan.targets)
        total, seen = 0.0, 0
        with evaluating(self.module):
            for values, targets in feeds.batches(data, self.plan.batch_size):
                targets = targets.to(self.device)
                with self._cast():
                    output = self._output(values.to(self.device, self.dtype), targets)
                    if seen == 0:
                        losses.check(output, targets, self.plan.classes)
                    loss = self.loss(output, targets)
                total, seen = total + float(loss) * len(values), seen + len(values)
                for each in made.values():
                    each.update(output, targets)
        found = {"loss": total / max(seen, 1)}
        names = self.plan.class_names or [str(k) for k in range(self.plan.classes or 0)]
        return found | metrics.values(made, names)


def wrap(module: Any, values: Any) -> Any:
    """Values, or a batch of clouds, as the input that a module takes."""
    from escnn.nn import GeometricTensor

    kind = getattr(module, "in_type", None)
    if isinstance(values, Points):
        if kind is None:
            raise BadArgument("model", "one of points, with an input type", "one without")
        return values.tensor(kind)
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
