"""Data sets in memory and parts of them."""

import numpy as np
import torch

from escnn_r.datasets.base import Dataset, InMemory

VALUES = np.arange(6 * 8, dtype=np.uint8).reshape(6, 2, 2, 2)
TARGETS = np.array([0, 1, 2, 0, 1, 2])


def bytes_set():
    return InMemory(VALUES, TARGETS, scale=1 / 255, classes=["a", "b", "c"], name="made")


def test_bytes_stay_bytes_until_they_are_taken():
    data = bytes_set()
    assert data.values.dtype == torch.uint8
    values, targets = data.take(np.array([4, 0]))
    assert values.dtype == torch.float32 and targets.dtype == torch.int64
    assert np.allclose(values.numpy(), VALUES[[4, 0]] / 255, rtol=1e-6)
    assert targets.tolist() == [1, 0]
    assert data.shape == (2, 2, 2) and len(data) == 6 and data.in_memory


def test_what_is_taken_may_be_changed():
    data = InMemory(VALUES.astype(np.float32), TARGETS)
    data.take(np.array([0, 1]))[0].zero_()
    assert np.array_equal(data.values.numpy(), VALUES)


def test_without_targets_there_are_none():
    data = InMemory(VALUES)
    assert data.take(np.array([1]))[1] is None
    assert data.targets() is None and data.subset([0]).targets() is None


def test_parts_of_parts_refer_to_the_whole_and_copy_nothing():
    data = bytes_set()
    part = data.subset([5, 3, 1]).subset([2, 0])
    assert part.base is data and part.index.tolist() == [1, 5]
    assert len(part) == 2 and part.targets().tolist() == [1, 2]
    values, targets = part.take(np.array([1]))
    assert torch.equal(values, data.take(np.array([5]))[0]) and targets.tolist() == [2]
    assert part.about() == data.about() and part.in_memory
    stored, scale = part.stored(np.array([0]))
    assert stored.dtype == torch.uint8 and scale == 1 / 255


def test_other_kinds_only_have_to_take():
    class Ones(Dataset):
        def __len__(self):
            return 3

        def take(self, index):
            return torch.ones(len(index), *self.shape), None

        def targets(self):
            return None

    data = Ones(shape=(1, 2, 2))
    assert len(data.subset([0, 2])) == 2 and not data.subset([0]).in_memory
    values, scale = data.subset([0, 2]).stored(np.array([0]))
    assert values.shape == (1, 1, 2, 2) and scale == 1
