"""Running a module as a plan says, and judging how well it does."""

from __future__ import annotations

import contextlib
from typing import Any

import torch

from ..bridge import BadArgument, pick_device
from ..datasets import Points
from ..nn import evaluation
from . import batches, forces, losses_and_metrics, memory, output_shapes, threads
from .batches import Data
from .mean_loss import MeanLoss
from .plan import Plan
from .precision import LOW, check_precision, widest
from .rotated_data import Rotated
from .weighing import Counted, Weighing, with_new_gaps


class Judge:
    """Runs a module as a plan says, and measures how well it does."""

    def __init__(self, module: Any, plan: Plan) -> None:
        """Put the module on its device, in its precision."""
        self.module, self.plan = module, plan
        self.device = pick_device(plan.device)
        self.dtype = torch.float64 if plan.precision == "float64" else torch.float32
        self.low = LOW.get(plan.precision)
        check_precision(plan.precision, self.device)
        module.to(device=self.device, dtype=self.dtype)
        self.loss = losses_and_metrics.find_loss(plan.loss, plan.targets)

    def _on_device(self, values: Any, dtype: torch.dtype | None = None) -> Any:
        """Values where the module is; a GPU gets them without waiting, in as few bytes."""
        if self.device.type == "cuda" and isinstance(values, torch.Tensor) and not values.is_cuda:
            values = values.pin_memory().to(self.device, non_blocking=True)
        return values.to(self.device, dtype)

    def _output(self, values: Any, targets: Any) -> Any:
        if self.plan.targets == "energies":
            return forces.energies(self.module, values, learn=self.module.training)
        result = self.module(wrap(self.module, values))
        return output_shapes.plain_output(result, targets, self.plan.classes is not None)

    def _gathered(self, output: torch.Tensor, counted: Counted) -> tuple[torch.Tensor, Counted]:
        """Outputs and targets of the whole batch, also where processes share it."""
        return output, counted

    def _counted(self, targets: torch.Tensor, weighing: Weighing | None) -> Counted:
        """Targets, on the device, with what each counts."""
        if isinstance(targets, torch.Tensor) and targets.is_floating_point():
            # of a data set they are in single precision
            targets = targets.to(self.dtype)
        if weighing is None:
            return Counted(targets)
        return self._on_device(weighing, widest(self.device)).counted(targets)

    def _cast(self) -> Any:
        if self.low is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, dtype=self.low)

    def evaluate(self, data: Data, measure_loss: bool = True) -> dict[str, float]:
        """Loss, if it is wanted, and metrics on other data, in evaluation mode."""
        plan = self.plan
        measured = losses_and_metrics.start_metrics(plan.metrics, plan.targets, plan.own_metrics)
        loss = MeanLoss(self.loss, widest(self.device))
        first = True
        sharing = threads.Sharing()
        with evaluation(self.module), memory.kept():
            for values, targets, weighing in batches.batches(data, plan.batch_size):
                if isinstance(data, Rotated):
                    weighing = with_new_gaps(targets, weighing)
                values, targets = self._on_device(values, self.dtype), self._on_device(targets)
                with self._cast(), sharing.batch():
                    output = self._output(values, targets)
                    output, counted = self._gathered(output, self._counted(targets, weighing))
                    if first:
                        output_shapes.check(output, counted.targets, plan.classes)
                        first = False
                    if measure_loss:
                        loss.add(output, counted)
                decided = losses_and_metrics.at_threshold(output, plan.threshold, plan.targets)
                for name, metric in measured.items():
                    scored = decided if losses_and_metrics.decides(name) else output
                    metric.update(scored, counted.targets, counted.weights)
        scores = {"loss": loss.value()} if measure_loss else {}
        return scores | losses_and_metrics.values(measured, plan.levels, plan.targets)


def wrap(module: torch.nn.Module, values: Any) -> Any:
    """Values, or a batch of clouds, as the input that a module takes."""
    from escnn.nn import GeometricTensor

    kind = getattr(module, "in_type", None)
    if isinstance(values, Points):
        if kind is None:
            raise BadArgument("model", "one of points, with an input type", "one without")
        return values.tensor(kind)
    return values if kind is None else GeometricTensor(values, kind)


def scores(
    module: torch.nn.Module, data: Data, values: dict[str, Any], measure_loss: bool
) -> dict[str, float]:
    """Loss, if it is wanted, and metrics of a module on data with targets."""
    return Judge(module, Plan(**values)).evaluate(data, measure_loss)
