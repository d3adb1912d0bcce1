"""Energies and forces that are missing, or of clouds that count more than others."""

import numpy as np
import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.cloud_targets import Energies
from escnn_r.datasets.clouds import cloud_dataset
from escnn_r.training import examples, forces, normalised_weights, weighted_data

nan = float("nan")


def data(energies=(1.0, 2, 3), gaps=()):
    """Clouds of 1, 2 and 3 points."""
    slopes = np.ones((6, 3))
    for row, column in gaps:
        slopes[row, column] = nan
    coords = np.arange(18.0).reshape(6, 3)
    return cloud_dataset(coords, None, [1, 2, 3], np.array(energies), on_points=slopes)


def weigh(source):
    return normalised_weights.weighed(source, None, "energies", 0)


def test_complete_energies_stay_as_they_are():
    source = data()
    assert weigh(source) is source and normalised_weights.missing_targets(source) is None


def test_what_is_missing_counts_nothing_and_the_rest_1_in_the_mean():
    made = weigh(data((1, nan, 3), [(0, 0), (5, 2)]))
    assert normalised_weights.missing_targets(made) == [3, 21]
    _, targets, weighing = made.take(np.arange(3))
    counted = weighing.counted(targets)
    assert counted.weights.energies.tolist() == [1.5, 0, 1.5]
    expected = torch.full((6, 3), 18 / 16, dtype=torch.float64)
    expected[0, 0] = expected[5, 2] = 0
    assert torch.equal(counted.weights.forces, expected)
    assert bool(counted.targets.forces.isfinite().all()) and counted.targets.energies[1] == 0
    # an error where nothing is known is none
    off = Energies(torch.tensor([0.0, 9, 0]), torch.where(expected > 0, 1.0, 9.0))
    off.energies += counted.targets.energies * torch.tensor([1.0, 0, 1])
    assert float(forces.loss(off, counted, 1.0, 1.0)) == 0


def test_points_count_as_their_cloud_in_any_part_and_order():
    source = weighted_data.with_example_weights(data(), [1, 0, 3])
    made = weigh(examples.Part(source, np.array([2, 1, 0])))
    _, targets, weighing = made.take(np.array([2, 0]))
    weights = weighing.weights(targets)
    assert weights.energies.tolist() == pytest.approx([0.75, 2.25])
    # 1 point counts 1, 3 points count 3 each: 10 over 6 points
    assert weights.forces[:, 1].tolist() == pytest.approx([0.6] + [1.8] * 3)


def test_targets_of_which_none_counts_are_refused():
    with pytest.raises(BadArgument, match="missing for all of them"):
        weigh(data([nan] * 3, [(i, j) for i in range(6) for j in range(3)]))
    with pytest.raises(BadArgument, match="0 for all"):
        weigh(weighted_data.with_example_weights(data(), [0, 0, 0]))
    alone = weigh(data([nan] * 3))
    _, targets, weighing = alone.take(np.arange(3))
    assert weighing.weights(targets).energies.tolist() == [0, 0, 0]
