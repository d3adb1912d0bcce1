"""Training in processes of their own on this machine, which are started and listened to here.

They train as processes do that PyTorch's launcher has started; see `sharing`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import torch

from ...bridge import BadArgument, WorkerFailed
from ...nn import evaluation_mode, raw_weights
from .. import interrupts, threads
from ..batches import Data
from ..checkpoints import CheckpointFile
from ..evaluation import Judge
from ..loop import Trainer
from ..plan import Plan
from ..precision import check_precision
from ..progress import Hooks, decision, with_scores
from . import processes, shared_data, torchrun
from .mailbox import Mailbox


class Transport(NamedTuple):
    """How what doesn't pickle goes to other processes, by functions that do."""

    # a module as parts, for so many workers, and back
    pack: Callable[[Any, int], dict[str, bytes]]
    unpack: Callable[[dict[str, bytes]], Any]
    # a gspace as text, and back
    write: Callable[[Any], str]
    read: Callable[[str], Any]


class TrainerInWorkers(Trainer):
    """What stands here for the trainers in the workers: it tries nothing, and hears all."""

    def __init__(
        self,
        module: Any,
        data: Data,
        validation: Data | None,
        plan: Plan,
        workers: int,
        transport: Transport,
        folder: str | None = None,
        show: bool = True,
    ) -> None:
        """Refuse what can't be done in ``workers`` processes before any starts.

        ``folder`` is where data and messages lie while training lasts. With ``show`` the module
        has each epoch's weights when hooks are called.
        """
        kind = processes.device_of_process(plan.device, workers)
        check_precision(plan.precision, torch.device(kind))
        if not isinstance(plan.loss, str | dict | None):
            raise BadArgument(
                "workers",
                "1 for a loss that is a function, which can't go to other processes",
                str(workers),
                "Name a loss, or run the script with `escnn_launch()`: "
                "then every process has the function.",
            )
        self.workers, self.show, self._folder = workers, show, folder
        self._device_there = kind
        # metrics that are functions stay here, and are measured here
        worker_plan = replace(plan, own_metrics=None)
        space = None
        if not isinstance(plan.augment, str | None):
            space, worker_plan.augment = transport.write(plan.augment), None
        self._model = {
            "plan": worker_plan,
            "space": space,
            "parts": transport.pack(module, workers),
            "transport": transport,
        }
        exact = "float64" if plan.precision == "float64" else "float32"
        super().__init__(module, data, validation, replace(plan, device="cpu", precision=exact))

    def where(self) -> str:
        """The kind of device, and how many workers there are."""
        return f"{torch.device(self._device_there).type}, {self.workers} workers"

    def own_scores(self) -> dict[str, float]:
        """The user's metrics on validation data, by the weights that the module has."""
        if self.plan.own_metrics is None or self.validation is None:
            return {}
        judge = Judge(self.module, replace(self.plan, metrics=[]))
        return judge.evaluate(self.validation, measure_loss=False)

    def _run(self, hooks: Hooks) -> None:
        """Train there; ``on_checkpoint`` is a `CheckpointFile`, which the first of them writes."""
        if self._stop:
            return
        home = Path(self._folder or tempfile.mkdtemp(prefix="escnn_r-"))
        home.mkdir(mode=0o700, exist_ok=True)
        file: Any = hooks.on_checkpoint
        try:
            shared_data.write(self._job(file, hooks.pause), home, self.workers)
            conversation = _Conversation(self, Mailbox(home), hooks)
            self.progress, weights, frozen, written = conversation.run()
        finally:
            shutil.rmtree(home, ignore_errors=True)
        if file is not None:
            vars(file).update(vars(written))
        raw_weights.load_weights(self.module, weights)
        self.module.to(self._device_there)
        evaluation_mode.train(self.module, frozen)

    def _job(self, file: CheckpointFile | None, pause: float) -> dict[str, Any]:
        return {
            **self._model,
            "train": self.data,
            "validation": self.validation,
            "threads": threads.hand_over(self.workers),
            "file": None if file is None else replace(file, path=os.path.abspath(file.path)),
            "checkpoint": None if self.checkpoint is None else os.path.abspath(self.checkpoint),
            "show": self.show,
            "frozen": self._frozen,
            "pause": pause,
        }


