"""Which examples are held out: at random, of each class alike, and whole images together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument

Numbers = npt.NDArray[np.int64]
# classes or groups of examples, numbers or names
Labels = npt.NDArray[np.generic]


def draw_part(
    n: int,
    share: float,
    random: np.random.Generator,
    labels: Labels | None = None,
    groups: Labels | None = None,
) -> tuple[Numbers, Numbers]:
    """Positions that stay and positions that are held out, each in order.

    ``labels`` are classes, of each of which the share is taken as nearly as whole examples allow.
    Examples of one of ``groups`` stay together.
    """
    if groups is None:
        order = _shuffled(n, labels, random)
        held = order[: round(share * n)]
    else:
        held = _whole_groups(share, random, labels, np.unique(groups, return_inverse=True)[1])
    if len(held) == 0 or len(held) == n:
        what = "examples" if groups is None else f"examples in {len(np.unique(groups))} groups"
        raise BadArgument(
            "validation",
            "a share that leaves examples in both parts",
            f"{share:g} of {n} {what}",
        )
    out = np.zeros(n, dtype=bool)
    out[held] = True
    return np.flatnonzero(~out), np.flatnonzero(out)


def class_labels(targets: object, n: int) -> Labels | None:
    """Classes to draw by; None for numbers, maps, several labels, and targets of points."""
    if not isinstance(targets, torch.Tensor) or targets.is_floating_point():
        return None
    return targets.numpy() if targets.dim() == 1 and len(targets) == n else None


def image_groups(sources: Labels | None) -> Labels | None:
    """The images that examples are cut from, where some share one, and there are several."""
    if sources is None:
        return None
    count = len(np.unique(sources))
    return sources if 1 < count < len(sources) else None


def _shuffled(n: int, labels: Labels | None, random: np.random.Generator) -> Numbers:
    order = random.permutation(n)
    return order if labels is None else order[_spread_evenly(labels[order], random)]


def _whole_groups(
    share: float, random: np.random.Generator, labels: Labels | None, groups: Numbers
) -> Numbers:
    """Groups in turn, as long as they bring the number of examples nearer to the share."""
    firsts = np.unique(groups, return_index=True)[1]
    order = _shuffled(len(firsts), None if labels is None else labels[firsts], random)
    counts = np.concatenate([[0], np.cumsum(np.bincount(groups)[order])])
    # an example at least in each part
    count = 1 + int(np.abs(counts[1:-1] - share * len(groups)).argmin()) if len(order) > 1 else 0
    return np.flatnonzero(np.isin(groups, order[:count]))


def _spread_evenly(labels: Labels, random: np.random.Generator) -> Numbers:
    """An order in which every stretch from the start has the classes in proportion."""
    place = np.empty(len(labels))
    for label in np.unique(labels):
        at = np.flatnonzero(labels == label)
        place[at] = (np.arange(len(at)) + random.uniform()) / len(at)
    return np.argsort(place, kind="stable")
