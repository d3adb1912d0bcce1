"""Data sets as text and bytes, and what isn't followed."""

import json

import numpy as np
import pytest
import safetensors.torch
import torch

import escnn_r

escnn_r.prepare()
pytest.importorskip("escnn.nn")

from escnn_r.bridge.errors import BadArgument  # noqa: E402
from escnn_r.datasets.clouds import Clouds, cloud_dataset, describe_clouds  # noqa: E402
from escnn_r.datasets.from_arrays import array_dataset, dataset_fill  # noqa: E402
from escnn_r.saving import packed_data  # noqa: E402


def again(data):
    packed = packed_data.package_dataset(data)
    return packed_data.unpackage_dataset(packed["description"], bytes(packed["values"]))


def test_values_of_a_part_alone_go_along():
    values = np.arange(6 * 4, dtype=np.uint8).reshape(6, 1, 2, 2)
    data = array_dataset(values, np.arange(6) % 2, ["a", "b"], 0.5, "mine").subset([4, 1])
    copy = again(data)
    assert copy.about() == data.about()
    for before, after in zip(data.take([0, 1]), copy.take([0, 1]), strict=True):
        assert torch.equal(before, after)
    assert copy.values.dtype == torch.uint8
    assert len(copy.values) == 2


def test_what_stands_for_missing_values_is_known():
    data = array_dataset(np.zeros((3, 2, 2, 2)), fill=[0.5, -1.0])
    assert dataset_fill(again(data)) == dataset_fill(again(data.subset([2]))) == [0.5, -1.0]
    assert dataset_fill(again(array_dataset(np.zeros((3, 2, 2, 2))))) is None


def test_clouds_keep_their_edges():
    edges = [torch.tensor([[0, 1], [1, 0]]), torch.tensor([[0], [2]])]
    coords = torch.randn(5, 2)
    data = Clouds(torch.ones(5, 1), coords, [2, 3], edges=edges, name="clouds")
    copy = again(data)
    assert torch.equal(copy.edges(1), edges[1])
    assert torch.equal(copy.coords, coords)
    assert len(again(data.subset([1]))) == 1


def test_clouds_keep_the_types_and_the_targets_of_their_points():
    coords, forces = np.random.default_rng(0).normal(size=(2, 5, 3))
    one_hot = np.eye(2)[[0, 1, 1, 0, 1]]
    classes = {"classes": ["a", "b"], "types": ["C", "H"], "k": 1}
    sets = [
        cloud_dataset(coords, one_hot, [2, 3], on_points=np.array([0, 1, -100, 0, 1]), **classes),
        cloud_dataset(coords, None, [2, 3], np.array([1.0, 2.0]), on_points=forces),
    ]
    for data in (*sets, sets[0].subset([1])):
        made = again(data)
        assert describe_clouds(made) == describe_clouds(data)
        index = np.arange(len(data))
        (before, told), (after, kept) = data.take(index), made.take(index)
        assert torch.equal(before.values, after.values)
        if describe_clouds(data)["forces"]:
            assert torch.equal(told.energies, kept.energies) and torch.equal(
                told.forces, kept.forces
            )
        else:
            assert torch.equal(told, kept)


def test_targets_of_points_that_were_packed_as_those_of_clouds_are_told_by_their_number():
    data = cloud_dataset(np.eye(3), None, [1, 2], on_points=np.arange(3.0))
    packed = packed_data.package_dataset(data)
    tensors = safetensors.torch.load(bytes(packed["values"]))
    tensors["targets"] = tensors.pop("on_points")
    made = packed_data.unpackage_dataset(packed["description"], safetensors.torch.save(tensors))
    assert describe_clouds(made)["points"] and made.targets().tolist() == [0, 1, 2]
    tensors["targets"] = torch.zeros(4)
    with pytest.raises(BadArgument, match="escnn_pack"):
        packed_data.unpackage_dataset(packed["description"], safetensors.torch.save(tensors))


def test_missing_targets_stay_missing():
    values = np.zeros((4, 1, 2, 2))
    labels = np.array([[1, 0], [np.nan, 1], [0, 0], [1, np.nan]])
    for targets, several in ((np.array([0, 1, -100, 1]), False), (labels, True)):
        data = array_dataset(values, targets, ["a", "b"], several=several)
        assert np.array_equal(again(data).targets(), data.targets(), equal_nan=several)


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "program"), ("several", 3), ("scale", "1"), ("classes", ["a"])]
)
def test_damaged_descriptions_are_refused(field, value):
    packed = packed_data.package_dataset(
        array_dataset(np.zeros((4, 1, 2, 2)), np.arange(4) % 2, ["a", "b"])
    )
    about = {**json.loads(packed["description"]), field: value}
    with pytest.raises(BadArgument, match="escnn_pack"):
        packed_data.unpackage_dataset(json.dumps(about), bytes(packed["values"]))