class _Conversation:
    """What is exchanged with the workers while they run."""

    def __init__(self, trainer: TrainerInWorkers, mailbox: Mailbox, hooks: Hooks) -> None:
        self._trainer, self._mailbox, self._hooks = trainer, mailbox, hooks
        self._epoch = trainer.progress.epoch
        self._interrupted = False

    def stop(self) -> None:
        """Ask the workers to end after the batch in hand; at the second time, leave at once."""
        if self._interrupted:
            raise KeyboardInterrupt
        self._interrupted = True
        self._mailbox.put("stop", True)

    def run(self) -> Any:
        """Start the workers, listen until they are done, leave none behind."""
        started = _started(self._trainer.workers, self._mailbox)
        with interrupts.stopping(self.stop), started as workers:
            while any(worker.poll() is None for worker in workers):
                if any(worker.returncode for worker in workers):
                    break
                self._listen()
                time.sleep(0.01)
            self._listen()
            done = self._mailbox.take("done")
            if done is None or any(worker.poll() != 0 for worker in workers):
                raise _diagnosis(self._mailbox, workers, self._epoch)
            return done

    def _listen(self) -> None:
        state = self._mailbox.take("batch")
        if state is not None and self._hooks.on_batch is not None:
            self._hooks.on_batch(state)
        message = self._mailbox.take("epoch")
        if message is None:
            return
        record, weights = message
        trainer, self._epoch = self._trainer, record["epoch"]
        if weights is not None:
            raw_weights.load_weights(trainer.module, weights)
        own = {f"valid_{name}": value for name, value in trainer.own_scores().items()}
        record = with_scores(record, own)
        before = dict(trainer.best)
        scale, stop = decision(self._hooks.on_epoch and self._hooks.on_epoch(record))
        best = [name for name, kept in trainer.best.items() if before.get(name) is not kept]
        self._mailbox.put("answer", {"scale": scale, "stop": stop, "best": best, "own": own})


@contextlib.contextmanager
def _started(count: int, mailbox: Mailbox) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Worker processes; nobody lives on after the block."""
    workers: list[subprocess.Popen[bytes]] = []
    command = torchrun.module_command(__package__ + ".worker", str(mailbox.folder))
    try:
        for rank in range(count):
            place = dict.fromkeys(("RANK", "LOCAL_RANK"), str(rank))
            place |= dict.fromkeys(("WORLD_SIZE", "LOCAL_WORLD_SIZE"), str(count))
            with (mailbox.folder / f"log-{rank}").open("wb") as log:
                worker = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    env={**torchrun.worker_environment(), **place},
                    # so that Ctrl-C in a terminal comes here alone
                    start_new_session=True,
                )
            workers.append(worker)
        yield workers
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            try:
                worker.wait(5)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


def _diagnosis(
    mailbox: Mailbox, workers: list[subprocess.Popen[bytes]], epoch: int, patience: float = 1.0
) -> Exception:
    """Why the workers did not finish: a wrong argument, a worker that was ended, or an error."""
    # one that others lost a moment ago may not be the one that failed first
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(worker.poll() is None for worker in workers):
        time.sleep(0.01)
    count = len(workers)
    reports = {rank: mailbox.take(f"error-{rank}") for rank in range(count)}
    errors = sorted(((e["time"], rank) for rank, e in reports.items() if e))
    for _, rank in errors:
        if reports[rank]["argument"] is not None:
            return BadArgument.of(reports[rank]["argument"])
    first = torchrun.first_ended([(rank, w.returncode or 0) for rank, w in enumerate(workers)])
    if first is not None and first[1] is not None:
        return WorkerFailed(first[0] + 1, count, first[1], epoch, "")
    if errors:
        rank = errors[0][1]
        return WorkerFailed(rank + 1, count, None, epoch, reports[rank]["message"])
    rank = first[0] if first else 0
    log = (mailbox.folder / f"log-{rank}").read_text(errors="replace")
    return WorkerFailed(first and rank + 1, count, None, epoch, log.strip()[-500:])
