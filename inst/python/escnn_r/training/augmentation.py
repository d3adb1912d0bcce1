"""Augmentation by the elements of a group, as a rule the model's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ..bridge import seeded
from ..datasets import Points
from ..fields import action, shared_batches
from ..gspaces import GSpaceLike
from . import borders, maps, turned_clouds, turning
from .plan import Plan
from .turning import Chosen


def turns(plan: Plan, module: Any) -> Turns | None:
    """The augmentation that a plan asks for, of what a module takes and gives."""
    if plan.augment is None:
        return None
    out = getattr(module, "out_type", None)
    by = None if isinstance(plan.augment, str) else plan.augment
    return Turns(module.in_type, plan.augment == "exact", plan.seed, out, by)


class Turns:
    """Acts on each batch's examples with random elements of a gspace's group.

    ``exact`` keeps to the elements that map the pixel grid onto itself. The
    draw depends on the seed, the epoch and the number of the batch alone.
    Targets turn along as the model's output does.
    """

    def __init__(
        self, kind: Any, exact: bool, seed: int, out: Any = None, by: GSpaceLike | None = None
    ) -> None:
        """``kind`` is the field type of the inputs, ``out`` that of the model's output.

        ``by`` is the gspace whose elements turn; None for the model's own.
        """
        self._exact, self._seed = exact, seed
        self._space = space = kind.gspace if by is None else by
        turning.check_space(space, kind, given=by is not None)
        self._kind = turning.known_fields(kind, space)
        self._out = out
        # the share of the last batch's pixels whose targets didn't come from outside
        self.inside = 1.0
        self._grid = [g for g in space.testing_elements if action.is_exact(space, g)]

    def __call__(self, values: Any, targets: Any, epoch: int, batch: int) -> tuple[Any, Any]:
        """The batch with a random element applied to each eighth of it, or to single examples."""
        draw = np.random.default_rng([self._seed, epoch, batch, 1])
        # drawn for the whole batch, also where processes share it
        extent = None if isinstance(values, Points) else tuple(values.shape[2:])
        whole = self._elements(draw, shared_batches.total(values), extent)
        chosen = _own(whole)
        if isinstance(values, Points):
            moved = turned_clouds.turned(values, self._kind, self._space, chosen)
        else:
            moved = turning.by_element(values, chosen, self._image)
        # of the whole batch, also where this process has rows without any gap
        self.inside = self._inside(whole, targets) if extent else 1.0
        return moved, self._along(values, targets, chosen)

    def _inside(self, whole: Chosen, targets: torch.Tensor) -> float:
        space, outside = self._space, 0.0
        count = sum(len(where) for _, where in whole)
        if not self._on_grid(targets) or count == 0:
            return 1.0
        extent = tuple(targets.shape[-space.dimensionality :])
        for element, where in whole:
            if not action.is_exact(space, element):
                matrix = action.grid_action(space, element)
                order = int(targets.is_floating_point())
                outside += len(where) * (1 - maps.inside(extent, matrix, order))
        return 1 - outside / count

    def _on_grid(self, targets: torch.Tensor) -> bool:
        """Whether targets have an axis of examples, and one of channels for numbers, and a grid."""
        d = self._space.dimensionality
        return d > 0 and targets.dim() - d == 1 + int(targets.is_floating_point())

    def _image(self, values: Any, element: Any) -> Any:
        if self._kind is not None:
            values = action.transform_fibres(values, self._kind, element)
        d = self._space.dimensionality
        if d == 0:
            return values
        matrix = action.grid_action(self._space, element)
        return action.move(values, matrix, 1, borders.level(values, d))

    def _along(self, values: Any, targets: Any, chosen: Chosen) -> Any:
        """Targets that a group element moves: maps, of classes or numbers, and fields."""
        space, kind = self._space, self._out
        if isinstance(values, Points):
            return turned_clouds.turned_targets(targets, values, space, kind, chosen)
        on_grid = self._on_grid(targets)
        fibres = kind is not None and turning.moves(targets, kind)
        if not on_grid and not fibres:
            return targets
        if fibres:
            turning.check_output(kind, space)

        def turn(part: torch.Tensor, element: Any) -> torch.Tensor:
            if fibres:
                part = maps.turn_fibres(part, kind, element)
            if not on_grid:
                return part
            matrix = action.grid_action(space, element)
            if not part.is_floating_point():
                return maps.move_classes(part, matrix)
            return maps.move_numbers(part, matrix, 1)

        return turning.by_element(targets, chosen, turn)

    def _elements(self, draw: Any, n: int, extent: tuple[int, ...] | None) -> Chosen:
        group = self._space.fibergroup
        # points have no grid
        pool = self._grid if self._exact and extent is not None else None
        if pool is None and not group.continuous and group.order() <= 64:
            pool = list(group.elements)
        if pool is not None and extent is not None and len(set(extent)) > 1:
            pool = [g for g in pool if action.keeps_shape(self._space, g, extent)]
        if pool is not None:
            if len(pool) == 1:
                raise turning.nothing_turns(self._space, extent)
            numbers = draw.integers(len(pool), size=n)
            return [(pool[k], np.flatnonzero(numbers == k)) for k in np.unique(numbers)]
        with seeded(int(draw.integers(2**31))):
            return [(group.sample(), np.array([i])) for i in range(n)]


def _own(chosen: Chosen) -> Chosen:
    """Of places in the whole batch those in this process's part, counted from its start."""
    share = shared_batches.current()
    if share is None:
        return chosen
    rows = share.rows
    kept = [(g, at[(at >= rows.start) & (at < rows.stop)] - rows.start) for g, at in chosen]
    return [(g, at) for g, at in kept if len(at)]
