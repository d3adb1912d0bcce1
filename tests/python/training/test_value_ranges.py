"""Ranges of channels, from some of the examples."""

import numpy as np
import pytest
import torch

from escnn_r.datasets.clouds import cloud_dataset
from escnn_r.training.batches import Arrays, Calls
from escnn_r.training.value_ranges import value_range


def images(n=40):
    ramp = torch.linspace(0, 1, n * 16).reshape(n, 1, 4, 4)
    return Arrays(torch.cat([ramp, 10 - 20 * ramp], 1), torch.zeros(n))


def test_each_channel_has_its_own_range():
    assert value_range(images(), 512) == {"low": [0, -10], "high": [1, 10]}
    inner = value_range(images(), 512, 0.25)
    assert inner["low"] == pytest.approx([0.25, -5]) and inner["high"] == pytest.approx([0.75, 5])


def test_few_examples_reach_from_the_first_to_the_last():
    seen = []

    class Watched(Arrays):
        def take(self, index):
            seen.extend(np.asarray(index).tolist())
            return super().take(index)

    data = images()
    watched = Watched(data.values, data.targets)
    assert value_range(watched, 3) == {"low": [0, -10], "high": [1, 10]}
    assert seen == [0, 19, 39]


def test_volumes_have_a_range_and_what_has_no_space_has_none():
    volumes = Arrays(torch.ones(2, 1, 3, 3, 3), torch.zeros(2))
    assert value_range(volumes, 9) == {"low": [1], "high": [1]}
    assert value_range(Arrays(torch.ones(2, 3), torch.zeros(2)), 9) is None
    assert value_range(Arrays(torch.ones(0, 1, 2, 2), torch.zeros(0)), 9) is None
    assert value_range(Calls(lambda epoch, batch: None), 9) is None
    assert value_range(cloud_dataset(np.zeros((2, 3)), None, [1, 1]), 9) is None
