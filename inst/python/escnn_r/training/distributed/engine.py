"""Training in several processes that share each batch, on PyTorch's distributed engine.

Every process has the whole model, and its rows of every batch. Gradients are
averaged by ``DistributedDataParallel``, weighted by the true number of rows;
layers that look at the whole batch sum up over all processes (see ``shares``).
"""

from __future__ import annotations

import atexit
import contextlib
import datetime
import inspect
import os
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ...bridge import BadArgument, devices
from ...datasets import Points
from ...fields import shared_batches
from ...nn import raw_weights
from .. import batches, evaluation, loop, running
from ..batches import Data, Examples


def launched() -> bool:
    """Whether PyTorch's launcher started this process as one of several."""
    return "TORCHELASTIC_RUN_ID" in os.environ and world_size() > 1


def rank() -> int:
    """The number of this process among those of the launch, from 0."""
    return int(os.environ.get("RANK", "0"))


def world_size() -> int:
    """How many processes the launch has."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def device_of_process(name: str, local_processes: int, local_rank: int = 0) -> str:
    """The device of one of several processes; each has a GPU of its own, or all the CPU."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cpu":
        return name
    if name != "cuda":
        raise BadArgument(
            "device",
            '"auto", "cpu" or "cuda" for several processes',
            f'"{name}"',
            "Each process takes a GPU of its own; PyTorch's engine has none for Apple's.",
        )
    devices.pick_device(name)
    there = torch.cuda.device_count()
    if local_processes > there:
        raise BadArgument(
            "workers",
            f"no more than the GPUs of this machine, {there}",
            str(local_processes),
            'Or train on the CPU: `device = "cpu"`.',
        )
    return f"cuda:{local_rank}"


def join(device: str) -> str:
    """Join the group of the launch, once; the device of this process."""
    local = int(os.environ.get("LOCAL_RANK", "0"))
    of = int(os.environ.get("LOCAL_WORLD_SIZE", str(world_size())))
    chosen = device_of_process(device, of, local)
    if chosen != "cpu":
        torch.cuda.set_device(local)
    distributed = torch.distributed
    wanted = "gloo" if chosen == "cpu" else "nccl"
    if distributed.is_initialized():
        if distributed.get_backend() != wanted:
            raise BadArgument(
                "device",
                "the same in every `fit()` of a script that runs in several processes",
                f'"{device}"',
            )
        return chosen
    seconds = float(os.environ.get("ESCNN_WORKER_TIMEOUT", "1800"))
    distributed.init_process_group(wanted, timeout=datetime.timedelta(seconds=seconds))
    atexit.register(leave)
    return chosen


def leave_together() -> None:
    """Leave the group once all are done: who goes first would break what others wait for."""
    if torch.distributed.is_initialized():
        # one that has failed is gone already
        with contextlib.suppress(RuntimeError):
            torch.distributed.barrier()
    leave()


def leave() -> None:
    """Leave the group, if it was joined."""
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()


class Shared:
    """Other data, of whose every batch this process takes its rows."""

    def __init__(self, source: Any) -> None:
        """``source`` is the same in every process."""
        self.source = source

    def __len__(self) -> int:
        """The number of all examples."""
        return len(self.source)

    def take(self, index: npt.NDArray[np.int64]) -> batches.Batch:
        """Of the examples at these positions, this process's rows."""
        share = shared_batches.share_of(len(index), rank(), world_size())
        shared_batches.set_current(share)
        found: batches.Batch = self.source.take(index[share.rows])
        return found


def share(source: Data | None) -> Data | None:
    """Data of which each process takes its rows of every batch."""
    if source is None:
        return None
    if not isinstance(source, batches.Calls):
        return Shared(source)

    def rows(epoch: int, batch: int) -> batches.Batch | None:
        found = source.function(epoch, batch)
        if found is None:
            return None
        mine = shared_batches.share_of(len(found[0]), rank(), world_size())
        shared_batches.set_current(mine)
        return found[0][mine.rows], found[1][mine.rows]

    return batches.Calls(rows)


class _Whole(torch.nn.Module):
    """A module from plain values to plain outputs, which is what PyTorch's engine wraps."""

    def __init__(self, module: Any, output: Callable[[Any, Any], Any]) -> None:
        super().__init__()
        self.module, self._output = module, output

    def forward(self, values: torch.Tensor | Points, targets: Any) -> torch.Tensor:
        return self._output(values, targets)


