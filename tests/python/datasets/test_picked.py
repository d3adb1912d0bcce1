"""Channels by their names, of other data sets."""

import numpy as np
import torch

from escnn_r.datasets.base import InMemory
from escnn_r.datasets.picked import name_channels, with_channels


def test_channels_come_in_another_order_with_their_names():
    values = np.arange(24, dtype=np.uint8).reshape(2, 3, 2, 2)
    data = InMemory(values, np.array([1, 0]), 0.5)
    name_channels(data, ["a", "b", "c"])
    picked = with_channels(data.subset(np.array([1, 0])), [2, 0])
    assert picked.channels == ["c", "a"] and picked.shape == (2, 2, 2) and len(picked) == 2
    taken, targets = picked.take(np.array([0]))
    assert torch.equal(taken[0], torch.from_numpy(values[1, [2, 0]]) * 0.5)
    assert targets.tolist() == [0] and picked.targets().tolist() == [0, 1]
    assert picked.stored(np.array([0]))[0].dtype == torch.uint8 and picked.in_memory
