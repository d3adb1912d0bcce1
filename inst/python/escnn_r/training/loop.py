"""The training loop: epochs of batches, with everything that it takes to go on later."""

from __future__ import annotations

import contextlib
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import torch

from ..bridge import BadArgument
from ..nn import evaluation_mode
from . import batches, losses, memory, optimizers, threads
from .evaluation import Judge, Plan

Hook = Callable[[dict[str, Any]], Any]

# losses that may wait on a GPU before they are looked at: each look makes it wait
_UNREAD = 50


@dataclass
class Progress:
    """Where training is; together with weights and random states it says how to go on."""

    epoch: int = 0
    batch: int = 0
    step: int = 0
    lr_scale: float = 1.0
    loss_sum: float = 0.0
    seen: int = 0
    history: list[dict[str, Any]] = field(default_factory=list)
    # of the first batch: how many operations, and seconds of one thread
    work: list[float] | None = None


class Stoppable(Protocol):
    """What can be asked to end early."""

    def stop(self) -> None:
        """End after the batch in hand."""


class Trainer(Judge):
    """Trains a module by a plan; can be stopped after any batch and gone on with."""

    def __init__(self, module: Any, data: Any, validation: Any, plan: Plan) -> None:
        """Put the module where it is trained and make its optimizer."""
        super().__init__(module, plan)
        self.data, self.validation = data, validation
        self.progress = Progress()
        # layers that the user has put into evaluation mode stay there
        self._frozen = evaluation_mode.frozen(module)
        self.optimizer = optimizers.optimizer(module, plan.optimizer, plan.options)
        self.base_rates = [group["lr"] for group in self.optimizer.param_groups]
        self.scaler = _scaler(plan.precision == "fp16")
        self.random: dict[str, torch.Tensor] | None = None
        self.best: dict[str, dict[str, torch.Tensor]] = {}
        # a processor's losses are there at once
        self._lazy = self.device.type != "cpu"
        self._unread: list[tuple[torch.Tensor, int]] = []
        self._told = -math.inf
        self._stop = False

    def stop(self) -> None:
        """End training after the batch in hand."""
        self._stop = True

    def settle(self) -> None:
        """Add up the losses since the last time; a GPU has to be waited for here."""
        now, waiting = self.progress, self._unread
        if not waiting:
            return
        self._unread = []
        for found, (_, count) in zip(
            torch.stack([loss for loss, _ in waiting]).tolist(), waiting, strict=True
        ):
            if not math.isfinite(found) and self.plan.precision != "fp16":
                raise BadArgument(
                    "optimizer",
                    "one that keeps the loss finite",
                    f"one under which it became {found} in epoch {now.epoch + 1}",
                    "Lower the learning rate, scale the data, or set `clip = 1`.",
                )
            now.loss_sum += found * count
            now.seen += count

    def run(
        self,
        on_epoch: Hook | None = None,
        on_batch: Hook | None = None,
        on_checkpoint: Callable[[Trainer], Any] | None = None,
        pause: float = 0.0,
    ) -> list[dict[str, Any]]:
        """Train to the end of the plan, or until a hook returns false or an interrupt comes.

        ``on_batch`` is called at most every ``pause`` seconds.
        """
        steps = batches.count(self.data, self.plan.batch_size)
        with _seeded(self), interrupts(self), memory.kept():
            while self.progress.epoch < self.plan.epochs and not self._stop:
                begun = time.perf_counter()
                self._epoch(steps, on_batch, on_checkpoint, pause)
                if self.progress.batch:
                    break
                record = self._record(time.perf_counter() - begun)
                self.progress.history.append(record)
                if on_epoch is not None:
                    scale, ended = decision(on_epoch(dict(record)))
                    self.progress.lr_scale *= scale
                    self._stop = self._stop or ended
                if on_checkpoint is not None:
                    on_checkpoint(self)
        return self.progress.history

    def _epoch(
        self,
        steps: int | None,
        on_batch: Hook | None,
        on_checkpoint: Callable[[Trainer], Any] | None,
        pause: float,
    ) -> None:
        plan, now = self.plan, self.progress
        if not self.module.training:
            # at the start, or a callback has used it
            evaluation_mode.train(self.module, self._frozen)
        feed = batches.batches(self.data, plan.batch_size, plan.seed, now.epoch, now.batch)
        for values, targets in feed:
            self._rate(steps)
            loss = self._shared_step(values, targets)
            self._unread.append((loss, self._examples(values)))
            if not self._lazy or len(self._unread) == _UNREAD:
                self.settle()
            now.batch += 1
            now.step += 1
            if on_batch is not None and time.monotonic() - self._told >= pause:
                self.settle()
                self._told = time.monotonic()
                on_batch(
                    {
                        "epoch": now.epoch + 1,
                        "batch": now.batch,
                        "of": steps,
                        "loss": now.loss_sum / now.seen,
                    }
                )
            if self._stop:
                self.settle()
                return
            if on_checkpoint is not None and now.batch != steps:
                on_checkpoint(self)
        self.settle()
        now.epoch, now.batch = now.epoch + 1, 0

    def _shared_step(self, values: Any, targets: Any) -> torch.Tensor:
        """A step by as many threads as pay; the first one by one, while its work is counted."""
        now = self.progress
        sharing = threads.Sharing(now.work)
        with sharing.batch():
            loss = self._step(values, targets)
        now.work = sharing.known()
        return loss

    def _step(self, values: Any, targets: Any) -> torch.Tensor:
        plan = self.plan
        if plan.augment is not None:
            now = self.progress
            # before it goes to a GPU, which would wait for each part of it
            values = values.to(self.dtype)
            values, targets = plan.augment(values, targets, now.epoch, now.batch)
        values, targets = self._on_device(values, self.dtype), self._on_device(targets)
        with self._cast():
            output = self._output(values, targets)
            if self.progress.step == 0:
                losses.check(output, targets, plan.classes)
            loss = self.loss(output, targets)
        if not output.requires_grad:
            raise BadArgument(
                "model",
                "one with parameters to train",
                "one whose parameters are all frozen, or in layers in evaluation mode",
                "`module_train(model)` puts all layers into training mode.",
            )
        self.optimizer.zero_grad(set_to_none=True)
        self.scaler.scale(self._weighted(loss)).backward()
        if plan.clip is not None:
            self.scaler.unscale_(self.optimizer)
            torch.nn.utils.clip_grad_norm_(self.module.parameters(), plan.clip)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return self._combined(loss)

    # what changes when several processes share each batch

    def _examples(self, values: Any) -> int:
        """How many examples the batch has."""
        return len(values)

    def _weighted(self, loss: torch.Tensor) -> torch.Tensor:
        """The loss whose gradients are taken."""
        return loss

    def _combined(self, loss: torch.Tensor) -> torch.Tensor:
        """The loss of the whole batch."""
        return loss.detach()

    def _rate(self, steps: int | None) -> None:
        now, plan = self.progress, self.plan
        per_epoch = steps or 1
        total = per_epoch * plan.epochs
        step = now.step if steps else now.epoch
        scale = optimizers.factor(plan.schedule, step, total, now.epoch) * now.lr_scale
        for group, base in zip(self.optimizer.param_groups, self.base_rates, strict=True):
            group["lr"] = base * scale

    def _record(self, seconds: float) -> dict[str, Any]:
        now = self.progress
        record: dict[str, Any] = {
            "epoch": now.epoch,
            "loss": now.loss_sum / max(now.seen, 1),
            "lr": self.optimizer.param_groups[0]["lr"],
        }
        now.loss_sum, now.seen = 0.0, 0
        if self.validation is not None:
            found = self.evaluate(self.validation)
            record.update({f"valid_{name}": value for name, value in found.items()})
        record["seconds"] = seconds
        return record


