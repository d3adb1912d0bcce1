"""Training in processes of their own on this machine, told of and decided on here."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from ...bridge import BadArgument, WorkerFailed
from ...nn import evaluation_mode, raw_weights
from .. import evaluation, loop, running, threads
from . import engine, shared_data, torchrun
from .mailbox import Box

Hook = Callable[[dict[str, Any]], Any]


class Caller(loop.Trainer):
    """What stands here for the trainers in the workers: it tries nothing, and is told all."""

    def __init__(
        self,
        module: Any,
        data: Any,
        validation: Any,
        plan: dict[str, Any],
        workers: int,
        pack: Callable[[Any, int], dict[str, bytes]],
        unpack: str,
    ) -> None:
        """Refuse what can't be done in ``workers`` processes before any starts.

        ``pack`` gives the parts by which a process remakes the module; ``unpack`` names the
        function that does it.
        """
        self.there = engine.device_of_process(plan["device"], workers)
        evaluation.check_precision(plan["precision"], torch.device(self.there))
        if not isinstance(plan["loss"], str | None):
            raise BadArgument(
                "workers",
                "1 for a loss that is a function, which can't go to other processes",
                str(workers),
                "Name a loss, or run the script with `escnn_launch()`: "
                "then every process has the function.",
            )
        self.packed, self.job, self.workers = pack(module, workers), plan, workers
        self.unpack = unpack
        exact = "float64" if plan["precision"] == "float64" else "float32"
        here = running.plan_of(module, {**plan, "device": "cpu", "precision": exact})
        super().__init__(module, data, validation, here)


def run(
    made: Caller,
    on_epoch: Hook | None = None,
    on_batch: Hook | None = None,
    checkpoint: str | None = None,
    every: float | None = None,
    resume: str | None = None,
    folder: str | None = None,
    show: bool = True,
) -> dict[str, Any]:
    """Train as ``running.run_training()`` does in this process.

    With ``show``, the module has the epoch's weights when ``on_epoch`` is called.
    ``resume`` is the checkpoint that ``made`` was set by. ``folder`` is where data
    and messages lie while it lasts.
    """
    if made._stop:
        return running.run_training(made, None, None)
    home = Path(folder or tempfile.mkdtemp(prefix="escnn_r-"))
    home.mkdir(mode=0o700, exist_ok=True)
    try:
        box = Box(home)
        for name, content in made.packed.items():
            box.put(name, content)
        shared_data.write({"train": made.data, "validation": made.validation}, home, made.workers)
        box.put(
            "job.json",
            {
                "plan": made.job,
                "unpack": made.unpack,
                "parts": list(made.packed),
                "parent": os.getpid(),
                "threads": threads.hand_over(made.workers),
                "checkpoint": None if checkpoint is None else os.path.abspath(checkpoint),
                "every": every,
                "resume": None if resume is None else os.path.abspath(resume),
                "show": show,
                "frozen": made._frozen,
            },
        )
        outcome = _Job(box, made, on_epoch, on_batch, show).run()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    raw_weights.load_weights(made.module, outcome.pop("weights"))
    made.module.to(made.there)
    evaluation_mode.train(made.module, outcome["frozen"])
    kind = torch.device(made.there).type
    return outcome | {"device": f"{kind}, {made.workers} workers"}


class _Job:
    """The launcher's process, and what is exchanged with the workers while it runs."""

    def __init__(
        self,
        box: Box,
        made: Caller,
        on_epoch: Hook | None,
        on_batch: Hook | None,
        show: bool,
    ) -> None:
        self._box, self._made, self._workers = box, made, made.workers
        self._on_epoch, self._on_batch, self._show = on_epoch, on_batch, show
        self._epoch = made.progress.epoch
        self._interrupted = False

    def stop(self) -> None:
        """Ask the workers to end after the batch in hand; at the second time, leave at once."""
        if self._interrupted:
            raise KeyboardInterrupt
        self._interrupted = True
        self._box.put("stop", True)

    def run(self) -> dict[str, Any]:
        """Start the workers, listen until they are done, leave none behind."""
        log = self._box.path("log.txt")
        with log.open("wb") as stream:
            process = subprocess.Popen(
                torchrun.launch_command(
                    self._workers,
                    log.parent,
                    torchrun.module_command(__package__ + ".worker", str(log.parent)),
                ),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                env=torchrun.worker_environment(),
                # so that Ctrl-C in a terminal comes here alone
                start_new_session=True,
            )
        try:
            with loop.interrupts(self):
                while process.poll() is None:
                    self._listen()
                    time.sleep(0.01)
                self._listen()
        finally:
            self._end(process)
        done = self._box.get("done.json")
        if process.returncode != 0 or done is None:
            raise _diagnosis(self._box, self._workers, self._epoch)
        import safetensors.torch

        return done | {"weights": safetensors.torch.load(self._box.take("done.safetensors"))}

    def _listen(self) -> None:
        import safetensors.torch

        if self._on_batch is not None:
            state = self._box.get("batch.json")
            if state is not None:
                self._box.path("batch.json").unlink(missing_ok=True)
                self._on_batch(state)
        if not self._box.has(f"epoch-{self._epoch + 1}.json"):
            return
        self._epoch += 1
        record = self._box.get(f"epoch-{self._epoch}.json")
        if self._show:
            name = f"epoch-{self._epoch}.safetensors"
            raw_weights.load_weights(
                self._made.module, safetensors.torch.load(self._box.take(name))
            )
            self._box.path(name).unlink()
        before = dict(self._made.best)
        said = None if self._on_epoch is None else self._on_epoch(record)
        best = [name for name, kept in self._made.best.items() if before.get(name) is not kept]
        scale, ended = loop.decision(said)
        answer = {"said": {"scale": scale, "stop": ended}, "best": best}
        self._box.put(f"answer-{self._epoch}.json", answer)

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Let nobody live on: neither the launcher nor, if it was cut short, its workers."""
        if process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            for path in self._box.folder.glob("pid-*"):
                _kill(int(path.read_text()))
            process.kill()
            process.wait()


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _diagnosis(box: Box, workers: int, epoch: int) -> Exception:
    """Why the workers did not finish: a wrong argument, a worker that was ended, or an error."""
    errors = {n: box.get(f"error-{n}.json") for n in range(workers)}
    told = sorted(((e["time"], n, e) for n, e in errors.items() if e), key=lambda each: each[:2])
    for _, _, error in told:
        bad = error["argument"]
        if bad is not None:
            found = BadArgument(bad["argument"], bad["allowed"], bad["given"], bad["hint"])
            found.kind = bad.get("kind")
            return found
    log = box.path("log.txt").read_text(errors="replace")
    first = torchrun.ended(log)
    if first is not None and first[1] is not None:
        return WorkerFailed(first[0] + 1, workers, first[1], epoch, "")
    if told:
        _, number, error = told[0]
        said = f"{error['type']}: {error['message']}"
        return WorkerFailed(number + 1, workers, None, epoch, said)
    return WorkerFailed(None, workers, None, epoch, log.strip()[-500:])


def outcome_of_workers(*args: Any) -> dict[str, Any]:
    """What ``run()`` gives; how it failed, as plain data, where a worker did."""
    try:
        return run(*args)
    except WorkerFailed as problem:
        return {"failed": problem.as_dict()}
