"""What energies and components of forces count: by their cloud, and nothing where missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch

from ..datasets import Energies, Points, filled, missing
from . import batches
from .batches import Examples
from .precision import widest
from .weighing import Counted, Weighing
from .weighted_data import example_weights, nothing_counts, nothing_known

# clouds whose targets are looked at at once
_BLOCK = 1024


@dataclass(frozen=True)
class EnergyWeighing(Weighing):
    """As for other targets; ``index`` has the cloud of each point of the batch."""

    forces_scale: float = 1.0
    index: torch.Tensor | None = None

    def to(self, device: torch.device, dtype: torch.dtype | None = None) -> EnergyWeighing:
        """The same on a device, in numbers of a type."""
        index = None if self.index is None else self.index.to(device)
        moved = super().to(device, dtype)
        assert isinstance(moved, EnergyWeighing)
        return replace(moved, index=index)

    def of(self, examples: torch.Tensor | None, values: Points) -> EnergyWeighing:
        """That of a batch, with weights of its clouds."""
        return replace(self, examples=examples, index=values.index)

    def counted(self, targets: Any) -> Counted:
        """Energies and forces with what each counts."""
        known = Energies(filled(targets.energies), filled(targets.forces))
        return Counted(known, self.weights(targets), False, self.examples is not None)

    def weights(self, targets: Any) -> Any:
        """A number for each energy and for each component of a force."""
        wide = widest(targets.forces.device)
        energies = torch.full(targets.energies.shape, self.scale, dtype=wide)
        forces = torch.full(targets.forces.shape, self.forces_scale, dtype=wide)
        weights = Energies(energies, forces).to(targets.forces.device)
        if self.examples is not None:
            weights.energies *= self.examples
            assert self.index is not None
            weights.forces *= self.examples[self.index].unsqueeze(1)
        weights.energies.masked_fill_(missing(targets.energies), 0.0)
        weights.forces.masked_fill_(missing(targets.forces), 0.0)
        return weights


def energy_weighing(data: Examples, argument: str) -> EnergyWeighing | None:
    """How to weigh, so that energies and forces each count 1 in the mean; None if all do."""
    gaps = missing_energies(data)
    if gaps is None and example_weights(data) is None:
        return None
    if gaps is not None and gaps[0] == gaps[1]:
        raise nothing_known(argument)
    sums, counts = np.zeros(2), np.zeros(2)
    for values, targets, weighing in batches.batches(data, _BLOCK):
        own = None if weighing is None else weighing.examples
        weights = EnergyWeighing().of(own, values).weights(targets)
        parts = (weights.energies, weights.forces)
        sums += [float(part.sum()) for part in parts]
        counts += [part.numel() for part in parts]
    if not sums.any():
        raise nothing_counts()
    # of what is missing everywhere nothing counts
    scales = counts / np.where(sums > 0, sums, np.inf)
    return EnergyWeighing(scale=float(scales[0]), forces_scale=float(scales[1]))


def missing_energies(data: Examples) -> list[int] | None:
    """How many energies and components of forces are missing, and how many there are."""
    gaps = count = 0
    for _, targets, _ in batches.batches(data, _BLOCK):
        for part in (targets.energies, targets.forces):
            gaps += int(missing(part).sum())
            count += part.numel()
    return [gaps, count] if gaps else None