def decision(told: Any) -> tuple[float, bool]:
    """What a hook said of an epoch: a factor for the learning rate, and whether to end.

    False ends, a number is the factor, and a dictionary has either as ``stop`` and ``scale``.
    """
    if isinstance(told, dict):
        return float(told.get("scale", 1.0)), bool(told.get("stop", False))
    number = isinstance(told, int | float) and not isinstance(told, bool)
    return (float(told) if number else 1.0), told is False


def _scaler(enabled: bool) -> Any:
    """Keeps small gradients of half precision from vanishing; its home depends on PyTorch."""
    if hasattr(torch.amp, "GradScaler"):
        return torch.amp.GradScaler("cuda", enabled=enabled)
    return torch.cuda.amp.GradScaler(enabled=enabled)


@contextlib.contextmanager
def _seeded(trainer: Trainer) -> Iterator[None]:
    """The plan's seed for all generators at the start; the caller's states come back after."""
    before, numbers = torch.get_rng_state(), np.random.get_state()
    if trainer.progress.step == 0:
        torch.manual_seed(trainer.plan.seed)
        np.random.seed(trainer.plan.seed)
    else:
        resume_random(trainer)
    try:
        yield
    finally:
        trainer.random = random_states()
        torch.set_rng_state(before)
        np.random.set_state(numbers)


def random_states() -> dict[str, Any]:
    """The states of the generators that layers draw from."""
    states = {"torch": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["cuda"] = torch.cuda.get_rng_state()
    return states


def resume_random(trainer: Trainer) -> None:
    """Set the generators as they were when training stopped."""
    states = trainer.random
    if states is None:
        return
    torch.set_rng_state(states["torch"])
    if "cuda" in states and torch.cuda.is_available():
        torch.cuda.set_rng_state(states["cuda"])


@contextlib.contextmanager
def interrupts(trainer: Stoppable) -> Iterator[None]:
    """An interrupt ends training after the batch in hand, with the model so far."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, lambda *_: trainer.stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
