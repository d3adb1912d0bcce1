"""Augmentation by the group's own elements."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from .. import shares, transform


class Turns:
    """Acts on each batch's examples with random elements of a gspace's group.

    ``exact`` keeps to the elements that map the pixel grid onto itself. The
    draw depends on the seed, the epoch and the number of the batch alone.
    """

    def __init__(self, kind: Any, exact: bool, seed: int) -> None:
        """``kind`` is the field type of the inputs."""
        self._kind, self._exact, self._seed = kind, exact, seed
        space = kind.gspace
        self._grid = [g for g in space.testing_elements if transform.is_exact(space, g)]

    def __call__(self, values: torch.Tensor, epoch: int, batch: int) -> torch.Tensor:
        """The batch with a random element applied to each eighth of it, or to single examples."""
        from escnn.nn import GeometricTensor

        draw = np.random.default_rng([self._seed, epoch, batch, 1])
        out = torch.empty_like(values)
        # drawn for the whole batch, also where processes share it
        for element, places in self._elements(draw, shares.total(values)):
            where = _own(places)
            if not len(where):
                continue
            part = GeometricTensor(values[where], self._kind)
            out[where] = transform.transform(part, element, order=1).tensor
        return out

    def _elements(self, draw: Any, n: int) -> list[tuple[Any, Any]]:
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


def _own(places: Any) -> Any:
    """Which of these places in the whole batch are in this process's part, counted from there."""
    share = shares.current()
    if share is None:
        return places
    rows = share.rows
    return places[(places >= rows.start) & (places < rows.stop)] - rows.start
