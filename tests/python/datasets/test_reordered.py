"""Classes and labels in another order."""

import numpy as np
import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.base import InMemory
from escnn_r.datasets.reordered import with_classes


def data(targets, classes, several=False):
    values = np.arange(len(targets), dtype=np.float32)[:, None, None, None]
    return InMemory(values, targets, classes=classes, several=several, shape=(1, 1, 1))


def test_classes_are_numbered_anew():
    base = data(np.array([0, 1, 1, 2]), ["c", "a", "b"])
    found = with_classes(base, ["a", "b", "c", "d"], "x")
    assert found.classes == ["a", "b", "c", "d"] and len(found) == 4
    assert found.targets().tolist() == [2, 0, 0, 1]
    values, targets = found.take(np.array([3, 0]))
    assert values.reshape(-1).tolist() == [3, 0] and targets.tolist() == [1, 2]
    assert found.in_memory and found.subset(np.array([1])).targets().tolist() == [0]
    maps = data(np.array([[[0, 2]], [[1, 1]]]), ["c", "a", "b"])
    assert with_classes(maps, ["a", "b", "c"], "x").targets().tolist() == [[[2, 1]], [[0, 0]]]


def test_labels_change_places():
    base = data(np.array([[1.0, 0, 0], [0, 1, 0]]), ["c", "a", "b"], several=True)
    found = with_classes(base, ["a", "b", "c"], "x")
    assert found.targets().tolist() == [[0, 0, 1], [1, 0, 0]]
    assert torch.equal(found.take(np.array([1]))[1], found.targets()[1:])
    with pytest.raises(BadArgument, match="a, b, c, d") as caught:
        with_classes(base, ["a", "b", "c", "d"], "x")
    assert caught.value.hint == "It lacks d."


def test_others_are_refused_and_the_same_stays():
    base = data(np.array([0, 1]), ["a", "b"])
    assert with_classes(base, ["a", "b"], "x") is base
    with pytest.raises(BadArgument, match="`newdata`") as caught:
        with_classes(base, ["a", "c"], "newdata")
    assert caught.value.hint == "Others are in it: b."
