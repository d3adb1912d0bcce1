"""The training loop: epochs of batches, with everything that it takes to go on later."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

import torch

from ..bridge import BadArgument
from ..nn import evaluation_mode
from . import batches, data_checksums, interrupts, memory, random_states
from .batches import Data
from .plan import Plan
from .progress import Hook, Hooks, Record, decision
from .steps import Stepper

# losses that may wait on a GPU before they are looked at: each look makes it wait
_UNREAD = 50


class Trainer(Stepper):
    """Trains a module by a plan; can be stopped after any batch and gone on with."""

    def __init__(self, module: Any, data: Data, validation: Data | None, plan: Plan) -> None:
        """Put the module where it is trained and make its optimizer."""
        super().__init__(module, data, plan)
        self.validation = validation
        # layers that the user has put into evaluation mode stay there
        self._frozen = evaluation_mode.frozen(module)
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
        with random_states.seeded(seed, self.random), interrupts.stopping(self.stop), memory.kept():
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

    def where(self) -> str:
        """The device, as users are told of it."""
        return str(self.device)

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
