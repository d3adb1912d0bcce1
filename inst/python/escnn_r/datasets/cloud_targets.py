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


def read_targets(
    targets: Any, count: int, of: str, classes: bool, kind: torch.dtype
) -> torch.Tensor | None:
    """Targets of clouds, or of all points, a row each; ``of`` says what there are ``count`` of."""
    if targets is None:
        return None
    values = torch.as_tensor(np.array(targets) if not hasattr(targets, "detach") else targets)
    if len(values) != count:
        raise BadArgument("y", f"of {count} {of}", f"of {len(values)}")
    return values.detach().to(torch.int64 if classes else kind)
