"""Data of one training are told from those of another by their targets and weights."""

import numpy as np
import torch

from escnn_r.datasets.clouds import cloud_dataset
from escnn_r.training.batches import Arrays, Calls
from escnn_r.training.data_checksums import checksums
from escnn_r.training.examples import Part
from escnn_r.training.weighted_data import with_example_weights


def classes(*values):
    return Arrays(torch.zeros(len(values), 1), torch.tensor(values))


def test_targets_and_weights_are_told_apart():
    one = checksums(classes(0, 1, 2))
    assert checksums(classes(0, 1, 2)) == one and one["weights of targets"] is None
    assert checksums(classes(0, 2, 1))["targets"] != one["targets"]
    assert checksums(Part(classes(5, 0, 1, 2), np.array([1, 2, 3]))) == one
    weighed = checksums(with_example_weights(classes(0, 1, 2), [1, 2, 3]))
    assert weighed["targets"] == one["targets"] and weighed["weights of targets"] is not None
    numbers = torch.tensor([0.5, float("nan")])
    kinds = {checksums(Arrays(numbers, numbers.to(t)))["targets"] for t in (None, torch.float64)}
    assert len(kinds) == 1
    assert set(checksums(Calls(lambda epoch, batch: None)).values()) == {None}


def test_forces_count_as_energies_do():
    def clouds(force):
        forces = np.array([[1.0, 0, 0], [0, 0, 0], [0, 0, force]])
        return cloud_dataset(np.eye(3), None, [2, 1], np.ones(2), on_points=forces)

    one, other = (checksums(clouds(force))["targets"] for force in (1, 2))
    assert one != other and one == checksums(clouds(1))["targets"]
    assert checksums(Part(clouds(1), np.array([0]))) == checksums(Part(clouds(2), np.array([0])))
