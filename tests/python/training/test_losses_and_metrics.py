"""Losses and metrics against arithmetic by hand, and the table that names them."""

import numpy as np
import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets import Energies
from escnn_r.training import losses_and_metrics
from escnn_r.training.weighing import Counted


def test_metrics_by_hand():
    output = torch.tensor([[2.0, 1, 0], [0, 2, 1], [0, 1, 2], [1, 0, 2]])
    target = torch.tensor([0, 1, 2, 1])
    found = {}
    for name, each in losses_and_metrics.start_metrics(
        ["accuracy", "balanced_accuracy", "iou", "auc"], "classes"
    ).items():
        for i in range(4):
            each.update(output[i : i + 1], target[i : i + 1])
        found[name] = each.value()
    assert found["accuracy"] == 0.75
    assert found["balanced_accuracy"] == pytest.approx((1 + 0.5 + 1) / 3)
    assert found["iou"] == pytest.approx((1 + 1 / 2 + 1 / 2) / 3)
    scores = output.softmax(1).numpy()
    areas = []
    for c in range(3):
        pairs = [
            (scores[i, c] > scores[j, c]) + 0.5 * (scores[i, c] == scores[j, c])
            for i in range(4)
            for j in range(4)
            if target[i] == c and target[j] != c
        ]
        areas.append(np.mean(pairs))
    assert found["auc"] == pytest.approx(np.mean(areas))
    numbers = losses_and_metrics.start_metrics(["rmse", "mae"], "numbers")
    for each in numbers.values():
        each.update(torch.tensor([1.0, 3.0]), torch.tensor([0.0, 0.0]))
    assert numbers["rmse"].value() == pytest.approx(np.sqrt(5))
    assert numbers["mae"].value() == 2
    with pytest.raises(BadArgument, match="accuracy"):
        losses_and_metrics.start_metrics(["accuracy"], "numbers")


def test_losses_by_name():
    out, true = torch.randn(5, 2), torch.arange(5) % 2
    entropy = losses_and_metrics.find_loss(None, "classes")(out, Counted(true))
    assert torch.allclose(entropy, torch.nn.functional.cross_entropy(out, true))
    error = losses_and_metrics.find_loss(None, "numbers")(out, Counted(-out))
    assert torch.allclose(error, torch.nn.functional.mse_loss(out, -out))
    with pytest.raises(BadArgument, match="mse"):
        losses_and_metrics.find_loss("no such", "numbers")
    with pytest.raises(BadArgument, match='one of "cross_entropy", "focal", "dice", not "mse"'):
        losses_and_metrics.find_loss("mse", "classes")
    # energies are off by 2, forces by 1
    output, target = (Energies(torch.full((4,), a), torch.full((9, 3), a / 2)) for a in (2.0, 0.0))
    weighted = {"name": "energy_forces", "energy": 3, "forces": 5}
    assert (
        float(losses_and_metrics.find_loss(weighted, "energies")(output, Counted(target)))
        == 3 * 4 + 5
    )
    assert float(
        losses_and_metrics.find_loss(None, "energies")(output, Counted(target))
    ) == pytest.approx(1.04)
    with pytest.raises(BadArgument, match='not "energy_forces"'):
        losses_and_metrics.find_loss(weighted, "numbers")


def test_the_table_of_losses_and_metrics_is_whole():
    output = {
        "classes": (torch.randn(6, 2), torch.arange(6) % 2),
        "labels": (torch.randn(6, 2), (torch.randn(6, 2) > 0).double()),
        "numbers": (torch.randn(6), torch.randn(6)),
        "energies": tuple(Energies(torch.randn(6), torch.randn(20, 3)) for _ in range(2)),
    }
    assert set(losses_and_metrics.KINDS) == set(output)
    for kind, (values, target) in output.items():
        assert sum(row.default_for == kind for row in losses_and_metrics.LOSSES) == 1
        names = losses_and_metrics.measure_names()[kind]
        assert len(names) == sum(kind in row.targets for row in losses_and_metrics.METRICS)
        measured = losses_and_metrics.start_metrics(names, kind)
        for metric in measured.values():
            metric.update(values, target)
        numbers = losses_and_metrics.values(measured, ["a", "b"], kind)
        assert all(isinstance(number, float) for number in numbers.values())
    for column, smaller in {
        "loss": True, "valid_loss": True, "rmse": True, "valid_mae": True, "seconds": True,
        "valid_forces_mae": True, "energy_rmse": True,
        "accuracy": False, "valid_auc": False, "iou_loss": False,
    }.items():  # fmt: skip
        assert losses_and_metrics.smaller_is_better(column) is smaller
