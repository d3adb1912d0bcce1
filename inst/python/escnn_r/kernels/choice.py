"""A kernel basis of some of another one's elements."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from escnn.kernels import KernelBasis

from . import inspection, values


class ChosenBasis(KernelBasis):
    """The elements of ``basis`` for which ``keep`` is true."""

    def __init__(self, basis: Any, keep: list[bool]) -> None:
        """Fail with escnn's EmptyBasisException when none is kept."""
        super().__init__(int(sum(keep)), basis.shape)
        self.basis = basis
        self.keep = np.array(keep, dtype=bool)

    def sample(self, points: torch.Tensor, out: torch.Tensor | None = None) -> torch.Tensor:
        """All elements at the points, then those that are kept."""
        all_values: torch.Tensor = self.basis.sample(points)[:, torch.as_tensor(self.keep)]
        if out is None:
            return all_values
        out[:] = all_values
        return out

    def __getitem__(self, idx: int) -> dict[str, Any]:
        """The attributes of an element."""
        return inspection.attributes(self)[idx]

    def __eq__(self, other: object) -> bool:
        """Whether the other basis has the same elements."""
        return isinstance(other, KernelBasis) and values.same_basis(self, other)

    def __hash__(self) -> int:
        """Follow equality."""
        return hash((self.dim, self.shape))
