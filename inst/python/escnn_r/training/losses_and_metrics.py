"""The one table of losses and metrics; R asks here for their names.

A new one is a row. Where a name comes for two kinds of targets, each may have a row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument, choose
from . import forces, losses, probabilities
from .class_scores import dices, mean, overlaps, positive, recalls, rejections
from .losses import Loss, MeanLoss
from .metric_sums import Confusion, Explained, Mean, Metric, Own, Ranking, Root

CLASSES, LABELS, NUMBERS, ENERGIES = KINDS = ("classes", "labels", "numbers", "energies")


@dataclass(frozen=True)
class LossRow:
    """A loss: its mean over all that counts, and the kinds of targets that it takes.

    ``default_for`` is the kind for which it is taken where none is named.
    """

    name: str
    function: MeanLoss
    targets: tuple[str, ...]
    default_for: str | None = None


@dataclass(frozen=True)
class MetricRow:
    """A metric: what adds it up over batches, and the kinds of targets that it is for.

    It is better the ``smaller`` it is, or else the larger. One ``by_level`` has a number, and a
    column, for each class or label.
    """

    name: str
    start: Callable[[], Metric]
    targets: tuple[str, ...]
    smaller: bool = False
    by_level: bool = False


LOSSES = (
    LossRow("cross_entropy", losses.each(losses.cross_entropy), (CLASSES, NUMBERS), CLASSES),
    LossRow(
        "binary_cross_entropy",
        losses.each(losses.binary_cross_entropy),
        (LABELS, NUMBERS),
        LABELS,
    ),
    LossRow("focal", losses.each(losses.focal(losses.cross_entropy)), (CLASSES,)),
    LossRow("focal", losses.each(losses.focal(losses.binary_cross_entropy)), (LABELS,)),
    LossRow("dice", losses.dice, (CLASSES,)),
    LossRow("mse", losses.each(losses.squared), (NUMBERS, LABELS), NUMBERS),
    LossRow("mae", losses.each(losses.absolute), (NUMBERS, LABELS)),
    LossRow("huber", losses.each(losses.huber), (NUMBERS, LABELS)),
    LossRow("energy_forces", forces.loss, (ENERGIES,), ENERGIES),
)
METRICS = (
    MetricRow("accuracy", lambda: Mean(lambda out, true: out.argmax(1) == true), (CLASSES,)),
    MetricRow("accuracy", lambda: Mean(lambda out, true: (out > 0) == (true > 0.5)), (LABELS,)),
    MetricRow("balanced_accuracy", lambda: Confusion(mean(recalls)), (CLASSES,)),
    MetricRow("auc", Ranking, (CLASSES,)),
    MetricRow("auc", lambda: Ranking(labels=True), (LABELS,)),
    MetricRow("f1", lambda: Confusion(positive(dices)), (CLASSES,)),
    MetricRow("f1", lambda: Confusion(positive(dices), labels=True), (LABELS,)),
    MetricRow("sensitivity", lambda: Confusion(positive(recalls)), (CLASSES,)),
    MetricRow("sensitivity", lambda: Confusion(positive(recalls), labels=True), (LABELS,)),
    MetricRow("specificity", lambda: Confusion(positive(rejections)), (CLASSES,)),
    MetricRow("specificity", lambda: Confusion(positive(rejections), labels=True), (LABELS,)),
    MetricRow("log_loss", lambda: Mean(probabilities.log_losses), (CLASSES,), smaller=True),
    MetricRow("log_loss", lambda: Mean(probabilities.label_log_losses), (LABELS,), smaller=True),
    MetricRow("brier", lambda: Mean(probabilities.brier_scores), (CLASSES,), smaller=True),
    MetricRow("brier", lambda: Mean(probabilities.label_brier_scores), (LABELS,), smaller=True),
    MetricRow("iou", lambda: Confusion(mean(overlaps)), (CLASSES,)),
    MetricRow("iou_by_class", lambda: Confusion(overlaps), (CLASSES,), by_level=True),
    MetricRow("dice", lambda: Confusion(mean(dices)), (CLASSES,)),
    MetricRow("dice_by_class", lambda: Confusion(dices), (CLASSES,), by_level=True),
    MetricRow("rmse", lambda: Root(lambda out, true: (out - true) ** 2), (NUMBERS,), smaller=True),
    MetricRow("mae", lambda: Mean(lambda out, true: (out - true).abs()), (NUMBERS,), smaller=True),
    MetricRow("r2", Explained, (NUMBERS,)),
    MetricRow(
        "energy_mae", lambda: Mean(forces.energies_off, "energies"), (ENERGIES,), smaller=True
    ),
    MetricRow(
        "energy_rmse",
        lambda: Root(_squared(forces.energies_off), "energies"),
        (ENERGIES,),
        smaller=True,
    ),
    MetricRow("forces_mae", lambda: Mean(forces.forces_off, "forces"), (ENERGIES,), smaller=True),
    MetricRow(
        "forces_rmse",
        lambda: Root(_squared(forces.forces_off), "forces"),
        (ENERGIES,),
        smaller=True,
    ),
)
# of probabilities, whatever is decided by them
_OF_PROBABILITIES = ("auc", "log_loss", "brier")
_BY_LEVEL = "_by_class"
# the user's metrics, which name their columns themselves
_OWN = ""


def _squared(of: Loss) -> Loss:
    return lambda out, true: of(out, true).square()


def metrics_for(targets: str) -> dict[str, MetricRow]:
    """The metrics of a kind of targets by name."""
    return {row.name: row for row in METRICS if targets in row.targets}


def measure_names() -> dict[str, list[str]]:
    """The names of all losses, and of the metrics for each kind of targets."""
    return {
        "losses": list(dict.fromkeys(row.name for row in LOSSES)),
        **{kind: list(metrics_for(kind)) for kind in KINDS},
    }


def find_loss(loss: str | dict[str, Any] | Loss | None, targets: str) -> MeanLoss:
    """The loss of a name, maybe with settings, or a sum of several with a factor each.

    Without one, what suits the targets.
    """
    if loss is None:
        return next(row.function for row in LOSSES if row.default_for == targets)
    settings: dict[str, Any] = {}
    if isinstance(loss, dict):
        if "name" not in loss:
            terms = [(factor, find_loss(name, targets)) for name, factor in loss.items()]
            return losses.summed(terms)
        settings = {key: value for key, value in loss.items() if key != "name"}
        loss = str(loss["name"])
    if not isinstance(loss, str):
        return losses.user_loss(loss)
    rows = {row.name: row.function for row in LOSSES if targets in row.targets}
    hint = f"These suit {targets}, which `y` has. Or give a function of output and target."
    function = choose("loss", loss, rows, hint)
    return partial(function, **settings) if settings else function


def start_metrics(
    names: list[str], targets: str, own: Callable[..., dict[str, float]] | None = None
) -> dict[str, Metric]:
    """Fresh metrics of these names, for a kind of targets; ``own`` are the user's, all at once."""
    rows = metrics_for(targets)
    hint = f"These suit {targets}, which `y` has."
    measured = {name: choose("metrics", name, rows, hint).start() for name in names}
    return measured if own is None else {**measured, _OWN: Own(own, targets)}


