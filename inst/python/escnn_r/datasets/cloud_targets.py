"""What clouds are to tell: something a cloud, something a point, or energies with forces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument


@dataclass
class Energies:
    """An energy for each cloud, and a force for each point."""

    energies: torch.Tensor
    forces: torch.Tensor

    def __len__(self) -> int:
        """The number of clouds."""
        return len(self.energies)

    @property
    def requires_grad(self) -> bool:
        """Whether something can be learnt from them."""
        return self.energies.requires_grad or self.forces.requires_grad

    def to(self, device: torch.device | str, dtype: torch.dtype | None = None) -> Energies:
        """The same on another device."""
        return Energies(self.energies.to(device, dtype), self.forces.to(device, dtype))


class CloudTargets:
    """The targets of clouds, taken with them."""

    def __init__(self, clouds: torch.Tensor | None, points: torch.Tensor | None) -> None:
        """With both, energies and forces."""
        self.clouds, self.points = clouds, points

    def take(self, index: torch.Tensor, rows: torch.Tensor) -> torch.Tensor | Energies | None:
        """Those of the clouds at these positions, whose points are in these rows."""
        whole = None if self.clouds is None else self.clouds[index]
        if self.points is None:
            return whole
        each = self.points[rows]
        return each if whole is None else Energies(whole, each)


def point_targets(
    targets: Any, counts: list[int], classes: bool, kind: torch.dtype
) -> torch.Tensor | None:
    """Targets of all points, a row each, one cloud after another."""
    if targets is None:
        return None
    values = torch.as_tensor(np.array(targets) if not hasattr(targets, "detach") else targets)
    if len(values) != sum(counts):
        raise BadArgument(
            "y",
            f"of {sum(counts)} points, as the clouds of `x` have",
            f"of {len(values)}",
        )
    return values.detach().to(torch.int64 if classes else kind)
