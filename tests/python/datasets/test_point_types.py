"""Channels of types of points, in the order of training whatever that of the data is."""

import numpy as np
import pytest
import torch

from escnn_r.bridge.errors import BadArgument
from escnn_r.datasets.clouds import cloud_dataset, describe_clouds
from escnn_r.datasets.point_types import with_point_types
from escnn_r.datasets.reordered import with_classes

# two clouds: C, H and H, O
ONE_HOT = np.eye(3)[[0, 1, 1, 2]]


def data(types=("C", "H", "O")):
    return cloud_dataset(np.zeros((4, 3)), ONE_HOT, [2, 2], [0.5, 1.5], types=types)


def taken(clouds):
    return clouds.take(np.arange(len(clouds)))


def test_channels_follow_their_names():
    given = data()
    got = with_point_types(given, ["O", "N", "C", "H"], "newdata")
    values, targets = taken(got)
    assert values.values.tolist() == [[0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [1, 0, 0, 0]]
    assert targets.tolist() == [0.5, 1.5] and got.shape == (4,)
    assert values.values.dtype == torch.float32
    # the data themselves stay
    assert given.types == ["C", "H", "O"] and np.array_equal(given.values, ONE_HOT)
    assert with_point_types(given, ["C", "H", "O"], "newdata") is given
    nameless = data(None)
    assert with_point_types(nameless, ["O", "H", "C"], "newdata") is nameless


def test_types_that_were_not_trained_are_refused_where_points_are_of_them():
    with pytest.raises(BadArgument, match=r"types of points in training: C, H, not .*with O"):
        with_point_types(data(), ["C", "H"], "newdata")
    # also where another part of the data has them
    part = data().subset([0])
    values, targets = taken(with_point_types(part, ["H", "C"], "newdata"))
    assert values.values.tolist() == [[0, 1], [1, 0]] and targets.tolist() == [0.5]
    with pytest.raises(BadArgument, match="with O"):
        with_point_types(data().subset([0, 1]).subset([1]), ["H", "C"], "newdata")


def test_classes_in_another_order_do_not_hide_the_types():
    about = {"classes": ["a", "b"], "types": ["C", "H", "O"]}
    clouds = cloud_dataset(np.zeros((4, 3)), ONE_HOT, [2, 2], np.array([0, 1]), **about)
    other = with_classes(clouds, ["b", "a"], "newdata")
    for data, chosen in ((other, [0, 1]), (other.subset([1]), [1])):
        values, targets = taken(with_point_types(data, ["O", "H", "C"], "newdata"))
        rows = ONE_HOT[:, ::-1].reshape(2, 2, 3)[chosen].reshape(-1, 3)
        assert np.array_equal(values.values, rows) and targets.tolist() == [
            [1, 0][i] for i in chosen
        ]
    with pytest.raises(BadArgument, match="with O"):
        with_point_types(other, ["C", "H"], "newdata")


def test_targets_of_points_are_known_as_such_whatever_is_made_of_the_clouds():
    about = {"classes": ["a", "b"], "on_points": np.array([0, 1, 1, 0])}
    clouds = cloud_dataset(np.zeros((4, 3)), None, [1, 3], **about)
    other = with_classes(clouds, ["b", "a"], "newdata")
    assert describe_clouds(other) == describe_clouds(clouds)
    part = other.subset([1])
    assert part.targets().tolist() == [0, 0, 1]
    assert describe_clouds(part)["counts"] == [3] and describe_clouds(part)["points"]