def decides(name: str) -> bool:
    """Whether a metric is about decisions; the user's own get probabilities, and decide there."""
    return name != _OWN and name not in _OF_PROBABILITIES


def at_threshold(output: Any, threshold: float | None, targets: str) -> Any:
    """Outputs by which what is above this probability is said to be there."""
    if threshold is None:
        return output
    if threshold in (0, 1):
        shift = math.inf if threshold else -math.inf
    else:
        shift = math.log(threshold / (1 - threshold))
    if targets == LABELS:
        return output - shift
    # of two classes the second
    return torch.stack([output[:, 0] + shift, output[:, 1]], 1)


def values(measured: Mapping[str, Metric], levels: list[str], targets: str) -> dict[str, float]:
    """The numbers of metrics by column; those of each class by the name and the class's label."""
    columns: dict[str, float] = {}
    rows = metrics_for(targets)
    for name, metric in measured.items():
        value = metric.value()
        if isinstance(value, dict):
            columns.update(_new(value, columns))
        elif rows[name].by_level:
            stem = name.removesuffix(_BY_LEVEL)
            numbers = np.broadcast_to(np.asarray(value), len(levels))
            for level, number in zip(levels, numbers, strict=True):
                columns[f"{stem}_{level}"] = float(number)
        else:
            columns[name] = float(np.asarray(value))
    return columns


def _new(values: dict[str, float], columns: dict[str, float]) -> dict[str, float]:
    """Numbers of the user's metrics, none of which has the name of another column."""
    twice = [name for name in values if name in columns or name == "loss"]
    if twice:
        raise BadArgument("metrics", "metrics with different names", f"two called `{twice[0]}`")
    return values


def smaller_is_better(column: str) -> bool:
    """Whether a column of the history says more good the smaller it is."""
    name = column.removeprefix("valid_")
    if name in ("loss", "lr", "seconds"):
        return True
    return any(row.name == name and row.smaller for row in METRICS)
