"""Augmentation by the group's own elements."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .. import transform
from . import maps


class Turns:
    """Acts on each batch's examples with random elements of a gspace's group.

    ``exact`` keeps to the elements that map the pixel grid onto itself. The
    draw depends on the seed, the epoch and the number of the batch alone.
    """

    def __init__(self, kind: Any, exact: bool, seed: int, out: Any = None) -> None:
        """``kind`` is the field type of the inputs, ``out`` that of targets that are fields."""
        self._kind, self._exact, self._seed = kind, exact, seed
        self._out = out if hasattr(out, "representations") else None
        space = kind.gspace
        self._grid = [g for g in space.testing_elements if transform.is_exact(space, g)]

    def __call__(self, values: torch.Tensor, epoch: int, batch: int) -> torch.Tensor:
        """The batch with a random element applied to each eighth of it, or to single examples."""
        from escnn.nn import GeometricTensor

        out = torch.empty_like(values)
        for element, where in self._elements(len(values), epoch, batch):
            part = GeometricTensor(values[where], self._kind)
            out[where] = transform.transform(part, element, order=1).tensor
        return out

    def targets(self, values: torch.Tensor, targets: Any, epoch: int, batch: int) -> Any:
        """The batch's targets: maps turned as their images are, others as they are."""
        if not (maps.of_classes(values, targets) or maps.of_fields(values, targets)):
            return targets
        out, space = targets.clone(), self._kind.gspace
        for element, where in self._elements(len(values), epoch, batch):
            out[where] = maps.turn(values[where], targets[where], self._out, space, element)
        return out

    def _elements(self, n: int, epoch: int, batch: int) -> list[tuple[Any, Any]]:
        draw = np.random.default_rng([self._seed, epoch, batch, 1])
        group = self._kind.gspace.fibergroup
        pool = self._grid if self._exact else None
        if pool is None and not group.continuous and group.order() <= 64:
            pool = list(group.elements)
        if pool is not None:
            numbers = draw.integers(len(pool), size=n)
            return [(pool[k], np.flatnonzero(numbers == k)) for k in np.unique(numbers)]
        state = np.random.get_state()
        np.random.seed(int(draw.integers(2**31)))
        try:
            return [(group.sample(), np.array([i])) for i in range(n)]
        finally:
            np.random.set_state(state)
