"""The training loop: epochs of batches, with everything that it takes to go on later."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import torch

from ..bridge import BadArgument
from ..nn import evaluation_mode
from . import (
    augmentation,
    batches,
    data_checksums,
    interrupts,
    memory,
    optimizers,
    output_shapes,
    preparing,
    random_states,
    recalibration,
    schedules,
    threads,
)
from .batches import Data
from .evaluation import Judge, wrap
from .plan import Plan
from .progress import Hook, Hooks, Progress, Record, decision
from .weighing import Counted, with_new_gaps

# losses that may wait on a GPU before they are looked at: each look makes it wait
_UNREAD = 50


class Trainer(Judge):
    """Trains a module by a plan; can be stopped after any batch and gone on with."""

    def __init__(self, module: Any, data: Data, validation: Data | None, plan: Plan) -> None:
        """Put the module where it is trained and make its optimizer."""
        super().__init__(module, plan)
        self.data, self.validation = data, validation
        self.progress = Progress()
        preparing.remember_neighbours(module, data)
        preparing.set_levels(module, self._whole(data), plan.targets in ("numbers", "energies"))
        # layers that the user has put into evaluation mode stay there
        self._frozen = evaluation_mode.frozen(module)
        self.optimizer = optimizers.optimizer(module, plan.optimizer)
        self.base_rates = [group["lr"] for group in self.optimizer.param_groups]
        self.scaler = _scaler(plan.precision == "fp16")
        self.augmentation = augmentation.turns(plan, module)
        self.statistics = recalibration.Renewal(module, data, self._call)
        # how far the running statistics of frozen layers are from those of a batch
        self.misfit: dict[str, float] | None = None
        self.random: random_states.States | None = None
        # weights that callbacks may want back, by what they watch; checkpoints have them, too
        self.best: dict[str, dict[str, torch.Tensor]] = {}
        # the checkpoint that it goes on from
        self.checkpoint: str | None = None
        # a processor's losses are there at once
        self._lazy = self.device.type != "cpu"
        self._unread: list[tuple[torch.Tensor, int]] = []
        self._reported = -math.inf
        # batches whose gradients wait for a step of the optimizer
        self._added = 0
        self._stop = False

    def stop(self) -> None:
        """End training after the batch in hand."""
        self._stop = True

    @cached_property
    def checksums(self) -> dict[str, str | None]:
        """What its data are known by in checkpoints."""
        return data_checksums.checksums(self._whole(self.data))

    @property
    def stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stop

    def settle(self) -> None:
        """Add up the losses since the last time; a GPU has to be waited for here."""
        now, waiting = self.progress, self._unread
        if not waiting:
            return
        self._unread = []
        losses = torch.stack([loss for loss, _ in waiting]).tolist()
        for loss, (_, count) in zip(losses, waiting, strict=True):
            if not math.isfinite(loss) and self.plan.precision != "fp16":
                raise BadArgument(
                    "optimizer",
                    "one that keeps the loss finite",
                    f"one under which it became {loss} in epoch {now.epoch + 1}",
                    "Lower the learning rate, scale the data, or set `clip = 1`.",
                )
            now.loss_sum += loss * count
            now.seen += count

    def run(
        self,
        on_epoch: Hook | None = None,
        on_batch: Hook | None = None,
        on_checkpoint: Callable[[Trainer], Any] | None = None,
        pause: float = 0.0,
    ) -> list[Record]:
        """Train to the end of the plan, or until a hook returns false or an interrupt comes.

        ``on_batch`` is called at most every ``pause`` seconds.
        """
        self._run(Hooks(on_epoch, on_batch, on_checkpoint, pause))
        return self.progress.history

    def _run(self, hooks: Hooks) -> None:
        seed = self.plan.seed if self.progress.step == 0 else None
        with random_states.seeded(seed, self.random), interrupts.stopping(self), memory.kept():
            try:
                self._epochs(batches.count(self.data, self.plan.batch_size), hooks)
            finally:
                self.random = random_states.current()

    def _epochs(self, steps: int | None, hooks: Hooks) -> None:
        now = self.progress
        while now.epoch < self.plan.epochs and not self._stop:
            begun = time.perf_counter()
            self._epoch(steps, hooks)
            if now.batch:
                break
            self.statistics.renew(self._feed(), self._examples)
            record = self._record(time.perf_counter() - begun)
            now.history.append(record)
            if hooks.on_epoch is not None:
                scale, ended = decision(hooks.on_epoch(dict(record)))
                now.lr_scale *= scale
                self._stop = self._stop or ended
            if hooks.on_checkpoint is not None:
                hooks.on_checkpoint(self)
        if now.batch:
            self.statistics.renew(self._feed(), self._examples)
        self.misfit = self.statistics.misfit(self._feed())

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

    def _epoch(self, steps: int | None, hooks: Hooks) -> None:
        plan, now = self.plan, self.progress
        if not self.module.training:
            # at the start, or a callback has used it
            evaluation_mode.train(self.module, self._frozen)
        feed = batches.batches(self.data, plan.batch_size, plan.seed, now.epoch, now.batch)
        for values, targets, weighing in feed:
            self._rate(steps)
            loss = self._shared_step(values, targets, weighing)
            self._unread.append((loss, self._examples(values)))
            if not self._lazy or len(self._unread) == _UNREAD:
                self.settle()
            now.batch += 1
            now.step += 1
            self._report(steps, hooks)
            if self._added:
                # neither an end nor a checkpoint would have the gradients so far
                continue
            if self._stop:
                self.settle()
                return
            if hooks.on_checkpoint is not None and now.batch != steps:
                hooks.on_checkpoint(self)
        if self._added:
            self._update()
        self.settle()
        now.epoch, now.batch = now.epoch + 1, 0

    def _report(self, steps: int | None, hooks: Hooks) -> None:
        if hooks.on_batch is None or time.monotonic() - self._reported < hooks.pause:
            return
        self.settle()
        self._reported = time.monotonic()
        now = self.progress
        place = {"epoch": now.epoch + 1, "batch": now.batch, "of": steps}
        hooks.on_batch({**place, "loss": now.mean_loss()})

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

    def where(self) -> str:
        """The device, as users are told of it."""
        return str(self.device)

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

    def _record(self, seconds: float) -> Record:
        now = self.progress
        record: Record = {
            "epoch": now.epoch,
            "loss": now.mean_loss(),
            "lr": self.optimizer.param_groups[0]["lr"],
        }
        now.loss_sum, now.seen = 0.0, 0
        if self.validation is not None:
            scores = self.evaluate(self.validation)
            record.update({f"valid_{name}": value for name, value in scores.items()})
        record["seconds"] = seconds
        return record


def _scaler(enabled: bool) -> Any:
    """Keeps small gradients of half precision from vanishing; its home depends on PyTorch."""
    if hasattr(torch.amp, "GradScaler"):
        return torch.amp.GradScaler("cuda", enabled=enabled)
    return torch.cuda.amp.GradScaler(enabled=enabled)
