"""A warning where no point of a batch has a neighbour: layers then say the same of all clouds."""

from __future__ import annotations

import numpy as np
import torch

from ...fields import clouds
from ...fields import edges as point_edges
from . import advice

# what was warned of, so that batches don't repeat it
_WARNED_OF: set[float | None] = set()


def look(pairs: torch.Tensor, coords: torch.Tensor, radius: float | None) -> None:
    """Warn once of a ``radius``, or of edges, by which each point is alone."""
    # each may be its own neighbour; a GPU need not be asked for this
    if pairs.shape[1] > len(coords) or radius in _WARNED_OF:
        return
    if bool((pairs[0] != pairs[1]).any()):
        return
    nearest = _nearest(coords)
    if nearest is None:
        return
    _WARNED_OF.add(radius)
    where = "along the edges of these clouds" if radius is None else f"within `radius` = {radius:g}"
    advice.advise(
        "neighbours",
        f"No point has a neighbour {where}: the closest two are {nearest:.2g} apart. "
        "So the output does not depend on where points are, and forces are 0. "
        "Take a larger `radius`, in the unit of the coordinates.",
    )


def _nearest(coords: torch.Tensor) -> float | None:
    """The smallest distance between points of one cloud; None where all are alone."""
    places = coords.detach().cpu().numpy()
    index = clouds.cloud(coords).index
    numbers = None if index is None else index.cpu().numpy()
    source, target = point_edges.neighbours(places, numbers, k=1, loops=False)
    if len(source) == 0:
        return None
    return float(np.linalg.norm(places[source] - places[target], axis=1).min())
