"""Training in several processes that share each batch, on PyTorch's distributed engine.

Every process has the whole model, and its rows of every batch. Gradients are
averaged by ``DistributedDataParallel``, weighted by the true number of rows;
layers that look at the whole batch sum up over all processes (see ``fields/shared_batches``).
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ...bridge import BadArgument
from ...datasets import Energies, Points
from ...fields import shared_batches
from ...nn import raw_weights
from .. import batches
from ..batches import Data
from ..examples import OfOthers
from ..loop import Trainer
from ..plan import Plan
from ..progress import Hooks, Record, with_scores
from ..weighing import Counted
from .processes import from_all, from_first, join, rank, world_size


class Shared(OfOthers):
    """Other data, the same in every process, of whose every batch this one takes its rows."""

    def take(self, index: npt.NDArray[np.int64]) -> batches.Batch:
        """Of the examples at these positions, this process's rows."""
        share = shared_batches.share_of(len(index), rank(), world_size())
        batch = self.source.take(index[share.rows])
        if isinstance(batch[0], Points):
            share = shared_batches.with_points(share, rank(), from_all(len(batch[0].coords)))
        shared_batches.set_current(share)
        return batch


def shared(source: Data) -> Data:
    """Data of which each process takes its rows of every batch."""
    if not isinstance(source, batches.Calls):
        return Shared(source)

    def rows(epoch: int, batch: int) -> batches.Batch | None:
        pair = source.function(epoch, batch)
        if pair is None:
            return None
        own = shared_batches.share_of(len(pair[0]), rank(), world_size())
        shared_batches.set_current(own)
        return tuple(None if part is None else part[own.rows] for part in pair)

    return batches.Calls(rows)


class _Whole(torch.nn.Module):
    """A module from plain values to plain outputs, which is what PyTorch's engine wraps."""

    def __init__(self, module: Any, output: Callable[[Any, Any], Any]) -> None:
        super().__init__()
        self.module, self._output = module, output

    def forward(self, values: torch.Tensor | Points, targets: Any) -> Any:
        output = self._output(values, targets)
        # whose gradients the engine looks for in tensors and tuples
        return (output.energies, output.forces) if isinstance(output, Energies) else output


class SharingTrainer(Trainer):
    """A trainer that is one of several."""

    def __init__(self, module: Any, data: Data, validation: Data | None, plan: Plan) -> None:
        """All processes start with the weights of the first one."""
        super().__init__(
            module, shared(data), None if validation is None else shared(validation), plan
        )
        if isinstance(data, batches.Calls):
            # of a batch that is remembered nobody knows whose rows are whose
            self.statistics.off()
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

    def where(self) -> str:
        """The kind of device, and how many processes there are."""
        return f"{self.device.type}, {world_size()} processes"

    def _run(self, hooks: Hooks) -> None:
        """The first process calls hooks, decides for all, and writes checkpoints.

        Layers treat what all processes have as one batch.
        """
        own = hooks if rank() == 0 else Hooks()

        def decided(record: Record) -> Any:
            answer = from_first(None if own.on_epoch is None else own.on_epoch(record))
            if isinstance(answer, dict):
                # what was measured where the user's functions are
                history = self.progress.history
                history[-1] = with_scores(history[-1], answer.get("own", {}))
            return answer

        with shared_batches.layers_sharing(self.module), warnings.catch_warnings():
            # it says that no parameter was left unused, which is well
            warnings.filterwarnings("ignore", message=".*find_unused_parameters.*")
            try:
                self._stop = any(from_all(self._wanted_stop))
                super()._run(replace(own, on_epoch=decided))
            finally:
                shared_batches.set_current(None)

    def _output(self, values: Any, targets: Any) -> Any:
        if not torch.is_grad_enabled():
            return super()._output(values, targets)
        output = self._engine(values, targets)
        return Energies(*output) if isinstance(output, tuple) else output

    def _counted(self, targets: Any, weighing: Any) -> Counted:
        counted = super()._counted(targets, weighing)
        share = _share()
        if share.points is None or not share.count:
            return counted
        ratio = share.points.count / share.points.total * share.total / share.count
        return replace(counted, points=ratio)

    def _whole(self, data: Data) -> Data:
        return data.source if isinstance(data, Shared) else data

    def _examples(self, values: Any) -> int:
        return _share().total

    def _weight(self, counted: Counted) -> float:
        share = _share()
        # the loss of energies has weighed its points itself
        of_points = self.plan.points and self.plan.targets != "energies"
        return share.count / share.total * (counted.points if of_points else 1.0)

    def _weighted(self, loss: torch.Tensor, counted: Counted) -> torch.Tensor:
        # the engine takes the mean over processes; some have fewer rows, or none
        return loss * (self._weight(counted) * world_size())

    def _combined(self, loss: torch.Tensor, counted: Counted) -> torch.Tensor:
        weight = self._weight(counted)
        part = float(loss.detach()) * weight if weight else 0.0
        both = torch.tensor(
            [part, float(self._wanted_stop)], dtype=torch.float64, device=self.device
        )
        torch.distributed.all_reduce(both)
        self._stop = self._stop or bool(both[1] > 0)
        return both[0]

    def _gathered(self, output: Any, counted: Counted) -> tuple[Any, Counted]:
        share = _share()

        def whole(part: Any) -> Any:
            if isinstance(part, Energies):
                return Energies(whole(part.energies), whole(part.forces))
            if part is None:
                return None
            # where this process has no rows, there is one that counts for nothing
            rows = part if share.count else part[:0]
            return torch.cat(from_all(rows.cpu())).to(self.device)

        targets, weights = whole(counted.targets), whole(counted.weights)
        return whole(output), replace(counted, targets=targets, weights=weights, points=1.0)


def _no_buffers(engine: Any) -> dict[str, bool]:
    """Running statistics are the same everywhere, and the rest never changes."""
    known = inspect.signature(engine.__init__).parameters
    name = "forward_sync_buffers" if "forward_sync_buffers" in known else "broadcast_buffers"
    return {name: False}


def _share() -> shared_batches.Share:
    current = shared_batches.current()
    assert current is not None
    return current


def trainer_of_process(
    module: torch.nn.Module,
    data: Data,
    validation: Data | None,
    plan: Plan,
    store: torch.distributed.Store | None = None,
) -> SharingTrainer:
    """A trainer in a process that was started with others, which meet at ``store``."""
    plan.device = join(plan.device, store)
    _same_everywhere(data, plan)
    return SharingTrainer(module, data, validation, plan)


def _same_everywhere(data: Data, plan: Plan) -> None:
    """Refuse data that differ between processes, as numbers drawn without a seed do."""
    if isinstance(data, batches.Calls) or len(data) == 0:
        return
    values, targets, *_ = data.take(np.array([0, len(data) // 2, len(data) - 1]))
    facts: list[float] = [len(data), plan.seed, plan.batch_size, plan.epochs]
    # missing numbers would differ from themselves
    if isinstance(values, Points):
        values = values.coords
    if isinstance(targets, Energies):
        targets = targets.forces
    parts = (v.double().nan_to_num() for v in (values, targets) if isinstance(v, torch.Tensor))
    facts += [float(part.sum()) for part in parts]
    if any(each != facts for each in from_all(facts)):
        raise BadArgument(
            "x",
            "the same in every process of a launch, and so must the settings",
            None,
            "Make or draw data after `set.seed()`, in the same way in every process.",
        )


def share_weights(module: torch.nn.Module) -> None:
    """Give the module of every process the weights of the first one's."""
    weights = from_first(raw_weights.read_weights(module) if rank() == 0 else None)
    raw_weights.load_weights(module, weights)
