"""What a network learns of its data before training: levels, sizes, and neighbours kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ..datasets import Clouds, Energies, OfAnother, Points
from ..fields import clouds, edges
from ..nn import advise
from .examples import origin

# clouds that are looked at
_SOME = 2000


def remember_neighbours(module: torch.nn.Module, data: Any) -> None:
    """Let clouds in memory keep the neighbours that layers look for in each epoch."""
    source = origin(data)
    while isinstance(source, OfAnother):
        source = source.base
    if not isinstance(source, Clouds):
        return
    for part in module.modules():
        search = (getattr(part, "k", None), getattr(part, "radius", None))
        if getattr(part, "takes_points", False) and search != (None, None):
            source.remember(search)


def set_levels(module: torch.nn.Module, data: Any, numbers: bool) -> None:
    """Tell networks of points the levels and sizes of what they are to give, once.

    Weights then start at the size of the data, whatever its units are.
    """
    parts: list[Any] = [p for p in module.modules() if hasattr(p, "levels")]
    if not parts or not hasattr(data, "__len__"):
        return
    values, targets, *_ = data.take(np.arange(min(len(data), _SOME)))
    if not isinstance(values, Points):
        return
    for part in parts:
        levels = part.levels
        if bool(levels.known):
            continue
        levels.known.fill_(True)
        _set_length(part, values)
        if isinstance(targets, Energies):
            if part.radius is None:
                advise(
                    "jumps",
                    "Energies of a network that looks at the nearest `k` points jump where these "
                    "change, so forces don't conserve them: give `net_point_cloud()` a `radius`.",
                )
            _set_reference(part, values, targets.energies)
            levels.scale.fill_(_spread(targets.forces))
        elif numbers and isinstance(targets, torch.Tensor):
            values_to_give = targets.double()
            if values_to_give.dim() == 1 and part.pool != "none":
                values_to_give = _set_reference(part, values, values_to_give)
            levels.scale.fill_(_spread(values_to_give))


def _spread(values: torch.Tensor) -> float:
    # where targets are missing, they are no numbers
    size = float(values.double().square().nanmean().sqrt())
    return size if size > 0 else 1.0


def _set_length(part: Any, values: Points) -> None:
    if part.radius is not None:
        return
    pairs = edges.edges_for(values.tensor(part.in_type), part.k, None)
    far = (values.coords[pairs[0]] - values.coords[pairs[1]]).norm(dim=1)
    far = far[far > 0]
    if len(far):
        part.levels.length.fill_(float(far.mean()))


def _set_reference(part: Any, values: Points, values_to_give: torch.Tensor) -> torch.Tensor:
    """The share of each scalar channel by least squares; what is left over."""
    chosen = part.scalars
    known = clouds.pool(values.values[:, chosen].double(), values.coords, part.pool)
    there = ~values_to_give.isnan()
    if not there.any():
        return values_to_give.double()
    left, right = known[there].cpu().numpy(), values_to_give[there].double().cpu().numpy()
    solution = np.linalg.lstsq(left, right, rcond=None)[0]
    share = torch.from_numpy(solution).to(part.levels.reference)
    part.levels.reference[torch.tensor(chosen, dtype=torch.long)] = share
    return values_to_give.double() - known @ torch.from_numpy(solution)
