"""What a training does with one batch: from its examples to a step of the optimizer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from ..bridge import BadArgument
from . import (
    augmentation,
    batches,
    optimizers,
    output_shapes,
    preparing,
    recalibration,
    schedules,
    threads,
)
from .batches import Data
from .evaluation import Judge, wrap
from .plan import Plan
from .progress import Progress
from .weighing import Counted, with_new_gaps


class Stepper(Judge):
    """Trains a module on one batch after another."""

    def __init__(self, module: Any, data: Data, plan: Plan) -> None:
        """Put the module where it is trained and make its optimizer."""
        super().__init__(module, plan)
        self.data = data
        self.progress = Progress()
        preparing.remember_neighbours(module, data)
        preparing.set_levels(module, self._whole(data), plan.targets in ("numbers", "energies"))
        self.optimizer = optimizers.optimizer(module, plan.optimizer)
        self.base_rates = [group["lr"] for group in self.optimizer.param_groups]
        self.scaler = _scaler(plan.precision == "fp16")
        self.augmentation = augmentation.turns(plan, module)
        self.statistics = recalibration.Renewal(module, data, self._call)
        # batches whose gradients wait for a step of the optimizer
        self._added = 0

    def _feed(self) -> Iterator[Any]:
        """Values of an epoch's batches as training has them, without targets."""
        plan, epoch = self.plan, self.progress.epoch
        feed = batches.batches(self.data, plan.batch_size, plan.seed, epoch)
        for number, (values, targets, _) in enumerate(feed):
            if self.augmentation is not None:
                values, _ = self.augmentation(values.to(self.dtype), targets, epoch, number)
            yield self._on_device(values, self.dtype)

    def _call(self, values: Any) -> None:
        with self._cast():
            self.module(wrap(self.module, values))

    def _shared_step(self, values: Any, targets: Any, weighing: Any) -> torch.Tensor:
        """A step by as many threads as pay; the first one by one, while its work is counted."""
        now = self.progress
        sharing = threads.Sharing(now.work)
        with sharing.batch():
            loss = self.step(values, targets, weighing)
        now.work = sharing.known()
        return loss

    def step(self, values: Any, targets: Any, weighing: Any = None) -> torch.Tensor:
        """Train on one batch; gives its loss."""
        plan = self.plan
        if self.augmentation is not None:
            now = self.progress
            # before it goes to a GPU, which would wait for each part of it
            values = values.to(self.dtype)
            values, targets = self.augmentation(values, targets, now.epoch, now.batch)
            if self.augmentation.inside < 1:
                weighing = with_new_gaps(targets, weighing, self.augmentation.inside)
        values, targets = self._on_device(values, self.dtype), self._on_device(targets)
        self.statistics.saw(values)
        with self._cast():
            output = self._output(values, targets)
            if self.progress.step == 0:
                output_shapes.check(output, targets, plan.classes)
            counted = self._counted(targets, weighing)
            loss = self.loss(output, counted)
        if not output.requires_grad:
            raise BadArgument(
                "model",
                "one with parameters to train",
                "one whose parameters are all frozen, or in layers in evaluation mode",
                "`module_train(model)` puts all layers into training mode.",
            )
        if self._added == 0:
            self.optimizer.zero_grad(set_to_none=True)
        self.scaler.scale(self._weighted(loss, counted) / plan.accumulate).backward()
        self._added += 1
        if self._added == plan.accumulate:
            self._update()
        return self._combined(loss, counted)

    def _update(self) -> None:
        """A step of the optimizer, by the mean gradient of the batches since the last one."""
        self.scaler.unscale_(self.optimizer)
        missing = self.plan.accumulate / self._added
        for parameter in self.module.parameters() if missing != 1 else ():
            if parameter.grad is not None:
                parameter.grad *= missing
        if self.plan.clip is not None:
            torch.nn.utils.clip_grad_norm_(self.module.parameters(), self.plan.clip)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self._added = 0

    # what changes when several processes share each batch

    def _whole(self, data: Data) -> Data:
        """Data of which all processes take the same."""
        return data

    def _examples(self, values: Any) -> int:
        """How many examples the batch has."""
        return len(values)

    def _weighted(self, loss: torch.Tensor, counted: Counted) -> torch.Tensor:
        """The loss whose gradients are taken."""
        return loss

    def _combined(self, loss: torch.Tensor, counted: Counted) -> torch.Tensor:
        """The loss of the whole batch."""
        return loss.detach()

    def _rate(self, steps: int | None) -> None:
        now, plan = self.progress, self.plan
        per_epoch = steps or 1
        total = per_epoch * plan.epochs
        step = now.step if steps else now.epoch
        scale = schedules.rate_factor(plan.lr_schedule, step, total, now.epoch) * now.lr_scale
        for group, base in zip(self.optimizer.param_groups, self.base_rates, strict=True):
            group["lr"] = base * scale


def _scaler(enabled: bool) -> Any:
    """Keeps small gradients of half precision from vanishing; its home depends on PyTorch."""
    if hasattr(torch.amp, "GradScaler"):
        return torch.amp.GradScaler("cuda", enabled=enabled)
    return torch.cuda.amp.GradScaler(enabled=enabled)
