"""Data sets from arrays, described and split."""

import numpy as np
import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets import from_arrays

VALUES = np.random.RandomState(1).uniform(size=(40, 1, 3, 3))
LABELS = np.repeat([0, 1, 2, 2], 10)


def labelled():
    return from_arrays.array_dataset(VALUES, LABELS, ["a", "b", "c"])


def test_arrays_are_copied_into_few_bytes():
    data = labelled()
    assert data.values.dtype == torch.float32 and data.targets().dtype == torch.int64
    data.values.zero_()
    assert VALUES.all()
    whole = np.arange(9).reshape(1, 1, 3, 3)
    assert from_arrays.array_dataset(whole).values.dtype == torch.uint8
    assert from_arrays.array_dataset(whole + 250).values.dtype == torch.float32
    assert from_arrays.array_dataset(whole - 1).values.dtype == torch.float32
    tensor = torch.zeros(1, 1, 2, 2, dtype=torch.uint8)
    kept = from_arrays.array_dataset(tensor, scale=1 / 255).values
    assert kept.dtype == torch.uint8 and kept.data_ptr() != tensor.data_ptr()
    assert from_arrays.array_dataset(VALUES, np.arange(40)).targets().dtype == torch.float32


def test_targets_must_be_as_many_as_examples():
    with pytest.raises(BadArgument, match=r"`y` must be of 40 examples, as `x` is"):
        from_arrays.array_dataset(VALUES, LABELS[1:])


def test_arrays_need_channels():
    with pytest.raises(BadArgument, match=r"not of dim c\(40, 3, 3\)") as caught:
        from_arrays.array_dataset(VALUES[:, 0])
    assert "of one channel" in caught.value.hint


def test_sets_are_described():
    about = from_arrays.describe_dataset(labelled())
    assert about["count"] == 40 and about["shape"] == [1, 3, 3]
    assert about["counts"] == [10, 10, 20] and about["targets"] == [40] and about["in_memory"]
    assert from_arrays.describe_dataset(from_arrays.array_dataset(VALUES))["targets"] is None


def test_several_labels_are_counted_each():
    data = from_arrays.array_dataset(VALUES[:3], np.array([[1, 0], [1, 1], [0, 0]], dtype=float))
    data.classes, data.several = ["a", "b"], True
    assert from_arrays.counts(data) == [2, 1]


def test_parts_are_disjoint_whole_and_follow_the_seed():
    train, held = from_arrays.split_dataset(labelled(), 0.3, 1, False)
    assert len(train) == 28 and len(held) == 12
    assert train.name == "arrays" and held.name == "arrays, held out"
    together = sorted([*train.index, *held.index])
    assert together == list(range(40))
    again = from_arrays.split_dataset(labelled(), 0.3, 1, False)[1]
    assert held.index.tolist() == again.index.tolist()
    assert (
        held.index.tolist()
        != from_arrays.split_dataset(labelled(), 0.3, 2, False)[1].index.tolist()
    )


@pytest.mark.parametrize("seed", range(5))
def test_stratified_parts_have_the_classes_in_proportion(seed):
    data = labelled().subset(np.random.RandomState(seed).permutation(40))
    train, held = from_arrays.split_dataset(data, 0.2, seed, True)
    assert from_arrays.counts(held) == [2, 2, 4] and from_arrays.counts(train) == [8, 8, 16]
    uneven = from_arrays.split_dataset(data, 0.25, seed, True)[1]
    assert np.abs(np.array(from_arrays.counts(uneven)) - [2.5, 2.5, 5]).max() < 1


def test_no_part_may_be_empty():
    for share in (0.0, 0.01, 1.0):
        with pytest.raises(BadArgument, match="leaves examples in both parts"):
            from_arrays.split_dataset(labelled(), share, 1, True)


def test_maps_of_classes_are_split_by_example():
    maps = np.random.default_rng(1).integers(0, 2, (20, 3, 3))
    data = from_arrays.array_dataset(np.zeros((20, 1, 3, 3)), maps, ["a", "b"])
    train, held = from_arrays.split_dataset(data, 0.25, 1, True)
    assert len(train) == 15 and len(held) == 5
    assert sorted([*train.index, *held.index]) == list(range(20))