class SharingTrainer(loop.Trainer):
    """A trainer that is one of several."""

    def __init__(self, module: Any, data: Any, validation: Any, plan: evaluation.Plan) -> None:
        """All processes start with the weights of the first one."""
        super().__init__(module, share(data), share(validation), plan)
        self._wanted_stop = False
        whole = _Whole(self.module, super()._output)
        engine = torch.nn.parallel.DistributedDataParallel
        kept = {f"module.{name}" for name in raw_weights.read_weights(module)}
        tables = [name for name, _ in whole.named_buffers() if name not in kept]
        engine._set_params_and_buffers_to_ignore_for_model(whole, tables)
        self._engine = engine(
            whole,
            device_ids=None if self.device.type == "cpu" else [self.device.index],
            **_no_buffers(engine),
            find_unused_parameters=True,
        )

    def stop(self) -> None:
        """Ask all processes to end after the batch in hand."""
        self._wanted_stop = True

    def run(self, *hooks: Any, **named: Any) -> list[dict[str, Any]]:
        """Train; layers treat what all processes have as one batch."""
        with shared_batches.layers_sharing(self.module), warnings.catch_warnings():
            # it says that no parameter was left unused, which is well
            warnings.filterwarnings("ignore", message=".*find_unused_parameters.*")
            try:
                self._stop = self._anyone(self._wanted_stop)
                return super().run(*hooks, **named)
            finally:
                shared_batches.set_current(None)

    def _output(self, values: torch.Tensor, targets: Any) -> torch.Tensor:
        if torch.is_grad_enabled():
            found: torch.Tensor = self._engine(values, targets)
            return found
        return super()._output(values, targets)

    def _examples(self, values: Any) -> int:
        return _share().total

    def _weighted(self, loss: torch.Tensor) -> torch.Tensor:
        # the engine takes the mean over processes; some have fewer rows, or none
        mine = _share()
        return loss * (mine.count * world_size() / mine.total)

    def _combined(self, loss: torch.Tensor) -> torch.Tensor:
        mine = _share()
        part = float(loss.detach()) * mine.count / mine.total if mine.count else 0.0
        both = torch.tensor(
            [part, float(self._wanted_stop)], dtype=torch.float64, device=self.device
        )
        torch.distributed.all_reduce(both)
        self._stop = self._stop or bool(both[1] > 0)
        return both[0]

    def _anyone(self, wanted: bool) -> bool:
        found = torch.tensor([float(wanted)], device=self.device)
        torch.distributed.all_reduce(found)
        return bool(found > 0)

    def _gathered(self, output: torch.Tensor, targets: Any) -> tuple[torch.Tensor, Any]:
        mine = _share().count
        parts: list[Any] = [None] * world_size()
        torch.distributed.all_gather_object(parts, (output[:mine].cpu(), targets[:mine].cpu()))
        whole = [torch.cat(each).to(self.device) for each in zip(*parts, strict=True)]
        return whole[0], whole[1]


def _no_buffers(engine: Any) -> dict[str, bool]:
    """Running statistics are the same everywhere, and the rest never changes."""
    known = inspect.signature(engine.__init__).parameters
    name = "forward_sync_buffers" if "forward_sync_buffers" in known else "broadcast_buffers"
    return {name: False}


def _share() -> shared_batches.Share:
    found = shared_batches.current()
    assert found is not None
    return found


def trainer_of_process(
    module: torch.nn.Module, data: Data, validation: Examples | None, plan: dict[str, Any]
) -> SharingTrainer:
    """A trainer by a plan of plain values, in a process that was launched with others."""
    chosen = running.plan_of(module, plan)
    chosen.device = join(chosen.device)
    _same_everywhere(data, chosen)
    return SharingTrainer(module, data, validation, chosen)


def agreed_value(number: int, device: str) -> int:
    """The number that the first process of a launch has, in all of them."""
    join(device)
    numbers = [number]
    torch.distributed.broadcast_object_list(numbers)
    return int(numbers[0])


def _same_everywhere(data: Any, plan: evaluation.Plan) -> None:
    """Refuse data that differ between processes, as numbers drawn without a seed do."""
    if isinstance(data, batches.Calls) or len(data) == 0:
        return
    values, targets = data.take(np.array([0, len(data) // 2, len(data) - 1]))
    mine: list[float] = [len(data), plan.seed, plan.batch_size, plan.epochs]
    mine += [float(v.double().sum()) for v in (values, targets) if isinstance(v, torch.Tensor)]
    all_of_them: list[Any] = [None] * world_size()
    torch.distributed.all_gather_object(all_of_them, mine)
    if any(each != mine for each in all_of_them):
        raise BadArgument(
            "x",
            "the same in every process of a launch, as must be the settings",
            "one that differs",
            "Make or draw data after `set.seed()`, in the same way in every process.",
        )


def run_together(
    made: SharingTrainer,
    on_epoch: Callable[[Any], Any] | None,
    on_batch: Callable[[Any], Any] | None,
    checkpoint: str | None = None,
    every: float | None = None,
) -> dict[str, Any]:
    """As in one process; the first one tells of it, decides, and writes checkpoints."""
    first = rank() == 0

    def told(record: dict[str, Any]) -> Any:
        said = [on_epoch(record) if first and on_epoch is not None else None]
        torch.distributed.broadcast_object_list(said)
        return said[0]

    outcome = running.run_training(
        made, told, on_batch if first else None, checkpoint if first else None, every
    )
    return outcome | {"device": f"{made.device.type}, {world_size()} processes"}


def settle_plan(module: torch.nn.Module) -> None:
    """Give the module of every process the weights of the first one's."""
    state = [raw_weights.read_weights(module) if rank() == 0 else None]
    torch.distributed.broadcast_object_list(state)
    raw_weights.load_weights(module, state[0] or {})
